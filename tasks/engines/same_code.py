"""Who does the work elsewhere must run the same code, tables and packages: told by each, and compared."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from wearable_coach.errors import BadInput
from wearable_coach.shipped import code_version, tables_sha256

_Result = TypeVar("_Result")
_CODE = ("wearable_coach", "expectations", "tasks")
"""Packages that the work of a shard runs."""
_PACKAGES = ("dask", "distributed", "great-expectations", "mecab-ko", "numpy", "pyarrow", "pydantic")  # fmt: skip
"""Installed ones by which results could differ, or not arrive."""
_CODE_ENDS = (".py", ".yaml", ".txt", ".html", ".css", ".json", ".weights")
_NOT_CODE = {"__pycache__", "corpora", "commit.txt"}
_SHOWN = 12


class WorkersDiffer(BadInput):
    """A worker runs other code than the process that asks it."""


@cache
def running_here() -> Mapping[str, str]:
    """Return what this process runs: name → version or hash."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "wearable-coach": code_version(),
        "code": code_sha256()[:_SHOWN],
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


@cache
def code_sha256() -> str:
    """Return the hash of all files of the packages that the work of a shard runs."""
    digest = sha256()
    for package in _CODE:
        for name, file in sorted(_files_of(files(package), package)):
            digest.update(f"{name}\0".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files_of(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for child in folder.iterdir():
        name = f"{path}/{child.name}"
        if child.name in _NOT_CODE:
            continue
        if child.is_dir():
            yield from _files_of(child, name)
        elif child.name.endswith(_CODE_ENDS):
            yield name, child


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
