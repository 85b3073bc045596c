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

__all__ = [
    "LAYOUTS",
    "data_block",
    "loosen",
    "profile_block",
    "profile_sentence",
    "profile_terse",
]

_NAMES: dict[str, tuple[str, ...]] = {
    "heart_rate": ("심박수", "현재 심박수", "심박", "현재 심박"),
    "resting_heart_rate": ("안정시 심박수", "안정 시 심박수", "안정시심박수", "안정시 심박"),
    "sleep_hr": ("수면 시간", "수면", "수면시간", "잔 시간"),
    "steps": ("걸음수", "걸음 수", "걸음", "오늘 걸음수"),
    "distance_km": ("이동 거리", "이동거리", "거리", "이동 거리"),
    "active_calories": ("활동 칼로리", "활동칼로리", "활동 소모 칼로리", "활동 칼로리"),
    "oxygen_saturation": ("산소포화도", "산소 포화도", "혈중 산소포화도", "SpO2"),
    "weight": ("체중", "몸무게", "체중", "몸무게"),
    "bmi": ("BMI", "체질량지수", "bmi", "BMI"),
}
_SHORT: dict[str, tuple[str, ...]] = {
    "heart_rate": ("심박", "HR", "심박"),
    "resting_heart_rate": ("안심", "안정심박", "RHR"),
    "sleep_hr": ("수면", "잠", "수면"),
    "steps": ("걸음", "걸음", "steps"),
    "distance_km": ("거리", "이동", "거리"),
    "active_calories": ("활동칼로리", "활동kcal", "활동칼"),
    "oxygen_saturation": ("spo2", "산소", "SpO2"),
    "weight": ("체중", "몸무게", "체중"),
    "bmi": ("bmi", "BMI", "비엠아이"),
}
_EXPORT_NAMES: dict[str, str] = {
    "heart_rate": "HeartRate(bpm)",
    "resting_heart_rate": "RestingHeartRate(bpm)",
    "sleep_hr": "SleepDuration(h)",
    "steps": "StepCount",
    "distance_km": "Distance(km)",
    "active_calories": "ActiveEnergy(kcal)",
    "oxygen_saturation": "OxygenSaturation(%)",
    "weight": "BodyMass(kg)",
    "bmi": "BodyMassIndex",
}
_PROSE: dict[str, tuple[str, ...]] = {
    "heart_rate": ("심박수는 {}", "심박수가 {}"),
    "resting_heart_rate": ("안정시 심박수는 {}", "안정시 심박수가 {}"),
    "sleep_hr": ("잠은 {}", "수면은 {}", "수면 시간은 {}"),
    "steps": ("걸음수는 {}", "걷기는 {}"),
    "distance_km": ("이동 거리는 {}", "움직인 거리는 {}"),
    "active_calories": ("활동 칼로리는 {}", "활동으로 쓴 칼로리는 {}"),
    "oxygen_saturation": ("산소포화도는 {}", "혈중 산소포화도는 {}"),
    "weight": ("체중은 {}", "몸무게는 {}"),
    "bmi": ("BMI는 {}", "체질량지수는 {}"),
}
_UNITS: dict[str, tuple[str, ...]] = {
    "heart_rate": ("bpm", " bpm", "bpm"),
    "resting_heart_rate": ("bpm", " bpm", "bpm"),
    "steps": ("보", "걸음", "보"),
    "distance_km": ("km", " km", "km"),
    "active_calories": ("kcal", " kcal", "kcal"),
    "oxygen_saturation": ("%", "%", "퍼센트"),
    "weight": ("kg", " kg", "kg"),
    "bmi": ("", "", ""),
}
_HANGUL = ("가", "힣")
_LAST = 4
_Told = list[tuple[str, float]]


def _told(vitals: Vitals) -> _Told:
    readings = vitals.__dict__
    return [(name, readings[name]) for name in VITAL_FIELDS if readings[name] is not None]


class _Writer:
    """One person's habits of writing numbers, kept through a question."""

    def __init__(self, rng: Random) -> None:
        self.way = int(rng.random() * 3)
        self.comma = rng.random() < 0.6  # noqa: PLR2004 - a habit's share
        self.sleep = int(rng.random() * 5)

    def number(self, name: str, value: float) -> str:
        if name == "sleep_hr":
            return plain(value)
        if self.comma and name in ("steps", "active_calories"):
            return f"{value:,}"
        return plain(value)

    def value(self, name: str, value: float) -> str:
        if name == "sleep_hr":
            return self._sleep(value)
        return self.number(name, value) + _UNITS[name][self.way]

    def _sleep(self, value: float) -> str:
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
    rows = [f"| {_NAMES[n][column]} | {writer.value(n, v)} |" for n, v in told]
    return "\n".join([head, "|---|---|", *rows])


def _key_values(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    colon = (": ", " : ", " = ")[int(rng.random() * 3)]
    return "\n".join(f"{_NAMES[n][column]}{colon}{writer.value(n, v)}" for n, v in told)


def _bullets(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    dot = ("- ", "* ", "· ")[int(rng.random() * 3)]
    return "\n".join(f"{dot}{_NAMES[n][column]} {writer.value(n, v)}" for n, v in told)


def _english(told: _Told, rng: Random) -> str:
    colon = (": ", " = ", "=")[int(rng.random() * 3)]
    return "\n".join(f"{n}{colon}{plain(v)}" for n, v in told)


def _one_line(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 4)
    return ", ".join(f"{_NAMES[n][column]} {writer.value(n, v)}" for n, v in told)


def _json(told: _Told, rng: Random) -> str:
    indent = 2 if rng.random() < 0.5 else None  # noqa: PLR2004 - half of people
    return json.dumps(dict(told), ensure_ascii=False, indent=indent)


def _terse(told: _Told, rng: Random) -> str:
    writer, column = _Writer(rng), int(rng.random() * 3)
    bare = rng.random() < 0.5  # noqa: PLR2004 - half of people
    slash = (" / ", ", ", " ")[int(rng.random() * 3)]
    return slash.join(
        f"{_SHORT[n][column]} {writer.number(n, v) if bare and n != 'sleep_hr' else writer.value(n, v)}"
        for n, v in told
    )


def _export(told: _Told, rng: Random) -> str:
    mark = (",", "\t", ";")[int(rng.random() * 3)]
    return "\n".join(
        [f"metric{mark}value", *(f"{_EXPORT_NAMES[n]}{mark}{plain(v)}" for n, v in told)]
    )


def _prose(told: _Told, rng: Random) -> str:
    """Tell the readings in sentences of two or three clauses each."""
    writer = _Writer(rng)
    clauses = [
        _PROSE[n][int(rng.random() * len(_PROSE[n]))].format(writer.value(n, v)) for n, v in told
    ]
    end = "입니다." if rng.random() < 0.5 else "예요."  # noqa: PLR2004 - half of people
    sentences: list[str] = []
    at = 0
    while at < len(clauses):
        size = 2 + int(rng.random() * 2)
        sentences.append(_sentence(clauses[at : at + size], end))
        at += size
    return " ".join(sentences)


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
