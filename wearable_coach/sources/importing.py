"""Reading real days from files: which importer a file needs, and all files into one result."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.devices.reading import device_of, read_export
from wearable_coach.sources.export_parts import exports_in
from wearable_coach.sources.importer import Importer, Reader
from wearable_coach.sources.importers import IMPORTERS, forms
from wearable_coach.sources.plain_table import TABLE
from wearable_coach.sources.real_days import Collector, ImportResult
from wearable_coach.sources.sheets import Sheet, open_sheet
from wearable_coach.sources.table_columns import columns_of, is_a_table, joined, twice_in
from wearable_coach.sources.table_options import TableOptions


def read_days(*paths: Path, options: TableOptions = TableOptions()) -> ImportResult:  # noqa: B008 - never changed
    """Read real days from one or more files, or a folder of Fitabase files.

    Files given together share their pseudonyms, and Fitabase files given together are merged.

    Args:
        paths: Files, folders, or ``-`` for standard input.
        options: What is said of the tables among them that their headers do not say.

    Raises:
        BadInput: a file cannot be read, or is of no known form.
    """
    collector = Collector(options)
    readers = {importer.name: importer.start(collector) for importer in IMPORTERS}
    seen: set[str] = set()
    for path in paths:
        _once(path, seen)
    for parts in exports_in(paths, collector.note):
        path = parts[0]
        # what names no person is the one person's whose path it is
        collector.begin(os.path.realpath(path))
        if read_export(parts, collector):
            continue
        for file in _folder_files(path, collector) if path.is_dir() else [path]:
            if file is not path:
                _once(file, seen)
            _read(file, readers, collector)
    for reader in readers.values():
        reader.finish()
    result = collector.result()
    if paths and result.n_rows == 0:
        message = f"file: {paths[0]} has a header but no rows; give a file with days in it"
        raise BadInput(message)
    return result


def detect(path: Path) -> str:
    """Return the form of a file by its header, or of a folder by its files: its importer's name.

    Raises:
        BadInput: it cannot be read, or is of no known form.
    """
    device = device_of(*next(exports_in([path], lambda _: None)))
    if device is not None:
        return device.name
    first = _folder_files(path, Collector())[0] if path.is_dir() else path
    with open_sheet(first) as sheet:
        return _importer_of(sheet, first).name


def _importer_of(
    sheet: Sheet,
    path: Path,
    options: TableOptions = TableOptions(),  # noqa: B008 - never changed
) -> Importer:
    if options.columns and not sheet.is_json and is_a_table(sheet.header, options):
        return TABLE  # a person says what its columns are
    for importer in IMPORTERS:
        if importer.recognises(sheet):
            return importer
    if columns_of(sheet.header, options).problems:
        return TABLE  # which refuses it, with all that its rows say besides
    shown = ", ".join(sheet.header)[:80]
    message = f"{path.name}: the header ({shown}) is of no known form; give a {forms()} export, or a table with columns such as {', '.join(VITAL_FIELDS[:4])}"
    raise BadInput(message)


def _read(path: Path, readers: Mapping[str, Reader], collector: Collector) -> None:
    with open_sheet(path) as sheet:
        importer = _importer_of(sheet, path, collector.options)
        if importer is not TABLE and (problems := twice_in(sheet.header)):
            raise BadInput(joined(sheet.name, problems))
        readers[importer.name].read(sheet)
        for note in sheet.notes:
            collector.note(note)


def _once(path: Path, seen: set[str]) -> None:
    """Remember where a path leads.

    Raises:
        BadInput: another one led there.
    """
    resolved = os.path.realpath(path)  # Path.resolve() raises where links lead in a circle
    if resolved in seen:
        message = f"file: {path} is given twice; name it once"
        raise BadInput(message)
    seen.add(resolved)


def _folder_files(folder: Path, collector: Collector) -> list[Path]:
    """Return the files of a folder whose importer takes folders, by their headers.

    Raises:
        BadInput: there are none.
    """
    found: list[Path] = []
    for path in sorted(folder.glob("*.csv")):
        with open_sheet(path) as sheet:
            if any(i.by_folder and i.recognises(sheet) for i in IMPORTERS):
                found.append(path)
            else:
                collector.note(f"{path.name}: not a {forms(by_folder=True)} daily file, left aside")
    if not found:
        message = (
            f"file: {folder} is a folder without {forms(by_folder=True)} daily files; give a file"
        )
        raise BadInput(message)
    return found
