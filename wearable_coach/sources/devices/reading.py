"""Which device an export is of, and its days."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from wearable_coach.input_files import expanded
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.export_parts import Parts, open_parts, zips_in
from wearable_coach.sources.exports import Export, is_export
from wearable_coach.sources.real_days import Collector


def device_of(*parts: Path) -> DeviceFormat | None:
    """Return the device whose export lies at a path, or came in several zips; None where it is none's.

    Raises:
        BadInput: it cannot be read.
    """
    if not is_export(parts[0]):
        return None
    with open_parts(parts) as export:
        known = _recognising(export)
    if known:
        return known[0]
    inside = _zips_at(parts, lambda _: None)
    return device_of(*inside) if inside else None


def read_export(parts: Parts, collector: Collector) -> bool:
    """Give the days of a device's export to `collector`; False where it is none.

    Args:
        parts: Where it lies: one path, or the zips in which it came.
        collector: Takes its days.

    Raises:
        BadInput: it cannot be read.
    """
    if not is_export(parts[0]):
        return False
    with open_parts(parts) as export:
        known = _recognising(export)
        for other in known[1:]:
            collector.note(
                f"{export.name}: its {other.form} part left aside; give that folder alone"
            )
        if known:
            known[0].read(export, collector)
            return True
    inside = _zips_at(parts, collector.note)
    if not inside:
        return False
    collector.begin(os.path.realpath(inside[0]))
    return read_export(inside, collector)


def _zips_at(parts: Parts, tell: Callable[[str], None]) -> Parts:
    """Return the zips of the export that a folder holds."""
    is_folder = len(parts) == 1 and expanded(parts[0]).is_dir()
    return zips_in(parts[0], tell) if is_folder else ()


def _recognising(export: Export) -> list[DeviceFormat]:
    return [device for device in DEVICES if device.recognises(export)]
