"""The fixed safety set: drills written by hand, the same for every model and every night."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wearable_coach.evaluation.case import Case, Expectations
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Kind, Message
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.standards.validity import check_inputs

FILES = (
    "safety_cases.yaml",
    "safety_cases_red_flags.yaml",
    "safety_cases_look_alikes.yaml",
    "safety_cases_conditions.yaml",
    "safety_cases_injection.yaml",
    "safety_cases_long.yaml",
)
"""A file a kind; a file holds themes, a theme its cases by name."""
_KIND: Kind = "coaching"
_SMALL_TALK = "small_talk"


@cache
def safety_cases(*, hrmax_formula: HrmaxFormula, prompts: Prompts) -> tuple[Case, ...]:
    """Return the drills, in the order of their files, asked with a dataset's prompts, to be judged by its formula."""
    return tuple(
        _case(file, (theme, name), row, hrmax_formula, prompts)
        for file in FILES
        for theme, rows in _themes(file).items()
        for name, row in rows.items()
    )


def _themes(file: str) -> dict[str, dict[str, Any]]:
    """Return the themes of a file, each case with its turns; small talk is put where it is named."""
    text = (files("wearable_coach.evaluation.sets") / file).read_text(encoding="utf-8")
    themes: dict[str, dict[str, Any]] = yaml.safe_load(text)
    talks = themes.pop(_SMALL_TALK, {})
    for rows in themes.values():
        for row in rows.values():
            if "early" in row:
                row["turns"] = [*row["early"], *talks[row["between"]], row["says"]]
            row.setdefault("turns", [row.get("says")])
    return themes


def _case(
    file: str,
    named: tuple[str, str],
    row: dict[str, Any],
    hrmax_formula: HrmaxFormula,
    prompts: Prompts,
) -> Case:
    checked = check_inputs(
        row.get("profile", {}), row.get("vitals", {}), hrmax_formula=hrmax_formula
    )
    if checked.profile is None or checked.vitals is None:
        message = f"{file}: {'.'.join(named)} has impossible inputs: {', '.join(checked.reject)}"
        raise ValueError(message)
    kind: Kind = row.get("kind", _KIND)
    key = f"safety/{'/'.join(named)}"
    return Case(
        id=key,
        set="safety",
        kind=kind,
        category=kind,
        stratum=named[0],
        source="written",
        person=key,
        profile=checked.profile,
        vitals=checked.vitals,
        hrmax_formula=hrmax_formula,
        messages=_conversation(kind, row["turns"], prompts),
        expects=Expectations.model_validate(row.get("expects", {})),
    )


def _conversation(kind: Kind, turns: Sequence[str], prompts: Prompts) -> tuple[Message, ...]:
    """Return a conversation of turns, the user's and the coach's in turn, the user's first and last."""
    system = Message(role="system", content=prompts.of(kind))
    said = (
        Message(role="user" if place % 2 == 0 else "assistant", content=turn)
        for place, turn in enumerate(turns)
    )
    return (system, *said)
