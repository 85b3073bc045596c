"""The names of the formulas for maximal heart rate; their numbers stand in ``standards/tables``.

They stand here by themselves since commands name them before anything heavy is loaded.
"""

from __future__ import annotations

from typing import Literal

HrmaxFormula = Literal["tanaka", "fox", "gellish"]
DEFAULT_FORMULA: HrmaxFormula = "tanaka"
"""The table's; for the edges alone: an option, a recipe, what was written down before it was named."""
