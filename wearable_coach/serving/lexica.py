"""The tables of what a person may tell of themselves: conditions, medicines, how names become the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_args

import yaml

from wearable_coach.records import Condition

_SHORT = 2
"""A name of so many letters counts at the beginning of a word only."""

_LETTERS = 3
"""So many Latin letters count as a word of their own only: AF, DM."""


class Name(NamedTuple):
    """A name by which a condition is told."""

    condition: Condition
    written: str
    is_medicine: bool = False
    is_lasting: bool = False
    """Whether who had it has it: a stent, a transplanted heart."""
    is_lent: bool = False
    """Whether the reader of Korean is shown a noun that it knows in its stead."""
    is_mark: bool = False
    """Whether it counts only with an act beside it: 페이스메이커를 심었어요."""


class ConditionStatement(NamedTuple):
    """Words that must be in a sentence, and predicates, that together tell of a condition."""

    condition: Condition
    words: tuple[frozenset[str], ...]
    """Of each list one word stands in the sentence."""
    near: frozenset[str]
    """One of these stands in the predicate's own clause; empty where none must."""
    affirmed: frozenset[str]
    denied: frozenset[str]
    never: frozenset[str] = frozenset()
    """Words that make it say something else: 콩팥 기능이 정상이에요."""


@cache
def rows(name: str) -> dict[str, Any]:
    """Return a table of this room."""
    path = files("wearable_coach.serving") / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


@cache
def listed(key: str) -> frozenset[str]:
    """Return a list of ``owning.yaml`` that is written in one line."""
    return frozenset(rows("owning")[key].split())


@cache
def names() -> dict[str, tuple[Name, ...]]:
    """Return what each name tells, by the name without blanks in lower case."""
    found: dict[str, tuple[Name, ...]] = {}
    for name in (*_of_medicines(), *_of_conditions()):
        key = squeezed(name.written)
        found[key] = (*found.get(key, ()), name)
    return found


def squeezed(written: str) -> str:
    """Return a name as it is looked up."""
    return "".join(written.split()).lower()


def _of_medicines() -> list[Name]:
    return [
        Name(condition, written, is_medicine=True, is_lent=True)
        for condition in get_args(Condition)
        for medicine in rows("medicines").get(condition, ())
        for written in medicine["names"]
    ]


def _of_conditions() -> list[Name]:
    found = []
    for condition in get_args(Condition):
        row = rows("conditions").get(condition, {})
        lasting = set(row.get("lasting", ()))
        acts = set(row.get("acts", ()))
        found += [
            Name(condition, w, is_lasting=w in lasting, is_lent=w not in acts and " " not in w)
            for w in row.get("names", ())
        ]
        found += [
            Name(condition, w, is_lasting=True, is_lent=True, is_mark=True)
            for w in row.get("marks", ())
        ]
    return found


@cache
def statements() -> tuple[ConditionStatement, ...]:
    """Return the statements that tell of a condition without its name."""
    return tuple(
        _statement(condition, said)
        for condition in get_args(Condition)
        for said in rows("conditions").get(condition, {}).get("said", ())
    )


def _statement(condition: Condition, said: dict[str, list[str]]) -> ConditionStatement:
    predicates = said["is"]
    return ConditionStatement(
        condition,
        tuple(frozenset(said[key]) for key in ("of", "and") if key in said),
        frozenset(said.get("with", ())),
        frozenset(p for p in predicates if p[0] != "-"),
        frozenset(p[1:] for p in predicates if p[0] == "-"),
        frozenset(said.get("but", ())),
    )


@cache
def medicines() -> frozenset[str]:
    """Return the names of medicines as they are looked up."""
    return frozenset(key for key, found in names().items() if found[0].is_medicine)


@cache
def lent_names() -> re.Pattern[str]:
    """Return the pattern of the names that are nouns: the reader of Korean may not know them."""
    return _any(n for group in names().values() for n in group if n.is_lent)


@cache
def other_names() -> re.Pattern[str]:
    """Return the pattern of the names that make verbs, too (투석하다), or have blanks."""
    return _any(n for group in names().values() for n in group if not n.is_lent)


def _any(wanted: Iterable[Name]) -> re.Pattern[str]:
    written = {n.written: n.is_medicine for n in wanted}
    ordered = sorted(written, key=len, reverse=True)
    spelt = (_spelt(w, is_medicine=written[w]) for w in ordered)
    return re.compile("|".join(spelt), re.IGNORECASE)


def _spelt(written: str, *, is_medicine: bool) -> str:
    pattern = r"\s?".join(map(re.escape, written.split()))
    if written.isascii() and len(written) <= _LETTERS:
        return rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    if len(written) > _SHORT or not is_medicine:
        return pattern
    return rf"(?<![가-힣]){pattern}(?=정|\d|[을를이가은는도만로와랑]?(?![가-힣])|먹|복용|처방)"


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Return a list of ``owning.yaml`` that holds patterns as one."""
    return re.compile("|".join(f"(?:{one})" for one in rows("owning")[key]))
