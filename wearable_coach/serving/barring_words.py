"""The words that bar a heart rate to exercise at, by kind: ``barred.yaml``, and the names under which no bpm is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from wearable_coach.records import Condition
from wearable_coach.serving.lexica import names, rows
from wearable_coach.standards.table import table

KINDS: dict[Condition, str] = {
    "pregnancy": "pregnancy",
    "pacemaker": "device",
    "heart_transplant": "transplant",
    "atrial_fibrillation": "rhythm",
    "beta_blocker": "medicine",
}
"""Under which kind the names of a condition that bars a target in bpm stand."""
YOUTH, BEARING, MEDICINE = "youth", "pregnancy", "medicine"
_HEART, _GRAFT = "heart", "transplant"
_TELLING = frozenset({"device", _GRAFT})
"""A word of these tells a condition by itself, where it is said to be so of oneself."""


class BarringWord(NamedTuple):
    """A word that bars a target, with where it stands."""

    kind: str
    start: int
    end: int
    is_weak: bool = False
    """Whether adults say it as often, of school."""
    tells: bool = False
    """Whether it tells a condition, too, where it is asserted."""


class Patterns(NamedTuple):
    """What is looked for of a kind."""

    words: re.Pattern[str]
    weak: re.Pattern[str] | None


def barring_words(text: str) -> Iterator[BarringWord]:
    """Return the words of a text, in small letters, that bar a target in bpm, whosever they are."""
    is_heart = "심장" in text and not patterns()["device"].words.search(text)
    for kind, row in patterns().items():
        for match in row.words.finditer(text):
            tells = kind in _TELLING and (kind != _GRAFT or is_heart)
            yield BarringWord(kind, match.start(), match.end(), tells=tells)
        for match in row.weak.finditer(text) if row.weak is not None else ():
            yield BarringWord(kind, match.start(), match.end(), is_weak=True)
    yield from _weeks(text)


def _weeks(text: str) -> Iterator[BarringWord]:
    """Return weeks that are told alone, and are no programme's: 지금 22주인데."""
    row = rows("barred")[BEARING]
    for match in re.finditer(row["weeks"], text):
        before, after = text[: match.start()], text[match.end() :]
        is_programme = re.search(row["not_weeks"]["before"], before)
        if not is_programme and not re.match(row["not_weeks"]["after"], after):
            yield BarringWord(BEARING, match.start(), match.end(), tells=True)


@cache
def patterns() -> dict[str, Patterns]:
    """Return what is looked for, by kind."""
    found = {}
    for kind in (*dict.fromkeys(KINDS.values()), _HEART, YOUTH):
        row = rows("barred")[kind]
        weak = re.compile("|".join(row["weak"])) if "weak" in row else None
        found[kind] = Patterns(
            re.compile("|".join([*row["words"], *map(_spelt, _named(kind))])), weak
        )
    return found


def _named(kind: str) -> list[str]:
    """Return the names of the conditions of a kind, the longest first."""
    invalid = table("safety")["conditions"]["hr_method_invalid"]
    written = {
        name.written.lower()
        for group in names().values()
        for name in group
        if name.condition in invalid and KINDS[name.condition] == kind
    }
    return sorted(written, key=len, reverse=True)


def _spelt(written: str) -> str:
    pattern = r"\s?".join(map(re.escape, written.split()))
    return rf"(?<![a-z]){pattern}(?![a-z])" if written.isascii() else rf"(?<![가-힣]){pattern}"
