"""What people's own test sets call things, as written in ``case_names.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wearable_coach.standards.fields import vital_rows

_BETWEEN = re.compile(r"[\s_\-()\[\]]+")
_UNUSED = "unused"


@cache
def case_names() -> dict[str, Any]:
    """Return ``case_names.yaml``."""
    path = files("wearable_coach.evaluation.sets") / "case_names.yaml"
    names: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return names


def letters(name: str) -> str:
    """Return a name's letters: ``"Heart-Rate"``, ``heartRate`` and ``heart_rate`` are one."""
    return _BETWEEN.sub("", name).casefold()


@cache
def part_of(group: str, name: str) -> str | None:
    """Return which part of a case, of its options or of what it expects a name means, None where it means none.

    Args:
        group: case, options or expected.
        name: As it stands in a file.
    """
    return _by_letters(case_names()[group]).get(letters(name))


def is_unused(part: str | None) -> bool:
    """Say whether a part is known, and nothing that an answer is judged by."""
    return part == _UNUSED


@cache
def field_of(name: str) -> str | None:
    """Return the vital or the fact of a profile that a name means, None where it means none."""
    own = {
        row.name: [row.name, row.label_ko, row.words.export, *row.words.names]
        for row in vital_rows().values()
    }
    known: dict[str, list[str]] = case_names()["fields"]
    names = {f: [f, *own.get(f, ()), *known.get(f, ())] for f in {**own, **known}}
    return _by_letters(names).get(letters(name))


@cache
def word_of(group: str, word: str) -> str | None:
    """Return what a word means of kinds, intensities, tones or sexes, None where it means none."""
    return _by_letters(case_names()[group]).get(letters(word))


@cache
def levels_of(word: str) -> tuple[int, ...] | None:
    """Return the safety levels that a word for a condition may mean, None where it means none."""
    levels: dict[str, list[int]] = case_names()["levels"]
    found = {letters(name): tuple(of) for name, of in levels.items()}
    return found.get(letters(word))


def known_words(group: str) -> str:
    """Return the words of a group that a message names as known."""
    of = case_names()[group]
    return ", ".join(of if group == "levels" else [words[0] for words in of.values()])


def _by_letters(names: dict[str, list[str]]) -> dict[str, str]:
    return {letters(word): name for name, words in names.items() for word in words}
