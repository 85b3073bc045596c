"""Whom a dataset's rows are about, and what their days ask for: counts for its card."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from wearable_coach.records import Row
from wearable_coach.reporting.card_words import CardWords
from wearable_coach.reporting.figures import Count
from wearable_coach.standards.levels import Cap, SafetyLevel

_AGES = (18, 30, 40, 50, 60, 70, 80)
"""Where bands of age begin; before the first come minors."""


class LevelTable(NamedTuple):
    """Rows by safety level and cap."""

    caps: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    """A level's name with its rows by cap."""


class Days(NamedTuple):
    """The rows of a dataset, as their facts say."""

    levels: dict[tuple[int, str], int]
    """(safety level, cap) → rows."""
    emergencies: tuple[Row, ...]


def days_of(rows: Sequence[Row]) -> Days:
    """Read the facts of all rows, once."""
    levels: Counter[tuple[int, str]] = Counter()
    emergencies = []
    for row in rows:
        facts = json.loads(row.facts)
        level, cap = int(facts["safety_level"]), str(facts["max_intensity_allowed"])
        levels[level, cap] += 1
        if level == SafetyLevel.EMERGENCY:
            emergencies.append(row)
    return Days(dict(levels), tuple(emergencies))


def level_table(days: Days, words: CardWords) -> LevelTable:
    """Return how many rows each level and cap has, the least careful first."""
    caps = [cap.code for cap in sorted(Cap, reverse=True)]
    lines = tuple(
        (words.name("levels", str(int(level))), tuple(days.levels.get((level, c), 0) for c in caps))
        for level in SafetyLevel
    )
    return LevelTable(tuple(words.name("caps", cap) for cap in caps), lines)


def people(rows: Sequence[Row], words: CardWords) -> dict[str, list[Count]]:
    """Return age, sex, goal and condition → how many rows, as a card's text names them."""
    text = words.text
    goals = words.names["goal"]
    return {
        "age": _ages(rows, words),
        "sex": _most_first(
            words.name("sex", p.sex) if (p := row.profile).sex else text["unknown"] for row in rows
        ),
        "goal": _most_first(
            text["unknown"] if goal is None else goals.get(goal, text["own_words"])
            for goal in (row.profile.goal for row in rows)
        ),
        "condition": _most_first(
            name
            for row in rows
            for name in [words.name("conditions", c) for c in row.profile.conditions]
            or [text["none"]]
        ),
    }


def completed(rows: Sequence[Row], words: CardWords) -> list[Count]:
    """Return which fields of real days were completed, and in how many rows."""
    return _most_first(words.name("fields", name) for row in rows for name in row.completed_fields)


def _most_first(names: Iterable[str]) -> list[Count]:
    found = Counter(names)
    return [Count(name, n) for name, n in sorted(found.items(), key=lambda x: (-x[1], x[0]))]


def _ages(rows: Sequence[Row], words: CardWords) -> list[Count]:
    text, found = words.text, Counter(_band(row.profile.age) for row in rows)
    names: dict[int | None, str] = {
        None: text["unknown"],
        0: text["younger"].format(_AGES[0]),
        _AGES[-1]: text["older"].format(_AGES[-1]),
        **{low: text["years"].format(low, high - 1) for low, high in pairwise(_AGES)},
    }
    order = (0, *_AGES, None)
    return [Count(names[low], found[low]) for low in order if found[low]]


def _band(age: int | None) -> int | None:
    return None if age is None else max((low for low in _AGES if low <= age), default=0)
