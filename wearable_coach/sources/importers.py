"""The importers, each a module of this package; the first that recognises a file reads it."""

from __future__ import annotations

from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.fitabase import FITABASE
from wearable_coach.sources.importer import Importer
from wearable_coach.sources.lifesnaps import LIFESNAPS
from wearable_coach.sources.plain_table import TABLE

IMPORTERS: tuple[Importer, ...] = (
    LIFESNAPS,
    FITABASE,
    TABLE,  # last: an export may have a column of a vital's name
)
SAMPLED = "sampled"
"""The source of a row whose vitals no importer read."""


def source_names() -> tuple[str, ...]:
    """Return where a row's vitals may come from."""
    return (SAMPLED, *(i.name for i in IMPORTERS), *(device.name for device in DEVICES))


def forms(*, by_folder: bool = False) -> str:
    """Return what the exports are called, ``LifeSnaps, Fitabase or Apple Health``.

    Args:
        by_folder: Of those tables alone whose files may be given as a folder.
    """
    named = [i.form for i in IMPORTERS if i.form and i.by_folder >= by_folder]
    named += [] if by_folder else [device.form for device in DEVICES]
    return " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
