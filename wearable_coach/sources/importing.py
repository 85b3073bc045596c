"""Reading real days from files: which importer a file needs, and all files into one result."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources import lifesnaps
from wearable_coach.sources.fitabase import FitabaseMerge, is_fitabase
from wearable_coach.sources.plain_table import is_table, read_table
from wearable_coach.sources.real_days import Collector, ImportResult, Source
from wearable_coach.sources.sheets import Sheet, open_sheet


def read_days(*paths: Path) -> ImportResult:
    """Read real days from one or more files, or a folder of Fitabase files.

    Files given together share their pseudonyms, and Fitabase files given together are merged.

    Raises:
        BadInput: a file cannot be read, or is of no known form.
    """
    collector = Collector()
    merge = FitabaseMerge(collector)
    for path in _files(paths, collector):
        with open_sheet(path) as sheet:
            source = _source_of(sheet, path)
            if source == "lifesnaps":
                lifesnaps.read_lifesnaps(sheet, collector)
            elif source == "fitabase":
                merge.read(sheet)
            else:
                read_table(sheet, collector)
    merge.finish()
    result = collector.result()
    if paths and result.n_rows == 0:
        message = f"file: {paths[0]} has a header but no rows; give a file with days in it"
        raise BadInput(message)
    return result


def detect(path: Path) -> Source:
    """Return the form of a file by its header, or of a folder by its files.

    Raises:
        BadInput: it cannot be read, or is of no known form.
    """
    if path.is_dir():
        return "fitabase" if _fitabase_files(path, Collector()) else "table"
    with open_sheet(path) as sheet:
        return _source_of(sheet, path)


def _source_of(sheet: Sheet, path: Path) -> Source:
    if sheet.is_json_lines:
        return "table"
    if frozenset(sheet.header) >= lifesnaps.COLUMNS:
        return "lifesnaps"
    if is_fitabase(sheet.header):
        return "fitabase"
    if is_table(sheet.header):
        return "table"
    shown = ", ".join(sheet.header)[:80]
    message = f"{path.name}: the header ({shown}) is of no known form; give a LifeSnaps or Fitabase export, or a table with columns such as {', '.join(VITAL_FIELDS[:4])}"
    raise BadInput(message)


def _files(paths: tuple[Path, ...], collector: Collector) -> Iterator[Path]:
    seen: set[str] = set()
    for path in paths:
        for file in _fitabase_files(path, collector) if path.is_dir() else [path]:
            resolved = os.path.realpath(file)  # Path.resolve() raises where links lead in a circle
            if resolved in seen:
                message = f"file: {file} is given twice; name it once"
                raise BadInput(message)
            seen.add(resolved)
            yield file


def _fitabase_files(folder: Path, collector: Collector) -> list[Path]:
    """Return the Fitabase files of a folder, by their headers.

    Raises:
        BadInput: there are none.
    """
    found: list[Path] = []
    for path in sorted(folder.glob("*.csv")):
        with open_sheet(path) as sheet:
            if is_fitabase(sheet.header):
                found.append(path)
            else:
                collector.note(f"{path.name}: not a Fitabase daily file, left aside")
    if not found:
        message = f"file: {folder} is a folder without Fitabase daily files; give a file"
        raise BadInput(message)
    return found
