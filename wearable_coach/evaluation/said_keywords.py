"""Which keywords an answer says: by their letters, by their dictionary forms, or by words that say the same.

A keyword is only said, whatever the answer says of it: "고강도는 피하세요" says 고강도. What an answer means is read
by the other expectations.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from wearable_coach.korean import read_shape
from wearable_coach.korean.shapes import masked, regular
from wearable_coach.serving.sentence_places import placed_sentences

_HOURS = re.compile(r"(\d+)\.(\d+)시간")
_MINUTES_AN_HOUR = 60
_NUMBER = re.compile(r"\d[\d,.]*")
_LEAST_LETTERS = 2
"""A single letter is no word, and is looked for as it stands alone."""


def needed(keywords: Sequence[str], least: float) -> int:
    """Return how many keywords are enough [count]: that share of them, and at least one.

    >>> needed(["수면", "회복", "피로"], 0.6)
    2
    """
    return max(1, math.ceil(least * len(keywords) - 1e-9))


def said_keywords(keywords: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the keywords that an answer says."""
    if not keywords:
        return ()
    said = [_Said(letters(text[p.start : p.end]), _lemmas(p.shape)) for p in placed_sentences(text)]
    whole = letters(text)
    return tuple(k for k in keywords if _letters_in(letters(k), whole) or _is_said(k, said))


class _Said:
    """A sentence: its letters, and its words in dictionary form."""

    def __init__(self, flat: str, lemmas: frozenset[str]) -> None:
        self.flat, self.lemmas = flat, lemmas

    def says(self, word: str) -> bool:
        """Say whether a word, or one that says the same, is in it."""
        return any(
            w in self.lemmas or (len(w) >= _LEAST_LETTERS and _letters_in(w, self.flat))
            for w in _alike(word)
        )


def _is_said(keyword: str, said: Sequence[_Said]) -> bool:
    """Say whether one sentence says every word of a keyword."""
    words = _words_of(keyword)
    return bool(words) and any(all(one.says(w) for w in words) for one in said)


@cache
def _words_of(keyword: str) -> tuple[str, ...]:
    """Return the words of a keyword: as they are written apart, or in one where a group knows it whole."""
    whole = letters(keyword)
    if whole in _groups():
        return (whole,)
    parts = tuple(letters(w) for w in keyword.split())
    return tuple(dict.fromkeys(parts))


@cache
def _alike(word: str) -> frozenset[str]:
    """Return a word, its dictionary form, and what says the same."""
    found = {word, *_groups().get(word, ())}
    lemmas = _lemmas(masked(regular(word).text).text)
    if len(lemmas) == 1:
        (lemma,) = lemmas
        found |= {lemma, *_groups().get(lemma, ())}
    return frozenset(found)


@cache
def _groups() -> dict[str, frozenset[str]]:
    text = (files("wearable_coach.evaluation") / "keyword_words.yaml").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for group in yaml.safe_load(text):
        words = frozenset(letters(word) for word in group)
        for word in words:
            found[word] = found.get(word, frozenset()) | words
    return found


@cache
def _lemmas(shape: str) -> frozenset[str]:
    return frozenset(letters(lemma) for lemma in read_shape(shape).lemmas)


def letters(text: str) -> str:
    """Return a text without blanks and marks of layout, hours in one form: ``5.2시간`` is ``5시간12분``."""
    flat = re.sub(r"[\s*_`#'\"’‘“”]+", "", text).casefold()
    return _HOURS.sub(_hours_minutes, flat)


def _hours_minutes(match: re.Match[str]) -> str:
    minutes = round(float(f"0.{match[2]}") * _MINUTES_AN_HOUR)
    return f"{match[1]}시간{minutes}분" if minutes else f"{match[1]}시간"


def _letters_in(word: str, flat: str) -> bool:
    """Say whether letters stand in a text; a number in them stands for itself, or begins or ends a range."""
    if not word:
        return False
    if not _NUMBER.search(word):
        return word in flat
    pattern = _NUMBER.sub(_whole_number, re.escape(word).replace(r"\.", "."))
    return re.search(pattern, flat.replace(",", "")) is not None


def _whole_number(match: re.Match[str]) -> str:
    number = re.escape(match[0].replace(",", ""))
    return rf"(?<![\d.]){number}(?![\d])(?!\.\d)(?:[~∼–-]\d[\d.]*)?"
