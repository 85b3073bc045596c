"""What an importer says of itself: its name, its files, its vitals. `importers.py` lists them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.sheets import Sheet


class Reader(Protocol):
    """Takes the files of one importer, one by one."""

    def read(self, sheet: Sheet) -> None:
        """Take the rows of a file."""

    def finish(self) -> None:
        """Hand over what waited for other files."""


class Importer(NamedTuple):
    """One form of real days; whoever goes by form (gate, pages, messages) is made from these."""

    name: str
    """What a record's ``source`` says."""
    form: str
    """What an export of it is called in messages; empty for what is no export."""
    label_ko: str
    """What pages call it."""
    recognises: Callable[[Sheet], bool]
    """Says by its header whether a file is of this form."""
    start: Callable[[Collector], Reader]
    reads: frozenset[str]
    """The vitals that it says."""
    lacks: frozenset[str]
    """The vitals that it does not."""
    examples: tuple[str, ...]
    """Files with one whole person-day together, invented: what the tests read."""
    by_folder: bool = False
    """Whether its files may be given as a folder."""


class RowByRow(NamedTuple):
    """The reader of a form whose rows each are a day."""

    take: Callable[[Sheet, Collector], None]
    collector: Collector

    def read(self, sheet: Sheet) -> None:
        """Take the rows of a file."""
        self.take(sheet, self.collector)

    def finish(self) -> None:
        """Nothing waits."""


def row_by_row(take: Callable[[Sheet, Collector], None]) -> Callable[[Collector], Reader]:
    """Return what starts a reader whose rows each are a day.

    Args:
        take: Takes every row of a file into a collector.
    """
    return lambda collector: RowByRow(take, collector)
