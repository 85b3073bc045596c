"""Words for what a profile says: sex, goal, how the heart rate was measured, conditions."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wearable_coach.standards.table import table


@cache
def labels() -> dict[str, Any]:
    """Return ``labels_ko.yaml``: group → code → label and ways of saying it."""
    text = (files("wearable_coach.rendering") / "labels_ko.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    return loaded


@cache
def label(group: str, code: str) -> str:
    """Return the label that answers use, e.g. ``label("goal", "weight_loss")``.

    A goal in a user's own words is its own label.

    Raises:
        KeyError: there is no such group, or no such code in a group that is not ``goal``.
    """
    rows = labels()[group]
    if group == "goal" and code not in rows:
        return code
    text: str = rows[code]["label"]
    return text


@cache
def said(group: str, code: str) -> tuple[str, ...]:
    """Return the ways in which people say a code; a goal in own words is said so."""
    rows = labels()[group]
    if group == "goal" and code not in rows:
        return (code,)
    return tuple(rows[code]["said"])


def condition_label(code: str) -> str:
    """Return the label of a condition, as in the safety table."""
    text: str = table("safety")["labels_ko"]["conditions"][code]
    return text


@cache
def condition_clause(code: str) -> str:
    """Return why a condition makes heart rate unfit for targets, as a clause: ``임신 중이라``."""
    text: str = labels()["conditions"][code]["clause"]
    return text


@cache
def symptom_label(code: str) -> str:
    """Return a symptom as a noun: the safety table's label, or one that reads as a reason."""
    row = labels()["symptoms"].get(code, {})
    text: str = row.get("noun") or table("safety")["labels_ko"]["symptoms"][code]
    return text
