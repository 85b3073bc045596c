"""Snapshots of the suites: what Great Expectations is given, as JSON that a reviewer can read.

``python -m expectations.snapshot --check`` compares, ``--write`` renews. The snapshots hold no ids
and no numbers of a run: those are parameters.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from expectations.check import Check, build_suite
from expectations.suites import plain_suite, suites_of
from wearable_coach.exits import guarded
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import GatePlan, SuiteName

_FOLDER = Path(__file__).parent / "snapshots"


def suites() -> dict[SuiteName, list[Check]]:
    """Return the checks of every suite, with no run's numbers in what is snapshotted."""
    plan = GatePlan(
        hrmax_formula=DEFAULT_FORMULA,
        category_counts={},
        stratum_counts={},
        split_counts={},
        split_category_counts={},
    )
    return suites_of(plan)


def snapshot(name: SuiteName) -> str:
    """Return a suite as id-less, key-sorted JSON."""
    plain = plain_suite(build_suite(name, suites()[name]))
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def stale() -> list[SuiteName]:
    """Return the suites whose committed snapshot differs from what the builders make."""
    return [name for name in suites() if _read(name) != snapshot(name)]


def _read(name: SuiteName) -> str:
    path = _FOLDER / f"{name}.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check or write the snapshots; return the exit code."""
    parser = argparse.ArgumentParser(description="Snapshots of the Great Expectations suites")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true", help="exit 1 when a snapshot is stale")
    mode.add_argument("--write", action="store_true", help="write the snapshots anew")
    chosen = parser.parse_args(arguments)
    if chosen.write:
        _FOLDER.mkdir(exist_ok=True)
        for name in suites():
            (_FOLDER / f"{name}.json").write_text(snapshot(name), encoding="utf-8")
        return 0
    if names := stale():
        sys.stderr.write(
            f"stale: {', '.join(names)}; run python -m expectations.snapshot --write and review\n"
        )
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(guarded("snapshot", main))
