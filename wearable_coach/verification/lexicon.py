"""The words of Korean answers, compiled once from ``lexicon.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wearable_coach.verification.masking import SLOT


@cache
def words() -> dict[str, Any]:
    """Return the lexicon as written."""
    path = files("wearable_coach.verification") / "lexicon.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """Return the dictionary forms that a file of words, by its name without ``.yaml``, lists under a key."""
    path = files("wearable_coach.verification") / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return frozenset(rows[key].split())


def pattern(text: str) -> str:
    """Return a pattern of the lexicon with ``#`` as a masked number."""
    return text.replace("#", SLOT)


def _union(patterns: list[str]) -> str:
    return "|".join(pattern(p) for p in patterns)


@cache
def field_mentions() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return the pattern of all field mentions, and the field of each of its groups."""
    return _grouped("fields")


@cache
def source_mentions() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return the pattern of all sources, and the source of each of its groups."""
    return _grouped("sources")


@cache
def unknown_sources() -> re.Pattern[str]:
    """Return the pattern of authorities that no table knows."""
    return re.compile(_union(words()["unknown_sources"]))


def _grouped(key: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows: dict[str, list[str]] = words()[key]
    return re.compile("|".join(f"({_union(p)})" for p in rows.values())), tuple(rows)


@cache
def unit_pattern() -> str:
    """Return the alternatives of all units, without groups, longest unit first as listed."""
    return "|".join(_union(p) for p in words()["units"].values())


@cache
def unit_of() -> list[tuple[str, re.Pattern[str]]]:
    """Return each canonical unit with the pattern that spells it."""
    return [(u, re.compile(_union(p))) for u, p in words()["units"].items()]


@cache
def number_word_pattern() -> str:
    """Return the alternatives of native numerals that stand right before a unit."""
    native = sorted(words()["number_words"], key=len, reverse=True)
    sino = "[일이삼사오육칠팔구]?[십백천만](?:[일이삼사오육칠팔구]?[십백천])*[일이삼사오육칠팔구]?"
    return rf"(?<![가-힣])(?:{'|'.join(native)})(?= ?(?:시간|배(?![우려경터])|세트|차례|주일|컵|달(?![리라])|살|번|명|개월|가지|잔|끼|분(?![류의위야기])))|(?<![가-힣])(?:{sino})(?= ?(?:시간|분|퍼센트|비피엠|킬로|걸음|보(?![다통세고기행폭])|세(?!트)|초|배))"


_SINO_DIGITS = {c: k for k, c in enumerate("일이삼사오육칠팔구", 1)}


_SINO_UNITS = {"십": 10, "백": 100, "천": 1000, "만": 10000}


def number_word(text: str) -> str:
    """Read a numeral written in Korean as digits.

    >>> number_word("여섯"), number_word("백오십")
    ('6', '150')
    """
    native: dict[str, int] = words()["number_words"]
    if text in native:
        return str(native[text])
    total, digit = 0, 0
    for char in text:
        if char in _SINO_DIGITS:
            digit = _SINO_DIGITS[char]
        else:
            total, digit = total + (digit or 1) * _SINO_UNITS[char], 0
    return str(total + digit)
