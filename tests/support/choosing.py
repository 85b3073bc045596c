"""Which tests a run takes, in which order, and what its last line says of the others.

Without `-m` a run takes what is quick; a file that is named is taken whole. What is slow carries
`@pytest.mark.slow(KIND)` with one of `KINDS`, and `pytest -m slow` takes it all, with `--kinds` some of it.
Where all are asked for, a process for each core and one more share the files; `-n 0` is one process.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

KINDS = {
    "browser": "drives a real browser",
    "containers": "builds and runs containers",
    "kills": "kills processes at many points",
    "services": "brings up Prefect servers, workers, receivers, PostgreSQL, or makes whole datasets",
    "training": "trains for real, with torch",
    "wheel": "builds the wheel and installs it, with what the package index has",
    "whole": "makes whole datasets, evaluations or loops several times over, or judges thousands of texts",
}
_MOST_PROCESSES = 4
"""Each holds up to 1.2 GB."""
_PURPOSES = ("unit", "golden", "property", "contract", "flow", "e2e")
"""Folders of tests, the quickest first."""


def kind_of(item: pytest.Item) -> str | None:
    """Return why a test is slow, or None.

    Raises:
        UsageError: its mark names no kind that is known.
    """
    mark = item.get_closest_marker("slow")
    if mark is None:
        return None
    kind = mark.args[0] if mark.args else ""
    if kind not in KINDS:
        message = f"{item.nodeid}: slow({kind!r}) is none of {', '.join(KINDS)}"
        raise pytest.UsageError(message)
    return str(kind)


def chosen_kinds(named: str) -> set[str]:
    """Return the kinds that were named, commas between; none means all.

    Raises:
        UsageError: one is not known.
    """
    kinds = set(filter(None, named.split(",")))
    if unknown := kinds - KINDS.keys():
        message = f"--kinds: {', '.join(sorted(unknown))} is none of {', '.join(KINDS)}"
        raise pytest.UsageError(message)
    return kinds


def in_order(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return tests with the quick ones first, each file's in the file's own order."""

    def rank(item: pytest.Item) -> tuple[bool, int]:
        purpose = next((p for p in _PURPOSES if p in item.path.parts), _PURPOSES[-1])
        return kind_of(item) is not None, _PURPOSES.index(purpose)

    return sorted(items, key=rank)


def processes_of(config: pytest.Config) -> int:
    """Return how many processes share a run's files [count]; 0 is the run's own."""
    some = config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.option.keyword
    if some or config.option.collectonly:
        return 0
    has_affinity = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return 0 if cores == 1 else min(cores + 1, _MOST_PROCESSES)  # one, as much of it waits


def left_out(items: Iterable[pytest.Item], arguments: Sequence[str]) -> list[pytest.Item]:
    """Return the slow tests of files that the command line does not name."""
    named = {Path(argument.partition("::")[0]).resolve() for argument in arguments}
    return [item for item in items if kind_of(item) and item.path not in named]


def last_line(not_run: Counter[str], skipped: Counter[str]) -> str:
    """Say what was not run, and why."""
    parts = []
    if not_run:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(not_run.items()))
        parts.append(f"not run: {not_run.total()} slow tests ({kinds}); pytest -m slow runs them")
    if skipped:
        reasons = "; ".join(f"{count}: {reason}" for reason, count in skipped.most_common())
        parts.append(f"skipped: {skipped.total()} ({reasons})")
    return ". ".join(parts) or "every test was run"
