"""`wearable-coach gate`: does a published version pass, as its files are now?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    open_named_store,
    place_name,
)

if TYPE_CHECKING:
    from wearable_coach.records import CheckResult, GateReport
    from wearable_coach.store import Store

_SHOWN_ROWS = 10


def gate(
    version: Annotated[
        str,
        typer.Argument(
            help="A version of the store, latest, or the folder of a version that you received."
        ),
    ] = "latest",
    *,
    out: OutOption = None,
    store: StoreOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole report as JSON.")
    ] = False,
    data_docs: Annotated[
        Path | None,
        typer.Option(
            "--data-docs",
            metavar="FOLDER",
            help="Write Great Expectations' Data Docs there, of a version of one part; they need nothing from outside.",
        ),
    ] = None,
) -> None:
    """Gate a published dataset version from its files.

    Compares every file with the manifest's hashes, every training line with its row of the records, counts and
    content with what the manifest says, and runs all Great Expectations suites on the rows anew. What a version
    of an older release lacks is said and is no failure.

    Exit code 0: passed. 1: refused, a table says what was found. 2: bad input.

    Examples:

      wearable-coach gate

      wearable-coach gate 20261124-0123456789ab --store azure://data/coach

      wearable-coach gate ./20261124-0123456789ab --data-docs docs
    """
    need_workflow("gate")
    from tasks.gating import gate_version  # noqa: PLC0415 - the workflow, when needed

    opened, name = _opened(version, place_name(out, store))
    report = gate_version(opened, name, str(data_docs or ""))
    sys.stdout.write(_as_json(name, report) if as_json else _as_text(name, report))
    if data_docs is not None:
        sys.stderr.write(f"data docs: {data_docs}/index.html\n")
    if not report.passed:
        raise typer.Exit(1)


def _opened(version: str, place: str) -> tuple[Store, str]:
    """Return the store and the version's name there; a folder of a version is a store of it alone.

    Raises:
        BadInput: there is none.
    """
    from wearable_coach.dataset.published import FolderOfVersion  # noqa: PLC0415 - a fast start
    from wearable_coach.errors import BadInput  # noqa: PLC0415
    from wearable_coach.finetuning.datasets import named_version  # noqa: PLC0415
    from wearable_coach.input_files import expanded  # noqa: PLC0415

    folder = expanded(Path(version))
    if "/" in version or (not place and (folder / "manifest.json").is_file()):
        if place:
            message = f"version: {version} is a folder, and a store is named too; give one of them"
            raise BadInput(message)
        if not (folder / "manifest.json").is_file():
            message = (
                f"version: {version} has no manifest.json; name the folder of a dataset version"
            )
            raise BadInput(message)
        return FolderOfVersion(folder), folder.resolve().name
    opened = open_named_store(place)
    return opened, named_version(opened, version)


def _as_json(version: str, report: GateReport) -> str:
    told = {"version": version, "passed": report.passed, **report.model_dump(mode="json")}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _as_text(version: str, report: GateReport) -> str:
    found = [r for r in report.results if not r.success]
    verdict = "passed" if report.passed else "refused"
    held = len(report.results) - len(found)
    head = f"{version}: {verdict}, {held} of {len(report.results)} expectations hold on {report.rows:,} rows\n"
    return head + "".join(map(_finding, found))


def _finding(result: CheckResult) -> str:
    mark = "refused" if result.severity == "critical" else "warning"
    lines = [
        f"\n{mark}  {result.code}  {result.description_en}",
        f"  found    {result.observed}",
        f"  allowed  {result.expected}",
    ]
    values = result.failing_values or ("",) * len(result.failing_row_ids)
    told = list(zip(result.failing_row_ids, values, strict=False))
    lines += [f"    {row_id}  {value}".rstrip() for row_id, value in told[:_SHOWN_ROWS]]
    if len(told) > _SHOWN_ROWS:
        lines.append(f"    … {len(told) - _SHOWN_ROWS:,} more; --json has all")
    return "\n".join(lines) + "\n"
