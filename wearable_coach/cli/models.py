"""`wearable-coach models`: which base models can be trained today, where, and until when."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from wearable_coach.cli.workflow import now, tell
from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearable_coach.finetuning.base_models import BaseModelRow, TrainingPlace

_COLUMNS = ("model", "route", "tier", "new customers", "offered until", "regions", "read")


def models(
    *,
    route: Annotated[
        str | None,
        typer.Option(
            help="Of one route: pipeline, serverless (both --backend azure) or foundry.",
            show_default=False,
        ),
    ] = None,
    region: Annotated[
        str, typer.Option(help="Of one region, as Azure spells it, e.g. koreacentral.")
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="What a new customer can train no more, too.")
    ] = False,
    table: Annotated[
        Path | None, typer.Option(help="Your own table (YAML). Default: the product's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole rows, as JSON lines.")] = False,
) -> None:
    """Show which base models a new customer can train at Azure today, by which route, and until when.

    What is shown is a table that was read on a day, not Azure itself: each row says when, and a table
    that is old is told on standard error. The model on this machine is not in it: `--backend local`
    trains what a folder holds.

    Exit code 0: shown. 2: the table cannot be read, or there is no such route.

    Examples:

      wearable-coach models

      wearable-coach models --route foundry --region koreacentral --all
    """
    from wearable_coach.finetuning.base_models import TrainingRoute, base_model_rows  # noqa: PLC0415
    from wearable_coach.finetuning.offers import MOST_DAYS_OLD, is_in, stale_rows  # noqa: PLC0415

    known = get_args(TrainingRoute)
    if route is not None and route not in known:
        message = f"route: got {route!r}; need {', '.join(known)}"
        raise BadInput(message)
    rows, today = base_model_rows(path=str(table) if table else ""), now().date()
    found = [
        (row, place)
        for row in rows
        for place in row.trained
        if route in {None, place.route} and is_in(region, place) and (every or row.is_open(today))
    ]
    if as_json:
        shown = {row.name: row for row, _ in found}.values()
        sys.stdout.writelines(f"{_as_json(row, today)}\n" for row in shown)
    else:
        _show(found, today)
    if stale := stale_rows(rows, today):
        oldest = min(row.as_of for row in stale)
        tell(
            f"{len(stale)} rows were read more than {MOST_DAYS_OLD} days ago, the oldest on {oldest}; look them up before you pay"
        )


def _show(found: Sequence[tuple[BaseModelRow, TrainingPlace]], today: date) -> None:
    if not found:
        tell("nothing that the table has; --all shows what could be trained before")
        return
    lines = [_COLUMNS, *(_cells(row, place, today) for row, place in found)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(_COLUMNS))]
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _cells(row: BaseModelRow, place: TrainingPlace, today: date) -> tuple[str, ...]:
    new = "yes" if row.is_open(today) else f"no, since {_closed(row)}"
    until = str(row.retires or "not announced")
    regions = str(len(place.regions)) if place.regions else "any"
    return (row.name, place.route, place.tier, new, until, regions, str(row.as_of))


def _closed(row: BaseModelRow) -> date | None:
    """Return from when on a new customer cannot train it."""
    return min((d for d in (row.closed_to_new, row.retires) if d is not None), default=None)


def _as_json(row: BaseModelRow, today: date) -> str:
    shown = {**row.model_dump(mode="json"), "open_to_new_customers": row.is_open(today)}
    return json.dumps(shown, ensure_ascii=False)
