"""The table of the verdicts' rules: what each id means, what it rests on, a sentence for it and one against it.

No judge reads it: it is for people, and for the tests that hold judges and table together.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.day import Day, day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Kind, Profile, Vitals


class Occasion(NamedTuple):
    """A fixed day that examples are about, by the default formula."""

    about: str
    day: Day


class Example(NamedTuple):
    """Words about a day, and the rule whose id their verdict carries."""

    says: str
    day: str
    by: str
    """Another rule's id where this rule only ever supports, or only ever refuses."""
    asked: str
    """What the user said before."""
    kind: Kind | None
    """What kind of answer it is, where its sections matter."""


class VerdictRule(NamedTuple):
    """One row: what a verdict with this id says."""

    id: str
    group: str
    label_ko: str
    """What pages call it."""
    means: str
    supports: str
    refuses: str
    claims: tuple[str, ...]
    """The kinds of claims that carry the id."""
    rests_on: tuple[str, ...]
    """Ids of the standards whose numbers decide."""
    tables: tuple[str, ...]
    """Tables that have no id of their own."""
    supported: Example
    refused: Example


@cache
def rules() -> dict[str, VerdictRule]:
    """Return the rules by id, in the table's order."""
    return {
        key: _rule(key, group, row)
        for group, rows in _table()["rules"].items()
        for key, row in rows.items()
    }


@cache
def occasions() -> dict[str, Occasion]:
    """Return the days of the examples by name."""
    rows = _table()["days"]
    return {name: _occasion(row, rows.get(row.get("like"), {})) for name, row in rows.items()}


@cache
def claim_kinds() -> dict[str, str]:
    """Return what each kind of claim is: what stands before the colon of a verdict's `claim`."""
    kinds: dict[str, str] = _table()["claims"]
    return kinds


def meaning(rule: str) -> str:
    """Return what a rule means in one line; empty where the table does not know the id."""
    known = rules().get(rule)
    return known.means if known else ""


@cache
def _table() -> dict[str, Any]:
    text = (files("wearable_coach.verification") / "rules.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    return loaded


def _rule(key: str, group: str, row: dict[str, Any]) -> VerdictRule:
    return VerdictRule(
        id=key,
        group=group,
        label_ko=row["label_ko"],
        means=row["means"],
        supports=row["supports"],
        refuses=row["refuses"],
        claims=tuple(row["claims"]),
        rests_on=tuple(row["rests_on"]),
        tables=tuple(row.get("tables", ())),
        supported=_example(key, row["supported"]),
        refused=_example(key, row["refused"]),
    )


def _example(rule: str, row: dict[str, Any]) -> Example:
    return Example(
        says=row["says"],
        day=row.get("day", "ordinary"),
        by=row.get("by", rule),
        asked=row.get("asked", ""),
        kind=row.get("kind"),
    )


def _occasion(row: dict[str, Any], like: dict[str, Any]) -> Occasion:
    profile = {**like.get("profile", {}), **row.get("profile", {})}
    vitals = {**like.get("vitals", {}), **row.get("vitals", {})}
    day = day_of(Profile(**profile), Vitals(**vitals), hrmax_formula=DEFAULT_FORMULA)
    return Occasion(row["about"], day)
