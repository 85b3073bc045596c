"""The options that say of a table what its header does not, of `import` and `refresh`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD[:UNIT]",
        help="What a column of a table is, such as 심박수=heart_rate or nap=sleep_hr:min; COLUMN=- leaves it aside. May be repeated.",
    ),
]
MapFileOption = Annotated[
    Path | None,
    typer.Option("--map-file", help="The same as YAML or JSON: columns, id, missing."),
]
PersonOption = Annotated[
    str | None,
    typer.Option("--id", metavar="COLUMN", help="The column that says whose day it is."),
]
MissingOption = Annotated[
    str | None,
    typer.Option(
        "--missing", help='What a cell says where nothing was measured, such as "--,NA,0".'
    ),
]
