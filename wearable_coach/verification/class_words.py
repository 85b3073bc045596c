"""The class words of a sentence, and by which class a range is called."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity

QUOTES = "'\"‘’“”「」"


class Word(NamedTuple):
    """A class word found in a sentence."""

    start: int
    end: int
    meanings: dict[str, frozenset[str]]
    loose: bool
    """An adjective rather than a class's own name."""


@cache
def _table() -> list[tuple[re.Pattern[str], dict[str, frozenset[str]], bool]]:
    path = files("wearable_coach.verification") / "class_words.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    rows: list[tuple[re.Pattern[str], dict[str, frozenset[str]], bool]] = []
    for field, words in raw["noun"].items():
        for pattern, meaning in words:
            meanings = meaning if field == "any" else {field: meaning}
            rows.append(
                (re.compile(pattern), {f: frozenset(c) for f, c in meanings.items()}, False)
            )
    for pattern, meaning in raw["adjective"]:
        rows.append((re.compile(pattern), {f: frozenset(c) for f, c in meaning.items()}, True))
    for field, labels in raw["label"].items():
        for word, name in labels:
            cell = rf"(?<=['‘\"“(]){word}(?=['’\"”)])|(?<=\| ){word}(?= *\|)|(?<=: ){word}(?=$|[ ,.)(])|(?<=\*\*){word}(?=\*\*)"
            rows.insert(0, (re.compile(cell), {field: frozenset({name})}, False))
    return rows


def class_words(text: str) -> list[Word]:
    """Return the class words of a sentence, none inside another."""
    found: list[Word] = []
    taken: list[tuple[int, int]] = []
    for pattern, meanings, loose in _table():
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                found.append(Word(match.start(), match.end(), meanings, loose))
    return sorted(found)


@cache
def words_in(text: str) -> tuple[Word, ...]:
    """Return the class words of a sentence, remembered."""
    return tuple(class_words(text))


def called_near(r: Reading, q: Quantity, field: str) -> frozenset[str] | None:
    """Return the classes by which a range or threshold is called, None when it is not called."""
    if q.op == "than":
        return None
    best: tuple[int, Word] | None = None
    for word in words_in(r.text):
        gap = word.start - q.op_end if word.start >= q.end else q.start - word.end
        if word.loose or field not in word.meanings or gap < 0 or gap > 12:  # noqa: PLR2004 - the same clause
            continue
        between = (
            r.text[q.op_end : word.start] if word.start >= q.end else r.text[word.end : q.start]
        )
        if SLOT in between or re.search(r"[.;:)]|보다|않|아니|견주|비교|비해|대비", between):
            continue
        if best is None or gap < best[0]:
            best = gap, word
    if best is None:
        return None
    r.done.add(-1 - best[1].start)
    return best[1].meanings[field]
