"""The words that speak of health, by kind."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.morphemes import HELPLINES
from wearable_coach.verification.propositions.phrases import compared_words

_LINES = f"[{''.join(HELPLINES.values())}]"


class KindFound(NamedTuple):
    """A word of a kind, and where it stands."""

    kind: str
    start: int
    end: int


_Heads = dict[str, list[tuple[str, str]]]


@cache
def _by_first_letter() -> _Heads:
    """Return the words by the letter that they begin with: a table to look up, since most letters begin none."""
    path = files("wearable_coach.verification") / "word_kinds.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    words: dict[str, dict[str, list[str]]] = {}
    for kind, text in rows.items():
        for word in _alternatives(text.replace("#", SLOT).replace("☎", _LINES)):
            for letter in sorted(_first_letters(word)):
                words.setdefault(letter, {}).setdefault(kind, []).append(word)
    return {
        letter: [(kind, "|".join(found)) for kind, found in by_kind.items()]
        for letter, by_kind in words.items()
    }


@cache
def _beginning(letter: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the words that begin with a letter; those of a letter that no text has are never compiled."""
    return [(kind, re.compile(words)) for kind, words in _by_first_letter()[letter]]


def _alternatives(text: str) -> list[str]:
    """Return the alternatives of a pattern that stand in no bracket."""
    found, depth, last = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            found.append(text[last:place])
            last = place + 1
    return [*found, text[last:]]


def _first_letters(word: str) -> set[str]:
    """Return the letters that a pattern may begin with."""
    if word.startswith(("(?<!", "(?=")):
        return _first_letters(word[_closing(word) + 1 :])
    if word.startswith("["):
        letters, rest = _of_class(word[1 : word.index("]")]), word[word.index("]") + 1 :]
    elif word.startswith("(?:"):
        end = _closing(word)
        inner = _alternatives(word[3:end])
        letters, rest = {c for one in inner for c in _first_letters(one)}, word[end + 1 :]
    else:
        letters, rest = {word[0]}, word[1:]
    return letters | _first_letters(rest[1:]) if rest.startswith("?") else letters


def _closing(word: str) -> int:
    """Return where the bracket closes that a pattern begins with."""
    depth = 0
    for place, letter in enumerate(word):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    message = f"word_kinds.yaml: a bracket of {word!r} is not closed"
    raise ValueError(message)


def _of_class(inside: str) -> set[str]:
    found = set(re.sub(r".-.", "", inside))
    for first, last in re.findall(r"(.)-(.)", inside):
        found |= {chr(c) for c in range(ord(first), ord(last) + 1)}
    return found


def kinds_in(text: str) -> list[KindFound]:
    """Return every word of any kind in a text; one word may be of several kinds."""
    found = []
    for head in _any_first_letter().finditer(text):
        place = head.start()
        for kind, pattern in _beginning(head[0]):
            match = pattern.match(text, place)
            if match is not None:
                found.append(KindFound(kind, place, match.end()))
    return found


@cache
def _any_first_letter() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(_by_first_letter())))}]", re.DOTALL)


@cache
def reviewed() -> frozenset[str]:
    """Return the clauses that were read one by one and say nothing that needs a judge, numbers masked."""
    path = files("wearable_coach.verification") / "reviewed.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(
        line.replace("№", SLOT) for line in lines if line and not line.startswith("# ")
    )


@cache
def known_words() -> frozenset[str]:
    """Return the stems that are understood wherever they stand: what no kind of word holds."""
    path = files("wearable_coach.verification") / "known_words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    listed = frozenset(w for line in lines if not line.startswith("#") for w in line.split())
    return listed | compared_words()
