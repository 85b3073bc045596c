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
_ENDED = re.compile(
    r"(?:[.!?…~)\]\"'”’*^]|[ㅋㅎㅠㅜ]|[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]\ufe0f?)$"
)
_MEASURED = re.compile(r"(?:\d|[A-Za-z%²])$|\d+\s?(?:분|초|회|세트|주|일|시간|보)$")
_OPEN_END = re.compile(r"(?:[,·:;(\[/→×=+−–-]|(?<![가-힣])~)$")
_ITEM = re.compile(r"(?:[-*•·]|\d+[.)])\s")
_NOUN = re.compile(
    r"(?:기|[가-힣]음|(?:^|\s)(?:일|점|것|팁|법|물|잠|값)|줄임|늘림|정도|강도|온도|속도|습도|빈도|난도|유지|금지|방지|휴지|자세|의자|차이|나이|높이|길이|놀이|아이|사이|간이|계단|효과|결과|사과|견과|주의|유의|회의|동의|상의"
    r"|[가-힣][^가은는을를의에와과로도만고며서면지게던한할하려거니세습합입있없않좋같싶되된될시보주어아여해까터더및또그저이걸늘줄쉬마으였었았했겠\W\d])$"
)
"""What ends as a noun does, and neither as a particle nor as the stem of a verb."""
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


def is_named(lines: Sequence[str], at: int) -> bool:
    """Say whether a line without an end is a name: an item among items like it, or what heads a list.

    Args:
        lines: The lines of an answer.
        at: Which of them.
    """
    line, before, after = (
        lines[i].strip() if 0 <= i < len(lines) else "" for i in (at, at - 1, at + 1)
    )
    if not _NOUN.search(line.rstrip(":：")):
        return False
    if not _ITEM.match(line):
        return bool(_ITEM.match(after))
    return not any(_ITEM.match(other) and other.endswith(".") for other in (before, after))


def cut_line(answer: str) -> str:
    """Return the end of the first line that stops in mid-sentence; "" if none."""
    lines = answer.split("\n")
    told = (cut(line) for i, line in enumerate(lines) if not is_named(lines, i))
    return next(filter(None, told), "")


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
