"""What a device's importer says of itself, as `Importer` does of a table's."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector


class DeviceFormat(NamedTuple):
    """One form of export; `registry.py` lists them all."""

    name: str
    """What a record's ``source`` says."""
    form: str
    """What an export of it is called in messages."""
    label_ko: str
    """What pages call it."""
    recognises: Callable[[Export], bool]
    """Says by names and beginnings of its files whether an export is of this form."""
    read: Callable[[Export, Collector], None]
    """Gives the days of an export to a collector."""
    reads: frozenset[str]
    """The vitals that it says."""
    lacks: frozenset[str]
    """The vitals that it does not."""
