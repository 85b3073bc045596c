"""How fast, and in how much memory, an Apple Health export is read: ``python -m bench.exports 200 400`` [MB].

The export is generated: an invented person's watch and phone, eight years of it for every 1 GB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from wearable_coach.sources import read_days

_WATCH = "&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:10.1&gt;"
_PHONE = "&lt;&lt;HKDevice: 0x2&gt;, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone14,2, software:17.1&gt;"
_DAY_BYTES = 340_000


def write_export(path: Path, megabytes: int) -> int:
    """Write an export of about that size and return its days."""
    rng = Random(7)
    days = max(1, megabytes * 1_000_000 // _DAY_BYTES)
    begin = datetime(2018, 1, 1)  # noqa: DTZ001 - a wall clock
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="ko_KR">\n')
        for day in range(days):
            _write_day(file.write, begin + timedelta(days=day), rng)
        file.write("</HealthData>\n")
    return days


def _write_day(write, day, rng):  # noqa: ANN001, ANN202
    def record(kind, unit, value, minute, length, device):  # noqa: ANN001, ANN202, PLR0913, PLR0917
        start = day + timedelta(minutes=minute)
        end = start + timedelta(minutes=length)
        name = "나의 Apple Watch" if device is _WATCH else "나의 iPhone"
        write(
            f' <Record type="{kind}" sourceName="{name}" sourceVersion="10.1" device="{device}"{unit} creationDate="{end:%Y-%m-%d %H:%M:%S} +0900" startDate="{start:%Y-%m-%d %H:%M:%S} +0900" endDate="{end:%Y-%m-%d %H:%M:%S} +0900" value="{value}"/>\n'
        )

    quantity = "HKQuantityTypeIdentifier"
    for minute in range(0, 1440, 4):
        record(f"{quantity}HeartRate", ' unit="count/min"', rng.randint(52, 120), minute, 0, _WATCH)
    for minute in range(480, 1380, 5):
        record(f"{quantity}StepCount", ' unit="count"', rng.randint(5, 120), minute, 4, _WATCH)
        record(f"{quantity}ActiveEnergyBurned", ' unit="kcal"', rng.random(), minute, 4, _WATCH)
        record(f"{quantity}StepCount", ' unit="count"', rng.randint(5, 120), minute, 4, _PHONE)
        record(f"{quantity}DistanceWalkingRunning", ' unit="km"', 0.05, minute, 4, _PHONE)
    for minute in range(20, 400, 20):
        record("HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAsleepCore", minute, 20, _WATCH)  # fmt: skip
        record(f"{quantity}OxygenSaturation", ' unit="%"', 0.96, minute, 0, _WATCH)
    record(f"{quantity}RestingHeartRate", ' unit="count/min"', 55, 600, 0, _WATCH)


def read_one(path: Path) -> None:
    """Read a file and print what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = time.process_time()
    result = read_days(path)
    took = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / 1e6
    print(
        f"{size:.0f} MB: {len(result.days)} days in {took:.1f} CPU s ({size / took:.0f} MB/s), {peak:.0f} MB of memory, {before:.0f} of it before"
    )


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        read_one(Path(sys.argv[2]))
        sys.exit()
    with tempfile.TemporaryDirectory() as folder:
        for asked in sys.argv[1:]:
            made = Path(folder) / "export.xml"
            write_export(made, int(asked))
            subprocess.run([sys.executable, "-m", "bench.exports", "--read", made], check=True)
