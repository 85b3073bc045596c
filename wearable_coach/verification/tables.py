"""Tables: each cell is read as a sentence that its row's and its column's headings introduce."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from wearable_coach.verification.claims import Claim, Note, SentenceClaims
from wearable_coach.verification.masking import SLOT

_RULE_ROW = re.compile(r"[\s|:\-–—]+")


_ADVISING = re.compile("강도|처방|권장|추천|운동 ?종류")


_Cells = list[tuple[int, str]]


class ReadCell(Protocol):
    """Reads one cell as a sentence."""

    def __call__(self, text: str, *, advising: bool) -> SentenceClaims:
        """Read a cell; `advising` when its headings say that it prescribes."""


def is_row(text: str) -> bool:
    """Say whether a line is a row of a Markdown table."""
    return text.startswith("|") and text.count("|") > 1


def read_row(text: str, header: str, read_cell: ReadCell) -> SentenceClaims:
    """Read a row of a table.

    Args:
        text: The masked row.
        header: The table's first row; empty when this is the first.
        read_cell: Reads one sentence; headings stand before a cell, a colon between.
    """
    if _RULE_ROW.fullmatch(text):
        return SentenceClaims((), 0, None, header or None, used=3)
    cells = _cells(text)
    heads = _heads(header)
    label = _plain(cells[0][1]) if cells else ""
    claims: list[Claim] = []
    notes: list[Note] = []
    for k, (place, cell) in enumerate(cells):
        head = heads[k] if k < len(heads) else ""
        prefix, advising = _introduction(label, head) if k else ("", False)
        plan = read_cell(prefix + cell, advising=advising)
        before = text.count(SLOT, 0, place)
        shift = place - len(prefix)
        claims += [moved(c, shift, before, place) for c in plan.claims]
        notes += [note_moved(n, before) for n in plan.notes]
    return SentenceClaims(
        tuple(claims), text.count(SLOT), None, header or text, used=3, notes=tuple(notes)
    )


@lru_cache(maxsize=1024)
def _introduction(label: str, head: str) -> tuple[str, bool]:
    """Return the headings that stand before a cell, and whether they say that it prescribes."""
    prefix = f"{label} {head}: "
    return prefix, bool(_ADVISING.search(prefix))


@lru_cache(maxsize=256)
def _heads(header: str) -> list[str]:
    return [_plain(cell) for _, cell in _cells(header)]


def _cells(text: str) -> _Cells:
    found: _Cells = []
    place = 0
    for part in text.split("|"):
        stripped = part.strip()
        if stripped:
            found.append((place + part.index(stripped), stripped))
        place += len(part) + 1
    return found


def _plain(cell: str) -> str:
    return cell.replace("*", "").replace(SLOT, "").strip()


def moved(claim: Claim, shift: int, slots: int, least: int) -> Claim:
    """Return a claim of a part as a claim of the whole: its words and numbers stand further on."""
    kind, rule, judge, first, last, start, end, before, until = claim
    return Claim(
        kind,
        rule,
        judge,
        first + slots,
        last + slots,
        max(start + shift, least),
        max(end + shift, least),
        before + slots,
        until + slots,
    )


def note_moved(note: Note, slots: int) -> Note:
    """Return a note of a part as a note of the whole: its numbers stand further on."""
    return Note(note.statement, note.first + slots, note.last + slots)
