"""Who does the work elsewhere must run the same code, tables and packages: told by each, and compared."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import expectations
import tasks
import wearable_coach
from wearable_coach.dataset.making import code_sha256
from wearable_coach.errors import BadInput
from wearable_coach.shipped import code_version, tables_sha256

_Result = TypeVar("_Result")
_CODE = (wearable_coach, expectations, tasks)
"""Packages that the work of a shard runs."""
_PACKAGES = ("dask", "distributed", "great-expectations", "mecab-ko", "numpy", "pyarrow", "pydantic")  # fmt: skip
"""Installed ones by which results could differ, or not arrive."""
_SHOWN = 12


class WorkersDiffer(BadInput):
    """A worker runs other code than the process that asks it."""


@cache
def running_here() -> Mapping[str, str]:
    """Return what this process runs: name → version or hash."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "wearable-coach": code_version(),
        "code": code_sha256(*(Path(one.__path__[0]) for one in _CODE))[:_SHOWN],
        "tables": tables_sha256()[:_SHOWN],
        **{name: _installed(name) for name in _PACKAGES},
    }


def need_same(wanted: Mapping[str, str], found: Mapping[str, str], *, who: str) -> None:
    """Stop where somebody runs something else.

    Args:
        wanted: What is run here.
        found: What they run.
        who: Their name, for messages.

    Raises:
        WorkersDiffer: and both are named.
    """
    differ = [name for name in wanted if found.get(name) != wanted[name]]
    if not differ:
        return
    told = "; ".join(f"{n} {found.get(n, 'none')} there, {wanted[n]} here" for n in differ)
    message = f"dask: {who} runs something else than this process: {told}; give it the same checkout and the packages of its uv.lock (docs/cluster.md), and start it again"
    raise WorkersDiffer(message)


class SameCode:
    """Does the work where it is sent, if the same code is there; also workers that come late are looked at."""

    at_once = 1

    def __init__(self, wanted: Mapping[str, str]) -> None:
        """Hold what the process that asks runs."""
        self._wanted = dict(wanted)

    def run(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any function's
        """Do it.

        Raises:
            WorkersDiffer: this process runs other code than the one that asks.
        """
        need_same(self._wanted, running_here(), who=f"a worker on {platform.node()}")
        return function(*args)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
