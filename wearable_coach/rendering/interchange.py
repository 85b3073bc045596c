"""Words that stand for one another: they make a phrase a choice of forms, whoever wrote it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

_LETTER = "[가-힣]"
_CHOICE = r"\([^(){}|]*\|[^(){}]*\)"
_FIELDS_AND_CHOICES = rf"\{{[{{%].*?[%}}]\}}|{_CHOICE}"
_MOST = 5
"""Choices of one phrase, those that stand there counted: each doubles its forms at least."""


class Interchangeable(NamedTuple):
    """One row of words that may be said for one another."""

    written: str
    """The pattern of those that are replaced, compiled when a text has one of them."""
    words: tuple[str, ...]
    said: tuple[str, ...]
    """Those of the words that are replaced."""


def with_choices(phrase: str) -> str:
    """Return a phrase with its interchangeable words as choices: ``함께 봐요`` gives ``(함께|같이) (봐요|보세요)``.

    Fields and choices that stand there already stay as they are.
    """
    pieces, at = [], 0
    left = max(0, _MOST - len(re.findall(_CHOICE, phrase)))
    for match in untouched().finditer(phrase):
        text, left = _chosen(phrase[at : match.start()], left)
        pieces += [text, match[0]]
        at = match.end()
    return "".join([*pieces, _chosen(phrase[at:], left)[0]])


def _chosen(text: str, left: int) -> tuple[str, int]:
    """Put at most `left` choices into a text without fields; the first row that fits a place has it."""
    found: list[tuple[int, int, Interchangeable]] = []
    for row in rows():
        if not any(map(text.__contains__, row.said)):
            continue
        for match in compiled(row.written).finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((match.start(), match.end(), row))
    found.sort(key=lambda f: f[0])
    out, at = [], 0
    for start, end, row in found[:left]:
        others = (word for word in row.words if word != text[start:end])
        out += [text[at:start], f"({'|'.join([text[start:end], *others])})"]
        at = end
    return "".join([*out, text[at:]]), left - len(found[:left])


@cache
def untouched() -> re.Pattern[str]:
    """Return what of a phrase stays as it is."""
    return re.compile("|".join([_FIELDS_AND_CHOICES, *map(re.escape, _table()["kept"])]))


@cache
def _table() -> dict[str, Any]:
    text = (files("wearable_coach.rendering") / "interchangeable.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


@cache
def rows() -> tuple[Interchangeable, ...]:
    """Return the rows, those of longer words first, read once."""
    made = [
        *(_row(words, before_mark=False) for words in _table()["words"]),
        *(_row(words, before_mark=True) for words in _table()["endings"]),
        *(_row(words, before_mark=True, one_way=True) for words in _table()["bidden"]),
    ]
    return tuple(sorted(made, key=lambda row: -max(map(len, row.words))))


def _row(words: list[str], *, before_mark: bool, one_way: bool = False) -> Interchangeable:
    joined, open_ = words[0].startswith("~"), words[0].endswith("~")
    bare = tuple(word.strip("~") for word in words)
    before = f"(?<={_LETTER})" if joined else f"(?<!{_LETTER})"
    behind = r"(?=[.!?])" if before_mark else "" if open_ else f"(?!{_LETTER})"
    said = bare[:1] if one_way else bare
    either = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
    return Interchangeable(f"{before}(?:{either}){behind}", bare, said)


compiled = cache(re.compile)
