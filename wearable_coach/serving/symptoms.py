"""Reading symptoms out of a user's own words: recall before precision where a red flag is at stake."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_args

import yaml

from wearable_coach.records import Symptom
from wearable_coach.standards.table import table

_REACH = 16
"""How far before its predicate a part of the body may stand [characters without spaces]."""
_SENTENCE = re.compile(r"[.?!\n;…]+")
_ALONE_AGAIN = 24


class _Reader(NamedTuple):
    symptom: Symptom
    near: re.Pattern[str] | None
    words: re.Pattern[str] | None
    alone: re.Pattern[str] | None
    unless_effort: re.Pattern[str] | None
    never: re.Pattern[str] | None


@cache
def lexicon() -> dict[str, Any]:
    """Return ``symptoms.yaml``."""
    path = files("wearable_coach.serving") / "symptoms.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _any(patterns: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a list of the lexicon as one pattern."""
    listed = lexicon()[name]
    return re.compile(listed if isinstance(listed, str) else "|".join(f"(?:{p})" for p in listed))


@cache
def _readers() -> tuple[_Reader, ...]:
    rows = lexicon()
    return tuple(
        _Reader(
            name,
            _any(rows[name].get("near")),
            _any(rows[name].get("words")),
            _any(rows[name].get("alone")),
            _any(rows[name].get("unless_effort")),
            _any(rows[name].get("not")),
        )
        for name in get_args(Symptom)
    )


def squeezed(text: str) -> str:
    """Return a text as the lexica take it: composed, in lower case, without spaces and marks."""
    composed = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in composed if not c.isspace() and _is_said(c))


def _is_said(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNMP" or letter in "+=~%℃"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each squeezed."""
    composed = unicodedata.normalize("NFKC", text)
    shortened = re.sub(r"(?<=\d)\.(?=\d)", "\x00", composed)
    parts = (part.replace("\x00", ".") for part in _SENTENCE.split(shortened))
    return [s for part in parts if (s := squeezed(part))]


def symptoms_in(text: str) -> tuple[Symptom, ...]:
    """Return the symptoms that a user's words tell of, in the order of the records.

    An unclear mention counts. What is denied, long over or only supposed does not, and nothing
    that a text says of rules or roles switches this off.
    """
    found: set[Symptom] = set()
    effort = bool(pattern("effort").search(squeezed(text)))
    for sentence in sentences(text):
        if _is_not_of_today(sentence):
            continue
        found |= _in_sentence(pattern("masked").sub("_", sentence), effort=effort)
    if "exertional_symptom" in found and "chest_pain" in found and not _pains(text):
        found.discard("chest_pain")
    return tuple(name for name in get_args(Symptom) if name in found)


def is_crisis(text: str) -> bool:
    """Say whether a text speaks of ending one's life."""
    said = squeezed(text)
    cleaned = pattern("crisis_not").sub("_", said)
    return bool(pattern("crisis").search(cleaned))


def mentions(name: str, text: str) -> bool:
    """Say whether a text holds, undenied, what a list of the lexicon names."""
    return any(_said(pattern(name), sentence) for sentence in sentences(text))


def is_other_emergency(text: str) -> bool:
    """Say whether a text tells of an emergency that no symptom of the profile names."""
    return any(
        not is_denied(sentence, match.start(), match.end())
        for sentence in sentences(text)
        if not _is_not_of_today(sentence)
        for match in pattern("other_emergency").finditer(sentence)
    )


def is_supposed(text: str) -> bool:
    """Say whether a text asks what to do if a red flag came, which is no symptom of today."""
    return any(
        not pattern("now").search(sentence) and pattern("supposed").search(sentence)
        for sentence in sentences(text)
        if _in_sentence(sentence, effort=True) & {*table("safety")["symptoms"]["red_flags"]}
    )


def _in_sentence(sentence: str, *, effort: bool) -> set[Symptom]:
    return {r.symptom for r in _readers() if _tells(r, sentence, effort=effort)}


def _tells(reader: _Reader, sentence: str, *, effort: bool) -> bool:
    text = sentence if reader.never is None else reader.never.sub("_", sentence)
    if reader.alone is not None and _said(reader.alone, text):
        return True
    if reader.unless_effort is not None and not effort and _said(reader.unless_effort, text):
        return True
    if reader.words is None or reader.near is None:
        return False
    for match in reader.words.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if reader.near.search(before) and not is_denied(text, match.start(), match.end()):
            return True
    return False


def _said(pattern: re.Pattern[str], text: str) -> bool:
    return any(not is_denied(text, m.start(), m.end()) for m in pattern.finditer(text))


def is_denied(text: str, start: int, end: int) -> bool:
    """Say whether what stands at a place of a squeezed sentence is denied there."""
    if pattern("denied_before").search(text[max(0, start - _REACH) : start]):
        return True
    return bool(pattern("denied").search(text[end : end + _ALONE_AGAIN]))


def _is_not_of_today(sentence: str) -> bool:
    if pattern("now").search(sentence):
        return False
    return bool(pattern("past").search(sentence) or pattern("supposed").search(sentence))


_PAINS = re.compile(r"(?:가슴|흉부|명치|심장)[^.?!]{0,8}?(?:아프|아파|아픈|통증|쥐어짜)|흉통")


def _pains(text: str) -> bool:
    """Say whether a chest that is tight in exercise is said to hurt, too."""
    return bool(_PAINS.search(squeezed(text)))
