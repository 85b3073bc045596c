"""What the verdicts' rules rest on: the rows of the standards' tables, and the sources of their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.standards.table import table, table_names
from wearable_coach.verification.rules import rules


class StandardRow(NamedTuple):
    """A row of the tables that has a rule's id."""

    row: dict[str, Any]
    source: str
    """Key of the source of its numbers, or of its table's; words where it is no key of the table of sources."""


@cache
def standard_rows() -> dict[str, StandardRow]:
    """Return every row of the tables that has a rule's id, by that id."""
    found: dict[str, StandardRow] = {}
    for name in table_names():
        for row in _rows(table(name)):
            source = row.get("source") or table(name).get("source", "")
            found.setdefault(row["rule"], StandardRow(row, source))
    return found


def _rows(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "rule" in node:
            yield node
        for value in node.values():
            yield from _rows(value)


@cache
def formula_rule(formula: HrmaxFormula) -> str:
    """Return the id of the standard of a formula for the maximal heart rate."""
    hrmax = table("heart_rate")["hrmax"]
    rule: str = hrmax["formulas"][hrmax["selectable"][formula]]["rule"]
    return rule


@cache
def formula_rules() -> frozenset[str]:
    """Return the ids of the standards of all formulas for the maximal heart rate."""
    return frozenset(row["rule"] for row in table("heart_rate")["hrmax"]["formulas"].values())


@lru_cache(maxsize=1024)
def leans_on(rule: str, formula: str) -> tuple[str, ...]:
    """Return the ids of the standards whose numbers decide a claim of a rule.

    A rule that has numbers of its own leans on them and on what it names beside; a general one (a
    number is the one that was told, a sum comes out right) on what it names only where that is one.

    Args:
        rule: The rule of a verdict.
        formula: The standard of the day's formula for the maximal heart rate; others don't count.
    """
    known = rules().get(rule)
    named = known.rests_on if known else (rule,) if rule in standard_rows() else ()
    if rule not in named and len(named) != 1:
        return ()
    chosen = (formula if standard in formula_rules() else standard for standard in named)
    return tuple(dict.fromkeys(chosen))


@lru_cache(maxsize=1024)
def sources_of(rule: str, formula: str) -> tuple[str, ...]:
    """Return the keys of the sources of a rule's own numbers; none of a rule that has none.

    Args:
        rule: The rule of a verdict.
        formula: The standard of the day's formula for the maximal heart rate.
    """
    leant = leans_on(rule, formula)
    if rule not in leant and rule not in formula_rules():
        return ()
    found = (standard_rows()[standard].source for standard in leant if standard in standard_rows())
    return tuple(dict.fromkeys(key for key in found if key in table("sources")))


def all_lean_on(rule_ids: Iterable[str], formula: str) -> set[str]:
    """Return rules with all the standards that they lean on.

    Args:
        rule_ids: Rules of verdicts.
        formula: The standard of the day's formula for the maximal heart rate.
    """
    ids = set(rule_ids)
    return ids.union(*(leans_on(rule, formula) for rule in ids))
