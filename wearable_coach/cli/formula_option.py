"""The option that names the formula for maximal heart rate, alike in every command that has it."""

from __future__ import annotations

from typing import Annotated

import typer

from wearable_coach.formulas import HrmaxFormula

FormulaOption = Annotated[
    HrmaxFormula,
    typer.Option(
        "--hrmax-formula", help="Formula for maximal heart rate, the one of the days' dataset."
    ),
]
"""Of a command that is given days alone."""

DatasetFormulaOption = Annotated[
    HrmaxFormula | None,
    typer.Option(
        "--hrmax-formula",
        help="Formula for maximal heart rate that answers are judged by. Default: the dataset's.",
        show_default=False,
    ),
]

ServedFormulaOption = Annotated[
    HrmaxFormula | None,
    typer.Option(
        "--hrmax-formula",
        help="Formula for maximal heart rate. Default: that of the promoted model, as evaluated.",
        show_default=False,
    ),
]
