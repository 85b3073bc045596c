"""Is a text whole? Sections that hold something, lines and answers that come to their end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from expectations.texts.found import shown
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.standards.table import table

_HEADING = "## "
_WORDS = re.compile(r"[가-힣A-Za-z\d]")
_ENDED = re.compile(r"[.!?…~)\]\"'”’*]$")
_MEASURED = re.compile(r"(?:\d|[A-Za-z%²])$|\d+\s?(?:분|초|회|세트|주|일|시간|보)$")
_OPEN_END = re.compile(r"[,·:;(\[/→×=+−–~-]$")
_TAIL = 3
_LISTED = ("exercises", "labels", "sources")
"""Tables whose names stand in lists."""


def empty_section(answer: str) -> str:
    """Return the heading of the first section without a word; "" if none."""
    heading, held = "", True
    for line in [*answer.split("\n"), _HEADING]:
        if line.startswith(_HEADING):
            if heading and not held:
                return shown(heading)
            heading, held = line.removeprefix(_HEADING).strip(), False
        elif _WORDS.search(line):
            held = True
    return ""


def cut(line: str) -> str:
    """Return the end of an answer's line that stops in mid-sentence; "" if it does not."""
    line = line.strip()
    return shown(line[-40:]) if line and not line.startswith("#") and _is_cut(line) else ""


def may_be_cut(shape: str) -> bool:
    """Say whether a line can be cut of which only the shape is known, each digit a nought."""
    return bool(cut(shape)) or "0" in shape.rstrip()[-_TAIL:]


def cut_line(answer: str) -> str:
    """Return the end of the first line that stops in mid-sentence; "" if none."""
    return next(filter(None, map(cut, answer.split("\n"))), "")


def _is_cut(line: str) -> bool:
    if line.startswith("|"):
        return not line.endswith("|")
    if line.count("(") != line.count(")") or line.count("**") % 2 or line.count("'") % 2:
        return True
    if _OPEN_END.search(line):
        return True
    if _ENDED.search(line) or _MEASURED.search(line):
        return False
    return line[-_TAIL:] not in known_ends()


@cache
def known_ends() -> frozenset[str]:
    """Return how the lines of our own books and tables end that need no full stop: a name, a list."""
    books = (i.name for i in (files("wearable_coach.rendering") / "phrases").iterdir())
    ends: set[str] = set()
    for book in books:
        for ways in phrase_book(book.removesuffix(".yaml")).slots.values():
            ends.update(line[-_TAIL:] for way in ways for line in way.split("\n"))
    for name in _LISTED:
        ends.update(text[-_TAIL:] for text in _texts(table(name)))
    return frozenset(ends)


def _texts(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, Mapping):
        for value in held.values():
            yield from _texts(value)
    elif isinstance(held, Sequence):
        for value in held:
            yield from _texts(value)
