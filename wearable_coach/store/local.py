"""A store in a local folder (POSIX): hard links make a write all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from wearable_coach.errors import StoreConflict
from wearable_coach.operating_system import need_posix
from wearable_coach.store.contract import Exists, Listed, Missing, Stale, Stored
from wearable_coach.store.keys import checked_key
from wearable_coach.store.layout import FOLDERS, shown
from wearable_coach.store.permissions import file_mode, folder_mode
from wearable_coach.store.reading import (
    cannot_read,
    entries,
    is_folder,
    modified_and_size,
    read_plain_file,
    walk,
    why_absent,
)

_PROBES = "doctor/"
_UNFINISHED = ".writing-"
_LOCK = ".store-lock"
_TRIES = 1000


class LocalStore:
    """Objects as files under one folder.

    What cannot be read, or listed, is told and never taken for absent; nor is a folder that was
    there and is gone, as a disk that was taken away: nothing is written in its place.
    """

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when first written to."""
        self.folder = folder
        self._was_there = False

    def create(self, key: str, data: bytes) -> str:
        """Write a new file, complete or not at all."""
        target = self._path(key)
        self._look()
        with _plain_errors(target), _unfinished(target, data, key) as ready:
            try:
                os.link(ready, target)
            except FileExistsError:
                message = f"store: {target} exists already"
                raise Exists(message) from None
            _sync_folder(target.parent)
        self._was_there = True
        return _etag(data)

    def replace(self, key: str, data: bytes, *, etag: str) -> str:
        """Replace a file whose content still has `etag`."""
        target = self._path(key)
        self.read(key)
        with _plain_errors(target), self._lock():
            if self.read(key).etag != etag:
                message = f"store: {target} was changed by another run; read it again"
                raise Stale(message)
            with _unfinished(target, data, key) as ready:
                ready.replace(target)
            _sync_folder(target.parent)
        return _etag(data)

    def read(self, key: str) -> Stored:
        """Return a file's bytes and etag."""
        path = self._path(key)
        try:
            data = read_plain_file(path)
        except FileNotFoundError:
            self._look()
            if (why := why_absent(self.folder, path)) is not None:
                raise why from None
            message = f"store: there is no {shown(str(path))}"
            raise Missing(message) from None
        except OSError as error:
            raise cannot_read(path, error) from None
        return Stored(data, _etag(data))

    def keys(self, prefix: str) -> list[str]:
        """Return the keys under a prefix; unfinished writes are not there."""
        return [key for key, _ in self._files(prefix)]

    def objects(self, prefix: str) -> list[Listed]:
        """Return the files under a prefix; one that goes meanwhile is not there."""
        return _listed(self._files(prefix))

    def adopt(self, key: str, new_key: str) -> None:
        """Link a file under another name."""
        source, target = self._path(key), self._path(new_key)
        with _plain_errors(target):
            try:
                _linked(source, target, new_key)
            except FileExistsError:
                message = f"store: {target} exists already"
                raise Exists(message) from None
            except FileNotFoundError:
                self._look()
                message = f"store: there is no {shown(str(source))}"
                raise Missing(message) from None
            _sync_folder(target.parent)

    def remove(self, key: str) -> None:
        """Remove a file, and the folders above it that are empty then."""
        path = self._path(key)
        with _plain_errors(path):
            path.unlink(missing_ok=True)
        with suppress(OSError):
            for folder in path.parents[: key.count("/")]:
                folder.rmdir()

    def unfinished(self) -> list[Listed]:
        """Return writes that are under way, or that a killed run left."""
        self._look()
        places = [self.folder / name for name in (*FOLDERS, _PROBES)]
        files = [(e.name, Path(e.path)) for e in entries(self.folder, self.folder)]
        files += [one for place in places for one in walk(self.folder, place)]
        return _listed(sorted(f for f in files if f[1].name.startswith(_UNFINISHED)))

    def remove_unfinished(self, left: Iterable[Listed]) -> None:
        """Remove writes that a killed run left."""
        for one in left:
            if _is_private(one.key):
                self.remove(one.key)

    def check_writable(self) -> None:
        """Write and remove a file in the folder, or in its nearest parent."""
        self._look()
        folder = self.folder
        while not is_folder(folder) and folder != folder.parent:
            folder = folder.parent
        with _plain_errors(self.folder), _unfinished(folder / "probe", b"probe", "probe"):
            return

    def where(self, key: str) -> str:
        """Return the path of a key."""
        return str(self._path(key))

    def _files(self, prefix: str) -> list[tuple[str, Path]]:
        checked_key(f"{prefix}x")
        self._look()
        root = self._path(prefix.rpartition("/")[0]) if "/" in prefix else self.folder
        found = walk(self.folder, root)
        return sorted(f for f in found if f[0].startswith(prefix) and not _is_private(f[0]))

    def _look(self) -> None:
        """Look whether the folder that was there still is.

        Raises:
            BadInput: it is gone, or cannot be read.
        """
        was_there = self._was_there  # before looking: another thread may make the folder meanwhile
        if is_folder(self.folder):
            self._was_there = True
        elif was_there:
            message = f"store: {self.folder} was there and is gone; bring it back, then again"
            raise StoreConflict(message)

    def _path(self, key: str) -> Path:
        return self.folder.joinpath(*checked_key(key).split("/"))

    @contextmanager
    def _lock(self) -> Iterator[None]:
        import fcntl  # noqa: PLC0415 - POSIX only

        with (self.folder / _LOCK).open("ab") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _etag(data: bytes) -> str:
    return sha256(data).hexdigest()


def _listed(files: Iterable[tuple[str, Path]]) -> list[Listed]:
    """Look at files; one that goes meanwhile is left out."""
    found = []
    for key, path in files:
        if (looked := modified_and_size(path)) is not None:
            modified, size = looked
            found.append(Listed(key, size, datetime.fromtimestamp(modified, UTC)))
    return found


def _is_private(key: str) -> bool:
    return any(part.startswith((_UNFINISHED, _LOCK)) for part in key.split("/"))


def _new_file(folder: Path, key: str) -> tuple[int, Path]:
    """Open a new file in a folder, which is made where it is not: another run may take it away."""
    for _ in range(_TRIES):  # trying first: looking would cost every write two calls
        with suppress(FileNotFoundError):
            return _opened(folder, key)
        _make_folder(folder, key)
    return _opened(folder, key)


def _make_folder(folder: Path, key: str) -> None:
    with suppress(FileNotFoundError, FileExistsError):  # it came, and went while pathlib looked
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(folder_mode(key), exist_ok=True)


def _linked(source: Path, target: Path, key: str) -> None:
    """Link a file into a folder, which is made where it is not: another run may take it away."""
    for _ in range(_TRIES):
        try:
            os.link(source, target)
        except FileNotFoundError:
            if not source.exists():
                raise
            _make_folder(target.parent, key)
        else:
            return
    os.link(source, target)


def _opened(folder: Path, key: str) -> tuple[int, Path]:
    path = folder / f"{_UNFINISHED}{uuid4().hex}"
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file_mode(key)), path


@contextmanager
def _unfinished(target: Path, data: bytes, key: str) -> Iterator[Path]:
    handle, path = _new_file(target.parent, key)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _plain_errors(target: Path) -> Iterator[None]:
    need_posix("store")
    try:
        yield
    except OSError as error:
        message = (
            f"out: cannot write {target} ({error.strerror}); "
            "free space, change the permissions or name another folder with --out"
        )
        raise StoreConflict(message) from None
