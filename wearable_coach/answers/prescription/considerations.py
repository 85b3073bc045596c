"""What a condition asks of a plan, and whom to ask about it; source ``tables/considerations.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.plan import pick
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.table import table


@cache
def _rows(condition: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the slots that are always said for a condition, and those of which one is."""
    rows: dict[str, Any] = table("considerations")["conditions"][condition]
    always = tuple(f"consider.{condition}.{n}" for n, row in rows.items() if row["always"])
    others = tuple(f"consider.{condition}.{n}" for n, row in rows.items() if not row["always"])
    return always, others


def considered(brief: Brief, speak: Speaker) -> list[str]:
    """Say what exercise is good for with each condition, what that asks for, and whom to ask. Source: STD-COND-001."""
    said, conditions = [], brief.profile.conditions
    for condition in conditions:
        always, others = _rows(condition)
        alone = (
            len(conditions) == 1
        )  # of several, each says what safety asks for, the first what it is good for
        chosen = (*always, pick(brief.rng, others)) if others and alone else always
        if condition == conditions[0]:
            chosen = (f"benefit.{condition}", *chosen)
        said.append(" ".join(speak.say(slot) for slot in chosen))
    if conditions:
        told = ", ".join(condition_label(c) for c in conditions)
        one = f"ask.{conditions[0]}"
        said.append(speak.say(one if len(conditions) == 1 else "ask.several", told=told))
    return said


def at_rest(brief: Brief, speak: Speaker) -> list[str]:
    """Say what each condition asks for where no plan is given."""
    return [speak.say(f"rest.{c}") for c in brief.profile.conditions]
