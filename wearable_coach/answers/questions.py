"""Telling readings and profile in a question: exactly, in the many ways people write them.

Every reading that is not None is told with its exact value, and what is None is not mentioned.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random

from wearable_coach.answers.questions_profile import (
    profile_block,
    profile_sentence,
    profile_terse,
)
from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.rendering.josa import particle
from wearable_coach.rendering.numbers_ko import hours_minutes, plain, whole_minutes
from wearable_coach.standards.fields import FieldWords, vital_rows

__all__ = [
    "LAYOUTS",
    "data_block",
    "loosen",
    "profile_block",
    "profile_sentence",
    "profile_terse",
]

_HANGUL = ("가", "힣")
_LAST = 4
_Told = list[tuple[str, float]]


def _told(vitals: Vitals) -> _Told:
    readings = vitals.__dict__
    return [(name, readings[name]) for name in VITAL_FIELDS if readings[name] is not None]


def _words(name: str) -> FieldWords:
    return vital_rows()[name].words


class _Writer:
    """One person's habits of writing numbers, kept through a question."""

    def __init__(self, rng: Random) -> None:
        self.way = int(rng.random() * 3)
        self.comma = rng.random() < 0.6  # noqa: PLR2004 - a habit's share
        self.sleep = int(rng.random() * 5)

    def number(self, name: str, value: float) -> str:
        return f"{value:,}" if self.comma and vital_rows()[name].is_long else plain(value)

    def value(self, name: str, value: float) -> str:
        field = vital_rows()[name]
        if field.is_hours:
            return self._hours(value)
        return self.number(name, value) + field.words.units[self.way]

    def bare(self, name: str, value: float) -> str:
        """Write a number without its unit; hours always carry theirs."""
        is_hours = vital_rows()[name].is_hours
        return self._hours(value) if is_hours else self.number(name, value)

    def _hours(self, value: float) -> str:
        minutes = whole_minutes(value)
        if self.sleep == 0:
            return f"{plain(value)}h"
        if self.sleep == 1 or minutes is None:
            return f"{plain(value)}시간"
        if self.sleep == 2:  # noqa: PLR2004 - one of five habits
            return f"{minutes // 60}h {minutes % 60}m" if minutes % 60 else f"{minutes // 60}h"
        return hours_minutes(value)


def _table(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    head = ("| 항목 | 값 |", "| 지표 | 수치 |", "| 구분 | 오늘 |")[writer.way]
    rows = [f"| {_words(n).names[column]} | {writer.value(n, v)} |" for n, v in told]
    return "\n".join([head, "|---|---|", *rows])


def _key_values(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    colon = (": ", " : ", " = ")[int(rng.random() * 3)]
    return "\n".join(f"{_words(n).names[column]}{colon}{writer.value(n, v)}" for n, v in told)


def _bullets(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    dot = ("- ", "* ", "· ")[int(rng.random() * 3)]
    return "\n".join(f"{dot}{_words(n).names[column]} {writer.value(n, v)}" for n, v in told)


def _english(told: _Told, rng: Random) -> str:
    colon = (": ", " = ", "=")[int(rng.random() * 3)]
    return "\n".join(f"{n}{colon}{plain(v)}" for n, v in told)


def _one_line(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    return ", ".join(f"{_words(n).names[column]} {writer.value(n, v)}" for n, v in told)


def _json(told: _Told, rng: Random) -> str:
    indent = 2 if rng.random() < 0.5 else None  # noqa: PLR2004 - half of people
    return json.dumps(dict(told), ensure_ascii=False, indent=indent)


def _terse(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 3)
    bare = rng.random() < 0.5  # noqa: PLR2004 - half of people
    slash = (" / ", ", ", " ")[int(rng.random() * 3)]
    return slash.join(
        f"{_words(n).terse[column]} {writer.bare(n, v) if bare else writer.value(n, v)}"
        for n, v in told
    )


def _export(told: _Told, rng: Random) -> str:
    mark = (",", "\t", ";")[int(rng.random() * 3)]
    return "\n".join(
        [
            f"metric{mark}value",
            *(f"{_words(n).export}{mark}{plain(v)}" for n, v in told),
        ]
    )


def _prose(told: _Told, rng: Random) -> str:
    """Tell the readings in sentences of two or three clauses each."""
    writer = _Writer(rng)
    clauses = [_clause(n, rng).format(writer.value(n, v)) for n, v in told]
    end = "입니다." if rng.random() < 0.5 else "예요."  # noqa: PLR2004 - half of people
    sentences: list[str] = []
    at = 0
    while at < len(clauses):
        size = 2 + int(rng.random() * 2)
        sentences.append(_sentence(clauses[at : at + size], end))
        at += size
    return " ".join(sentences)


def _clause(name: str, rng: Random) -> str:
    ways = _words(name).clauses
    return ways[int(rng.random() * len(ways))]


def _sentence(clauses: Sequence[str], end: str) -> str:
    joined = ", ".join(clauses)
    return f"{joined}{_copula(joined[-_LAST:])}." if end == "예요." else f"{joined}{end}"


@lru_cache(maxsize=4096)
def _copula(ending: str) -> str:
    return particle(ending, "예요")


_LAYOUTS: dict[str, Callable[[_Told, Random], str]] = {
    "table": _table,
    "kv_ko": _key_values,
    "kv_en": _english,
    "one_line": _one_line,
    "json": _json,
    "prose": _prose,
    "terse": _terse,
    "export": _export,
    "bullets": _bullets,
}
LAYOUTS = tuple(_LAYOUTS)
"""The forms in which `data_block` tells the readings."""


def data_block(profile: Profile, vitals: Vitals, *, layout: str, rng: Random) -> str:  # noqa: ARG001
    """Tell every reading that is not None, with its exact value.

    Args:
        profile: The person; not told here (see `profile_sentence`).
        vitals: The readings; None is left out.
        layout: One of `LAYOUTS`.
        rng: Chooses labels, units and number formats.

    Returns:
        Text in the layout; empty when there are no readings.

    Raises:
        KeyError: there is no such layout.
    """
    told = _told(vitals)
    return _LAYOUTS[layout](told, rng) if told else ""


def loosen(text: str, rng: Random, *, drops: int = 2) -> str:
    """Leave out up to `drops` spaces between Korean words, as people in a hurry do."""
    low, high = _HANGUL
    for _ in range(drops):
        at = text.find(" ", int(rng.random() * max(len(text), 1)))
        if 0 < at < len(text) - 1 and low <= text[at - 1] <= high and low <= text[at + 1] <= high:
            text = text[:at] + text[at + 1 :]
    return text
