"""The symptoms that a user tells of themselves, and the lists of words of ``symptoms.yaml``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import yaml

from wearable_coach.records import Symptom
from wearable_coach.serving.looked_after import after_care, is_looked_after
from wearable_coach.serving.signs import sure_signs
from wearable_coach.serving.urgency import SELF

_REACH = 16
"""How far before what is denied a word may stand that denies it [characters without spaces]."""
_SENTENCE = re.compile(r"[.?!\n;…]+")
_ALONE_AGAIN = 24


@cache
def lexicon() -> dict[str, Any]:
    """Return ``symptoms.yaml``."""
    path = files("wearable_coach.serving") / "symptoms.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a list of the lexicon as one pattern."""
    listed = lexicon()[name]
    return re.compile(listed if isinstance(listed, str) else "|".join(f"(?:{p})" for p in listed))


def squeezed(text: str) -> str:
    """Return a text as the lexica take it: composed, in lower case, without spaces and marks."""
    composed = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in composed if not c.isspace() and _is_said(c))


def _is_said(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNMP" or letter in "+=~%℃"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each squeezed."""
    return [s for part in _parts(text) if (s := squeezed(part))]


def _parts(text: str) -> list[str]:
    composed = unicodedata.normalize("NFKC", text)
    shortened = re.sub(r"(?<=\d)\.(?=\d)", "\x00", composed)
    return [part.replace("\x00", ".") for part in _SENTENCE.split(shortened)]


def symptoms_in(text: str) -> tuple[Symptom, ...]:
    """Return the symptoms that a user tells of themselves, in the order of the records.

    A turn in which somebody has looked after it ends what was told before it (`sure_signs` says what counts).

    Args:
        text: All that the user said, a turn or more a line.
    """
    found: set[str] = set()
    for turn in text.split("\n"):
        if is_looked_after(turn):
            found.clear()
        found |= {sign.symptom for sign in sure_signs(after_care(turn)) if sign.who == SELF}
    return tuple(name for name in get_args(Symptom) if name in found)


def mentions(name: str, text: str) -> bool:
    """Say whether a text holds, undenied, what a list of the lexicon names."""
    return any(_said(pattern(name), part) for part in _parts(text))


def _said(pattern: re.Pattern[str], part: str) -> bool:
    text, starts = squeezed(part), _word_starts(part)
    found = (m for m in pattern.finditer(text) if not _is_over_a_border(m, starts))
    return any(not is_denied(text, m.start(), m.end()) for m in found)


def _word_starts(part: str) -> frozenset[int]:
    """Return where words begin in a text once its blanks are left out."""
    places, at = set(), 0
    for word in part.split():
        places.add(at)
        at += len(squeezed(word))
    return frozenset(places)


def _is_over_a_border(match: re.Match[str], starts: frozenset[int]) -> bool:
    """Say whether letters of two words only look like one that begins inside the first: the 음주 of 다음 주."""
    inside = any(match.start() < at < match.end() for at in starts)
    return inside and match.start() not in starts


def is_denied(text: str, start: int, end: int) -> bool:
    """Say whether what stands at a place of a squeezed sentence is denied there."""
    if pattern("denied_before").search(text[max(0, start - _REACH) : start]):
        return True
    return bool(pattern("denied").search(text[end : end + _ALONE_AGAIN]))
