"""Reading a masked sentence into a plan, once a shape."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from wearable_coach.verification.advice import (
    RestToday,
    mentions_rest,
    read_advice,
    read_forbidden,
    read_nowhere_states,
    read_person,
)
from wearable_coach.verification.arithmetic import read_arithmetic
from wearable_coach.verification.bare_readers import read_bare, read_other
from wearable_coach.verification.citations import read_citations
from wearable_coach.verification.claims import (
    Claim,
    Note,
    Refused,
    SentenceClaims,
    unsupported,
)
from wearable_coach.verification.classes import read_classes
from wearable_coach.verification.comparisons import read_comparisons
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import words
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.quantity_readers import (
    SCALED,
    claim_leftovers,
    read_quantities,
    read_quantity,
)
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.source_readers import read_source_numbers, read_study
from wearable_coach.verification.stages import read_stages
from wearable_coach.verification.tables import ReadCell, is_row, moved, note_moved, read_row
from wearable_coach.verification.weekly_products import read_products

_HEADING = re.compile(
    rf"^\s*(?:#+\s*(?:{SLOT}[.)]\s*|\x02)*|\*\*(?={SLOT}?[^*]{{2,20}}\*\*\s*$))(.+?)\**\s*$"
)


_ODD_DIGIT = re.compile(r"\d+")
"""Digits of another script: ASCII digits are masked by now."""
_BLANK = SentenceClaims((), 0, None, None, used=0)


_LONGEST_NAME = 32
"""A longer part is no name in a list but a clause."""
_ARROW = " → "
_STEPS = re.compile(rf"[^{SLOT}→.]{{1,40}} {SLOT}분(?: → [^{SLOT}→.]{{1,40}} {SLOT}분)+")


def read(text: str, section: str, carry: str) -> SentenceClaims:
    """Read a masked sentence.

    Args:
        text: The sentence, numbers masked.
        section: The kind of section it stands in, empty when unknown.
        carry: The field that the sentences before were about, empty when none.
    """
    if not text.strip():
        return _BLANK
    header = carry if carry.startswith("|") else ""
    if is_row(text):
        return read_row(text, header, _cell_reader(section))
    if _lists_nothing(text, section):
        return _BLANK
    if _STEPS.fullmatch(text):
        return _read_steps(text, section)
    r = Reading(text, section, carry)
    heading = _HEADING.match(text)
    for odd in _ODD_DIGIT.finditer(text):
        judge = Refused(unsupported("VER-NUM-001", "숫자는 0~9로 써요"))
        r.add("number", "VER-NUM-001", judge, span=odd.span(), slots=(0, 0))
    if heading is None:
        read_source_numbers(r)
        read_study(r)
        read_stages(r)
        read_arithmetic(r)
        read_products(r)
        read_quantities(r)
        read_classes(r)
        read_comparisons(r)
        read_citations(r)
        read_advice(r)
        read_forbidden(r)
        read_nowhere_states(r)
        read_person(r)
    else:
        _read_heading(r)
    if mentions_rest(text):
        r.notes.append(Note(RestToday()))
    return SentenceClaims(
        tuple(r.claims),
        text.count(SLOT),
        _section(heading.group(1)) if heading else None,
        _carry_out(r, heading=heading is not None),
        used=r.used,
        notes=tuple(r.notes),
    )


def _lists_nothing(text: str, section: str) -> bool:
    """Say whether a line only lists names, none of which claims anything by itself."""
    if ", " not in text or SLOT in text:
        return False
    parts = text.split(", ")
    if max(map(len, parts)) > _LONGEST_NAME:
        return False
    return all(_read_part(part, section) == _BLANK for part in parts)


def _read_steps(text: str, section: str) -> SentenceClaims:
    """Read steps with their minutes, each by itself, since they come in every order."""
    claims: list[Claim] = []
    notes: list[Note] = []
    used = place = slots = 0
    for part in text.split(_ARROW):
        plan = _read_part(part, section)
        claims += [moved(c, place, slots, place) for c in plan.claims]
        notes += [note_moved(n, slots) for n in plan.notes]
        used |= plan.used
        slots += plan.slots
        place += len(part) + len(_ARROW)
    return SentenceClaims(tuple(claims), slots, None, None, used=used, notes=tuple(notes))


@lru_cache(maxsize=20_000)
def _read_part(text: str, section: str) -> SentenceClaims:
    return read(text, section, "")


@cache
def _cell_reader(section: str) -> ReadCell:
    def read_one(text: str, *, advising: bool) -> SentenceClaims:
        return _read_cell(text, "plan" if advising and section != "plan" else section)

    return read_one


@lru_cache(maxsize=20_000)
def _read_cell(text: str, section: str) -> SentenceClaims:
    return read(text, section, "")


def _read_heading(r: Reading) -> None:
    read_source_numbers(r)
    for q in r.quantities:
        if q.start not in r.done:
            if q.start < 8:  # noqa: PLR2004 - the heading's own number
                read_bare(r, q) if q.unit == "" else read_other(r, q)
            else:
                read_quantity(r, q)
    claim_leftovers(r)


@cache
def _sections() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile("|".join(p))) for name, p in words()["sections"].items()]


def _section(title: str) -> str:
    for name, compiled in _sections():
        if compiled.search(title):
            return name
    return ""


def _carry_out(r: Reading, *, heading: bool) -> str | None:
    fields = [m.field for m in r.mentions if m.field in LABELS and m.reference_end < 0]
    if fields:
        main = [f for f in fields if f != "baseline_rhr"]
        return main[0] if main else "resting_heart_rate"
    if heading:
        return ""
    units = [SCALED[q.unit][0] for q in r.quantities if q.unit in {"steps", "kcal"}]
    return units[0] if units else None
