"""`wearable-coach doctor`: the whole installation looked over, and what to do about each red line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from wearable_coach.cli.workflow import OutOption, StoreOption, need_workflow, now, place_name
from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from rich.text import Text

    from deployments.doctor.examination import DoctorLine

_MARKS = {"ok": "✓", "warn": "!", "fail": "✗", "skip": "–"}
_COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red", "skip": "dim"}


def doctor(  # noqa: PLR0913 - one option each
    *,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="SUBJECT",
            help="Look at this alone; may be given again. packages, server, workers, deployments, "
            "runs, automations, blocks, store, contents, privacy, webhook, reports, credentials, models, hosting.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="A JSON object a line: subject, name, status, detail, remedy."),
    ] = False,
    azure: Annotated[
        bool,
        typer.Option("--azure", help="Sign in at Azure too, and read workspace and base model."),
    ] = False,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep",
            help="Read every file that something refers to, however long that takes, and ask the "
            "served model a short question.",
        ),
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Look over the whole installation; say what to do about each line that is not green.

    A line is ok, warn (works, but not as one may think), fail (does not work) or skip (not looked
    at). Below a line that is not green stands what to do, after an arrow. Nothing is changed: in the
    store an object of its own is written and removed again. Secrets are never shown, and but for the
    Prefect server, the receiver, the store and an endpoint on this machine nothing is asked, Azure
    only with --azure, a served endpoint elsewhere only with --deep.

    Datasets, records and adapters are read for some seconds; what is left is said, and --deep reads it.

    The server is PREFECT_API_URL, else what `wearable-coach up` runs on this store's folder.

    Exit code 0: nothing is red. 1: something is. 2: bad input.

    Examples:

      wearable-coach doctor

      wearable-coach doctor --only server --only workers

      wearable-coach doctor --deep --only contents

      wearable-coach doctor --json | grep '"fail"'
    """
    place = place_name(out, store)
    need_workflow("doctor")
    from deployments.doctor.examination import (  # noqa: PLC0415 - a fast start
        SUBJECTS,
        Examined,
        auth_file_of_up,
        examine,
        variables_of_up,
    )

    if unknown := [name for name in only or () if name not in SUBJECTS]:
        message = f"only: got {unknown[0]!r}; need one of {', '.join(SUBJECTS)}"
        raise BadInput(message)
    os.environ.update(variables_of_up(os.environ, place))  # before Prefect reads its settings
    installation = Examined(
        os.environ,
        now=now(),
        place=place,
        sign_in=azure,
        deep=deep,
        auth_file=auth_file_of_up(os.environ, place),
    )
    told = examine(installation, tuple(only or ()))
    statuses = _write_lines(told) if as_json else _write_report(told)
    if "fail" in statuses:
        raise typer.Exit(1)


def _write_lines(told: Iterable[DoctorLine]) -> list[str]:
    statuses: list[str] = []
    for line in told:
        sys.stdout.write(json.dumps(line._asdict(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        statuses.append(line.status)
    return statuses


def _write_report(told: Iterable[DoctorLine]) -> list[str]:
    from rich.console import Console  # noqa: PLC0415 - a fast start

    console = Console(file=sys.stdout, soft_wrap=True)
    statuses: list[str] = []
    for subject, lines in groupby(told, key=lambda line: line.subject):
        console.print(subject, style="bold", markup=False, highlight=False)
        for line in lines:
            statuses.append(line.status)
            for text in _shown(line):
                console.print(text, highlight=False)
    console.print(_summary(statuses), highlight=False)
    return statuses


def _shown(line: DoctorLine) -> Iterator[Text]:
    from rich.text import Text  # noqa: PLC0415 - a fast start

    colour = _COLOURS[line.status]
    name = "" if line.name == line.subject else f"{line.name}: "
    yield Text.assemble("  ", (_MARKS[line.status], colour), f" {name}{line.detail}")
    if line.remedy and line.status != "ok":
        yield Text.assemble(("    → ", colour), line.remedy)


def _summary(statuses: list[str]) -> Text:
    from rich.text import Text  # noqa: PLC0415 - a fast start

    count = {status: statuses.count(status) for status in _MARKS}
    worst = "fail" if count["fail"] else "warn" if count["warn"] else "ok"
    words = f"{count['fail']} red, {count['warn']} to know of, {count['ok']} well, {count['skip']} not looked at"
    return Text(words, style=_COLOURS[worst])
