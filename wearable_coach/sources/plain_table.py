"""A plain table of the nine fields, with profile columns where there are any: CSV, JSON, workbooks, Parquet."""

from __future__ import annotations

from itertools import groupby

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.importer import Importer, row_by_row
from wearable_coach.sources.json_rows import keyed_rows
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.rejects import told_of_rows
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_blocks import take_in_blocks
from wearable_coach.sources.table_columns import is_a_table, joined
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.sources.table_rows import NAME, TableRows


def read_table(sheet: Sheet, collector: Collector) -> None:
    """Take every row of a plain table into `collector`.

    Raises:
        BadInput: a person must say something first, or its rows are no days of people.
    """
    tables: list[TableRows] = []
    broken: list[str] = []
    start = collector.refused()
    try:
        if sheet.is_json:
            _take_objects(sheet, collector, tables)
        else:
            tables.append(TableRows(sheet, sheet.header, collector, collector.options))
            take_in_blocks(tables[0], sheet.rows)
    except BadInput as error:  # it cannot be read to its end
        if not any(table.is_refused for table in tables):
            raise
        broken = [str(error)]
    found = {said: about for table in tables for said, about in table.problems().items()}
    if found:
        names = {field: name for table in tables for field, name in table.names().items()}
        about = frozenset().union(*found.values())
        rows = told_of_rows(collector.refused_since(start), names, besides=about)
        raise BadInput(joined(sheet.name, [*found, *rows, *broken]))


def _take_objects(sheet: Sheet, collector: Collector, tables: list[TableRows]) -> None:
    by_keys: dict[tuple[str, ...], TableRows] = {}
    for keys, rows in groupby(keyed_rows(sheet), key=_keys):
        if isinstance(keys, str):
            for line, _ in rows:
                collector.reject(line, (keys,), NAME, sheet.name)
            continue
        if keys not in by_keys:
            by_keys[keys] = TableRows(sheet, keys, collector, collector.options.of(keys))
            tables.append(by_keys[keys])
        cells = ((line, list(row.values())) for line, row in rows if not isinstance(row, str))
        take_in_blocks(by_keys[keys], cells)


def _keys(row: tuple[int, dict[str, str] | str]) -> tuple[str, ...] | str:
    """Return the keys of an object, or the code of what is none."""
    return row[1] if isinstance(row[1], str) else tuple(row[1])


TABLE = Importer(
    name=NAME,
    form="",
    label_ko="실제 하루(표 파일)",
    recognises=lambda sheet: sheet.is_json or is_a_table(sheet.header, TableOptions()),
    start=row_by_row(read_table),
    reads=frozenset(VITAL_FIELDS),
    lacks=frozenset(),
    examples=(),
)
