"""Whatever is wrong in an export, it gives days and counts or one line: no fault of ours.

``DEVICE_TRIALS=3000 pytest tests/unit/sources/devices/test_devices_never_break.py`` tries more.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.device_exports import EXPORTS, write_folder
from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days

TRIALS = int(os.environ.get("DEVICE_TRIALS", "25"))
ODD: tuple[Any, ...] = (None, True, [], {}, "", "--", -1, 0, 1e308, "1e999", "NaN", "2026-03-01", "9999-99-99", "31/12/99", [1], {"a": 1}, 10**18, "-", "0001-01-01T00:00:00Z", "99/99/99 99:99:99", "12:60", "+25:99")  # fmt: skip


def odd_json(value: Any, rng: Random) -> Any:
    if rng.random() < 0.12:
        return rng.choice(ODD)
    if isinstance(value, dict):
        return {key: odd_json(said, rng) for key, said in value.items() if rng.random() > 0.05}
    return [odd_json(said, rng) for said in value] if isinstance(value, list) else value


def odd_text(data: bytes, rng: Random) -> bytes:
    lines = data.decode().split("\n")
    for place, line in enumerate(lines):
        if rng.random() < 0.3:
            part = ";" if line.count(";") > line.count(",") else ","
            cells = line.split(part)
            cells[rng.randrange(len(cells))] = str(rng.choice(ODD))
            lines[place] = part.join(cells[: rng.choice((len(cells), len(cells), 1))])
    return "\n".join(lines).encode()


def odd_bytes(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def odd(name: str, data: bytes, rng: Random) -> bytes:
    kind = rng.random()
    if kind > 0.85:
        return data
    if kind > 0.7 or name.endswith(".db"):
        return odd_bytes(data, rng)
    if name.endswith(".json"):
        return json.dumps(odd_json(json.loads(data), rng)).encode()
    return odd_text(data, rng)


@pytest.mark.parametrize("device", EXPORTS)
def test_an_export_with_anything_wrong_in_it_is_read_or_refused(
    device: str, tmp_path: Path
) -> None:
    read = 0
    refusals: list[str] = []
    for trial in range(TRIALS):
        rng = Random(f"{device} {trial}")
        files = {name: odd(name, data, rng) for name, data in EXPORTS[device]().items()}
        try:
            result = read_days(write_folder(tmp_path / str(trial), files))
        except BadInput as error:
            refusals.append(str(error))
        else:
            assert len(result.days) + len(result.rejects) == result.n_rows
            read += 1
    assert read + len(refusals) == TRIALS > 0
    assert not [line for line in refusals if "\n" in line]
