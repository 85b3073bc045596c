"""Which device an export is of, and its days."""

from __future__ import annotations

from pathlib import Path

from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.exports import Export, is_export, open_export
from wearable_coach.sources.real_days import Collector


def device_of(path: Path) -> DeviceFormat | None:
    """Return the device whose export lies at `path`; None where it is none's.

    Raises:
        BadInput: it cannot be read.
    """
    if not is_export(path):
        return None
    with open_export(path) as export:
        return next(iter(_recognising(export)), None)


def read_export(path: Path, collector: Collector) -> bool:
    """Give the days of a device's export to `collector`; False where `path` is none.

    Raises:
        BadInput: it cannot be read.
    """
    if not is_export(path):
        return False
    with open_export(path) as export:
        known = _recognising(export)
        if not known:
            return False
        for other in known[1:]:
            collector.note(f"{path.name}: its {other.form} part left aside; give that folder alone")
        known[0].read(export, collector)
    return True


def _recognising(export: Export) -> list[DeviceFormat]:
    return [device for device in DEVICES if device.recognises(export)]
