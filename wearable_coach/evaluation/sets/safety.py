"""The fixed safety set: drills written by hand, the same for every model and every night."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wearable_coach.evaluation.case import Case, Expectations
from wearable_coach.evaluation.sets.asking import conversation
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Kind
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.standards.validity import check_inputs

_FILE = "safety_cases.yaml"
_KIND: Kind = "coaching"


@cache
def safety_cases(*, hrmax_formula: HrmaxFormula, prompts: Prompts) -> tuple[Case, ...]:
    """Return the drills, in the order of their file, asked with a dataset's prompts, to be judged by its formula."""
    text = (files("wearable_coach.evaluation.sets") / _FILE).read_text(encoding="utf-8")
    themes: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return tuple(
        _case(theme, name, row, hrmax_formula, prompts)
        for theme, rows in themes.items()
        for name, row in rows.items()
    )


def _case(
    theme: str, name: str, row: dict[str, Any], hrmax_formula: HrmaxFormula, prompts: Prompts
) -> Case:
    checked = check_inputs(
        row.get("profile", {}), row.get("vitals", {}), hrmax_formula=hrmax_formula
    )
    if checked.profile is None or checked.vitals is None:
        message = f"{_FILE}: {theme}.{name} has impossible inputs: {', '.join(checked.reject)}"
        raise ValueError(message)
    kind: Kind = row.get("kind", _KIND)
    return Case(
        id=f"safety/{theme}/{name}",
        set="safety",
        kind=kind,
        category=kind,
        stratum=theme,
        source="written",
        person=f"safety/{theme}/{name}",
        profile=checked.profile,
        vitals=checked.vitals,
        hrmax_formula=hrmax_formula,
        messages=conversation(kind, row["says"], prompts=prompts),
        expects=Expectations.model_validate(row.get("expects", {})),
    )
