"""`wearable-coach import`: real days out of exports, with every row that was not taken."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wearable_coach.cli.table_option import MapFileOption, MapOption, MissingOption, PersonOption
from wearable_coach.errors import BadInput
from wearable_coach.store.permissions import owners_alone

if TYPE_CHECKING:
    from wearable_coach.sources.real_days import ImportResult, Reject


def import_days(  # noqa: PLR0913 - one option each
    *,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Exports of phones and watches as they come, LifeSnaps or Fitabase files, or a table (CSV, JSON, .xlsx, Parquet); - reads standard input.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the days here, not to standard output.")
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            help="Write each row that was not taken here, with value and remedy, as JSON lines.",
        ),
    ] = None,
    mapped: MapOption = None,
    map_file: MapFileOption = None,
    person: PersonOption = None,
    missing: MissingOption = None,
) -> None:
    """Read real days and write them as JSON lines; nothing is lost unsaid.

    Each line is {"profile", "vitals", "source", "person", "completed"}. Persons are pseudonyms by
    order of appearance; no identifier and no date of the source is kept. Values are converted to
    the product's units, never guessed. The summary goes to standard error: what was taken, what was
    read otherwise than it stands, and what was not taken and why.

    Exit code 0: days were taken. 1: none was. 2: bad input, nothing was written.

    Examples:

      wearable-coach import export.zip --out days.jsonl --rejects rejects.jsonl

      wearable-coach import days.csv --map 심박수=heart_rate --id 회원번호 --missing "--,NA,0"
    """
    from wearable_coach.sources.day_lines import json_of_days  # noqa: PLC0415 - a fast start
    from wearable_coach.sources.importing import read_days  # noqa: PLC0415 - a fast start
    from wearable_coach.sources.table_options import table_options  # noqa: PLC0415 - a fast start

    _refuse_overlap(files, out, rejects)
    options = table_options(mapped=mapped or (), person=person, missing=missing, file=map_file)
    result = read_days(*files, options=options)
    lines = json_of_days(result.days)
    if rejects is not None:
        told = (f"{json.dumps(r.as_json(), ensure_ascii=False)}\n" for r in result.rejects)
        _write(rejects, told)
    if out is not None:
        _write(out, lines)
    else:
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    sys.stderr.write(_summary(result, listed=rejects is not None))
    if not result.days:
        raise typer.Exit(1)


def _refuse_overlap(files: list[Path], out: Path | None, rejects: Path | None) -> None:
    """Refuse to write over an input, or both results into one file."""
    taken = {os.path.realpath(f): "an input file" for f in files if str(f) != "-"}
    for option, path in (("--out", out), ("--rejects", rejects)):
        if path is None:
            continue
        real = os.path.realpath(path)  # Path.resolve() raises where links lead in a circle
        if real in taken:
            message = f"{option}: {path} is {taken[real]}; name another file"
            raise BadInput(message)
        taken[real] = f"the file of {option}"


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write a file whole or not at all, for its owner alone: it holds days of people."""
    if not path.name or path.is_dir():
        message = f"file: cannot write {path} (a folder); name a file in it"
        raise BadInput(message)
    target = Path(os.path.realpath(path))  # a link stays a link
    partial = target.with_name(f".{target.name}.partial")
    # A pipe or device is written to: a file in its place would harm more than this command.
    is_stream = target.exists() and not target.is_file()
    try:
        with open(
            target if is_stream else partial, "w", encoding="utf-8", opener=owners_alone
        ) as file:
            file.writelines(lines)
        if not is_stream:
            os.replace(partial, target)  # noqa: PTH105 - the same call, said plainly
    except OSError as error:
        _forget(partial)
        message = f"file: cannot write {path} ({error.strerror}); name a file in a folder that can be written"
        raise BadInput(message) from None


def _forget(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return


def _summary(result: ImportResult, *, listed: bool) -> str:
    from wearable_coach.sources.day_lines import people_in  # noqa: PLC0415 - a fast start
    from wearable_coach.sources.rejects import remedy  # noqa: PLC0415 - a fast start
    from wearable_coach.sources.told import told_of  # noqa: PLC0415 - a fast start

    taken = f"{len(result.days):,} days of {people_in(result.days):,} people taken"
    lines = [f"{result.n_rows:,} rows: {taken}, {len(result.rejects):,} rows not taken"]
    first: dict[str, tuple[Reject, str]] = {}
    for reject in result.rejects:
        for reason, value in zip(reject.reasons, reject.shown_values(), strict=True):
            first.setdefault(reason, (reject, value))
    reasons = Counter(reason for reject in result.rejects for reason in reject.reasons)
    for reason, count in reasons.most_common():
        reject, value = first[reason]
        at = f"{reject.file}, line {reject.line}" + (f": {value!r}" if value else "")
        lines.append(f"  {reason}: {count:,} (first {at}); {remedy(reason)}")
    if result.rejects and not listed:
        lines.append("  (--rejects FILE lists each row with its line, value and remedy)")
    lines += told_of(result)
    return "".join(f"{line}\n" for line in lines)
