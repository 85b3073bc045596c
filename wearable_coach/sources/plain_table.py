"""A plain table of the nine fields, with profile columns where there are any: CSV, JSON, workbooks, Parquet."""

from __future__ import annotations

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.importer import Importer, row_by_row
from wearable_coach.sources.json_rows import keyed_rows
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_blocks import take_in_blocks
from wearable_coach.sources.table_columns import is_a_table
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.sources.table_rows import NAME, TableRows


def read_table(sheet: Sheet, collector: Collector) -> None:
    """Take every row of a plain table into `collector`.

    Raises:
        BadInput: a person must say something first, or its rows are no days of people.
    """
    if sheet.is_json:
        _read_json(sheet, collector)
    else:
        table = TableRows(sheet, sheet.header, collector, collector.options)
        take_in_blocks(table, sheet.rows)
        table.finish()


def _read_json(sheet: Sheet, collector: Collector) -> None:
    by_keys: dict[tuple[str, ...], TableRows] = {}
    for line, row in keyed_rows(sheet):
        if isinstance(row, str):
            collector.reject(line, (row,), NAME, sheet.name)
            continue
        keys = tuple(row)
        if keys not in by_keys:
            by_keys[keys] = TableRows(sheet, keys, collector, collector.options.of(keys))
        by_keys[keys].take([(line, list(row.values()))])
    for rows in by_keys.values():
        rows.finish()


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
