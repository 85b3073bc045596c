"""Backing up an installation while it runs: its store, and Prefect's SQLite database.

    python -m deployments.backup store FROM TO
    python -m deployments.backup sqlite PREFECT_DB COPY

FROM and TO are stores as everywhere: a folder, azure://CONTAINER/PREFIX, block:NAME. Restoring is the
same the other way round. docs/backup.md says what else there is to keep.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

from flows.openers.stores import open_store
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.exits import guarded
from wearable_coach.store import Store
from wearable_coach.store.copying import Copied, copy_store
from wearable_coach.store.layout import shown
from wearable_coach.store.permissions import OWNER_FOLDER

_PAGES = 1024
"""Pages of the database copied at once; between them its server may write."""
_TELL_EVERY = 500


def copy_sqlite(source: Path, target: Path) -> int:
    """Copy a SQLite database that may be in use, whole as at one moment; return its length [bytes].

    The copy is its owner's alone: it holds blocks, and the key that their secrets are encrypted with.

    Raises:
        BadInput: there is no such database, or the copy would take the place of a folder, pipe or device.
        StoreConflict: the copy cannot be written, is damaged, or would replace a database in use.
    """
    if not source.is_file():
        message = f"sqlite: there is no {source}; `wearable-coach up` keeps it as prefect/prefect.db in its folder"
        raise BadInput(message)
    left = target.with_name(f"{target.name}-wal")
    if left.exists():
        message = f"sqlite: {left} is there, so a server uses {target} or was killed over it; stop it and move its folder away"
        raise StoreConflict(message)
    if target.exists() and not target.is_file():
        message = f"sqlite: {target} is no plain file, and a copy would take its place; name a file"
        raise BadInput(message)
    partial = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(OWNER_FOLDER, parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        _copy_pages(source, partial)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):  # the fault may be of the folder itself
            partial.unlink(missing_ok=True)
        message = f"sqlite: cannot copy {source} to {target} ({error}); check room and permissions, and copy again"
        raise StoreConflict(message) from None
    return target.stat().st_size


def _copy_pages(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as running,
        closing(sqlite3.connect(target)) as copy,
    ):
        running.backup(copy, pages=_PAGES, sleep=0.01)
        copy.execute("pragma journal_mode = delete")
        found = copy.execute("pragma integrity_check").fetchone()[0]
        if found != "ok":
            message = f"damaged: {found.splitlines()[0]}"
            raise sqlite3.DatabaseError(message)


def back_up_store(source: Store, target: Store) -> Copied:
    """Copy a store, and tell how far it is.

    Raises:
        BadInput: the source cannot be read.
        TransientError: objects went away meanwhile.
        StoreConflict: the target cannot be written.
    """

    def report(done: int, of: int) -> None:
        if done % _TELL_EVERY == 0 and done:
            sys.stderr.write(f"{done:,} of {of:,}\n")

    def skipped(key: str) -> None:
        sys.stderr.write(
            f"backup: {shown(key)} is not of this product and cannot be copied: left out\n"
        )

    target.check_writable()
    return copy_store(source, target, report=report, skipped=skipped)


def main() -> None:
    """Run it."""
    given = _parser().parse_args()
    if given.what == "sqlite":
        size = copy_sqlite(Path(given.source), Path(given.target))
        sys.stdout.write(f"copied {given.target}: {size:,} bytes\n")
    else:
        source, target = (
            open_store(name, environment=os.environ) for name in (given.source, given.target)
        )
        done = back_up_store(source, target)
        sys.stdout.write(
            f"copied {done.written:,} objects, {done.bytes:,} bytes; {done.objects:,} in all\n"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deployments.backup", description=(__doc__ or "").partition("\n")[0]
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    for name, source, target in (("store", "FROM", "TO"), ("sqlite", "PREFECT_DB", "COPY")):
        kind = kinds.add_parser(name)
        kind.add_argument("source", metavar=source)
        kind.add_argument("target", metavar=target)
    return parser


if __name__ == "__main__":
    sys.exit(guarded("backup", main))
