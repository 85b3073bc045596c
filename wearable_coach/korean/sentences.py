"""Where sentences begin and end: marks, line breaks, rows of tables, marks without a blank behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.korean.shapes import SLOT

_LONGEST = 1_000
"""Where nothing ends a sentence, it is cut at a blank, or here [characters]."""
_LIST_MARK = re.compile(rf"[\s#>*\-•]*{SLOT}[.)]\s")
_END = re.compile(
    r"[.!?…。]+[\"'”’)\]]*(?:\*\*)?(?=\s)"
    r"|(?<=[요다죠네까지음함임됨라군걸게자])[.!?…。]+[\"'”’)\]]*(?=[가-힣\x01\"'“‘(])"
    r"|(?<=[가-힣])[?!]+[\"'”’)\]]*(?=[가-힣])"
    r"|(?<=[요다죠네까])\s?(?:[ㅋㅎㅠㅜ~^;]{2,}|[~☀-⟿🀀-🫿]+)(?=\s)"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a masked text begins and ends, blanks around it left out."""
    at = 0
    for line in text.split("\n"):
        for start, end in _of_line(line):
            yield at + start, at + end
        at += len(line) + 1


def _of_line(line: str) -> Iterator[tuple[int, int]]:
    if line.lstrip().startswith("|"):
        yield from _stripped(line, 0, len(line))
        return
    mark = _LIST_MARK.match(line)
    start, at = 0, mark.end() if mark else 0
    while found := _END.search(line, at):
        yield from _short_enough(line, start, found.end())
        start = at = found.end()
    yield from _short_enough(line, start, len(line))


def _short_enough(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        blank = line.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = blank if blank > start else start + _LONGEST
        yield from _stripped(line, start, cut)
        start = cut
    yield from _stripped(line, start, end)


def _stripped(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = line[start:end]
    inner = part.strip()
    if inner:
        first = start + len(part) - len(part.lstrip())
        yield first, first + len(inner)
