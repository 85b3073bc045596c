"""Whose eyes a store on this machine is for: files of a version before may be open to others."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from deployments.doctor.finding import Finding, fail, ok, skip
from deployments.doctor.installation import Examined
from wearable_coach.store import LocalStore
from wearable_coach.store.permissions import OTHERS, holds_days
from wearable_coach.store.reading import cannot_read

_OF_UP = ("up", "prefect")
"""Folders that hold secrets, logs and Prefect's database."""

_PASSABLE = 0o011


def days(installation: Examined) -> Iterator[Finding]:
    """Look whether files with days of people are their owner's alone."""
    store = installation.store()
    if not isinstance(store, LocalStore):
        yield skip("days", "not on this machine: whoever has the account's rights reads them")
        return
    found = Counter(key.partition("/")[0] for key in _open_to_others(store.folder))
    if not found:
        yield ok("days", "their owner alone reads files with days of people")
        return
    folders = " ".join(quote(str(store.folder / name)) for name in sorted(found))
    detail = f"{found.total():,} files with days of people are open to other users of this machine"
    yield fail("days", detail, f"chmod -R go= {folders}")


def secrets(installation: Examined) -> Iterator[Finding]:
    """Look whether what `wearable-coach up` keeps is its owner's alone."""
    store = installation.store()
    if not isinstance(store, LocalStore):
        return
    folders = [store.folder / name for name in _OF_UP]
    found = [f for f in folders if f.is_dir() and stat.S_IMODE(f.stat().st_mode) & OTHERS]
    if found:
        named = " ".join(quote(str(folder)) for folder in found)
        detail = f"secrets, logs or Prefect's database are open to other users: {named}"
        yield fail("of up", detail, f"chmod -R go= {named}")
    elif any(folder.is_dir() for folder in folders):
        yield ok("of up", "its owner alone reads secrets, logs and Prefect's database")


def _open_to_others(root: Path) -> Iterator[str]:
    """Yield the keys of files that others can reach; a folder that is closed is not looked into."""
    if not _lets_in(root):
        return
    for at, folders, names in os.walk(root, onerror=_not_listed):
        folders[:] = [name for name in folders if _lets_in(Path(at, name))]
        for path in (Path(at, name) for name in names):
            key = path.relative_to(root).as_posix()
            if holds_days(key) and _mode(path) & OTHERS:
                yield key


def _not_listed(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # one that went meanwhile is not there
        raise cannot_read(Path(error.filename), error)


def _lets_in(folder: Path) -> bool:
    return bool(_mode(folder) & _PASSABLE)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0  # gone meanwhile


CHECKS = (days, secrets)
