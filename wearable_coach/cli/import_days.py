"""`wearable-coach import`: real days out of exports, with every row that was not taken."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wearable_coach.errors import BadInput
from wearable_coach.store.permissions import owners_alone

if TYPE_CHECKING:
    from wearable_coach.sources.real_days import ImportResult, RealDay


def import_days(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Exports such as LifeSnaps or Fitabase, a folder of Fitabase files, or CSV or JSON lines of the nine fields.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the days here, not to standard output.")
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", help="Write each row that was not taken here, as JSON lines."),
    ] = None,
) -> None:
    """Read real days and write them as JSON lines; nothing is lost unsaid.

    Each line is {"profile", "vitals", "source", "person", "completed"}. Persons are pseudonyms by
    order of appearance; no identifier and no date of the source is kept. Values are converted to
    the product's units, never guessed. The summary goes to standard error.

    Example:

      wearable-coach import lifesnaps_daily.csv --out days.jsonl --rejects rejects.jsonl
    """
    from wearable_coach.sources.importing import read_days  # noqa: PLC0415 - a fast start

    _refuse_overlap(files, out, rejects)
    result = read_days(*files)
    lines = map(_day_line, result.days)
    if rejects is not None:
        _write(rejects, (json.dumps(r.as_json(), ensure_ascii=False) for r in result.rejects))
    if out is not None:
        _write(out, lines)
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()
    sys.stderr.write(_summary(result, listed=rejects is not None))


def _refuse_overlap(files: list[Path], out: Path | None, rejects: Path | None) -> None:
    """Refuse to write over an input, or both results into one file."""
    taken = {os.path.realpath(file): "an input file" for file in files}
    for option, path in (("--out", out), ("--rejects", rejects)):
        if path is None:
            continue
        real = os.path.realpath(path)  # Path.resolve() raises where links lead in a circle
        if real in taken:
            message = f"{option}: {path} is {taken[real]}; name another file"
            raise BadInput(message)
        taken[real] = f"the file of {option}"


def _day_line(day: RealDay) -> str:
    stated: dict[str, Any] = day.profile.model_dump(mode="json", exclude_defaults=True)
    line: dict[str, Any] = {
        "profile": stated,
        "vitals": day.vitals.model_dump(),
        "source": day.source,
        "person": day.person_key,
        "completed": [],
    }
    return json.dumps(line, ensure_ascii=False)


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
            file.writelines(f"{line}\n" for line in lines)
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
    people = len({day.person_key for day in result.days})
    taken = f"{len(result.days):,} days of {people:,} people taken"
    lines = [f"{result.n_rows:,} rows: {taken}, {len(result.rejects):,} rows not taken"]
    reasons = Counter(reason for reject in result.rejects for reason in reject.reasons)
    lines += [f"  {reason}: {count:,}" for reason, count in reasons.most_common()]
    if result.rejects and not listed:
        lines.append("  (--rejects FILE lists each row with its line)")
    lines += [f"  read as {kind}: {n:,}" for kind, n in result.counts]
    lines += [f"note: {note}" for note in result.notes]
    return "".join(f"{line}\n" for line in lines)
