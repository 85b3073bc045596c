"""`wearable-coach facts`: what may be said of a day."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from wearable_coach.cli.formula_option import FormulaOption
from wearable_coach.formulas import DEFAULT_FORMULA


def facts(
    file: Annotated[
        Path | None,
        typer.Argument(help="JSON lines of {profile, vitals}; standard input when absent or -."),
    ] = None,
    *,
    hrmax_formula: FormulaOption = DEFAULT_FORMULA,
) -> None:
    """Derive the facts of each day: classes, targets, safety level, screening.

    Reads JSON lines {"profile": {...}, "vitals": {...}} and answers one JSON line each, in order.
    Beside them a line may hold what `import` writes and an id; any other key is told, exit code 2.
    A day that is impossible answers {"valid": false, "reject": [codes], "warnings": [codes]}.

    Example:

      echo '{"profile": {"age": 45, "baseline_rhr": 63}, "vitals": {"resting_heart_rate": 66}}' | wearable-coach facts
    """
    from wearable_coach.cli.day_keys import OF_A_DAY, need_known_keys  # noqa: PLC0415 - a fast start
    from wearable_coach.cli.jsonlines_in import mapping, open_text, read_objects  # noqa: PLC0415 - a fast start
    from wearable_coach.day import answer_facts  # noqa: PLC0415 - a fast start

    name = "standard input" if file is None else str(file)
    out = sys.stdout
    with open_text(file) as lines:
        for number, day in read_objects(lines, name=name):
            where = f"{name}, line {number}"
            need_known_keys(day, OF_A_DAY, where)
            answer = answer_facts(
                mapping(day, "profile", where),
                mapping(day, "vitals", where),
                hrmax_formula=hrmax_formula,
            )
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
