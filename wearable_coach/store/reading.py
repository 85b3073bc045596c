"""Reading a local folder so that what cannot be read is never taken for absent."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.store.layout import FOLDERS, is_ours, may_hold_ours, shown

_REMEDIES = {
    errno.EACCES: "let this user read it (chmod, chown)",
    errno.EPERM: "let this user read it (chmod, chown)",
    errno.EISDIR: "a folder lies where a file belongs; move it away",
    errno.ENOTDIR: "a file lies where a folder belongs; move it away",
    errno.ELOOP: "the link leads back to itself; remove it",
    errno.ENAMETOOLONG: "give a shorter name",
    errno.EINVAL: "it is no plain file; move it away",
    errno.ENOENT: "the link leads nowhere; mount what it leads to, or remove it",
}
_LOOK_AT_DISK = "look at the disk (dmesg), or restore it from a backup"


def unreadable(path: Path, error: OSError) -> BadInput:
    """Return what is told of a path that is there and cannot be read."""
    reason = error.strerror or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0, _LOOK_AT_DISK)
    return BadInput(f"store: cannot read {shown(str(path))} ({reason}); {remedy}")


def read_plain_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        OSError: it is not there, or cannot be read; a pipe or a device is never waited for.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
            raise OSError(number, os.strerror(number))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def is_folder(path: Path) -> bool:
    """Say whether a folder is there.

    Raises:
        BadInput: something is there that is no folder, or nobody can tell.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        if path.is_symlink():
            raise unreadable(path, error) from None
        return False
    except OSError as error:
        raise unreadable(_culprit(path, error), error) from None
    if not stat.S_ISDIR(mode):
        message = f"store: {shown(str(path))} is a file; name a folder, or move the file away"
        raise BadInput(message)
    return True


def why_absent(folder: Path, path: Path) -> BadInput | None:
    """Return what is told where a path below a folder only seems to be absent: a link leads nowhere."""
    for place in (path, *path.parents):
        if place.is_symlink() and not place.exists():
            error = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            return unreadable(place, error)
        if place == folder:
            break
    return None


def cannot_read(path: Path, error: OSError) -> BadInput:
    """Return what is told of a path that cannot be read, naming what of it is in the way."""
    return unreadable(_culprit(path, error), error)


def walk(folder: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files under `root` with their keys below `folder`; one that goes meanwhile is not there.

    A folder in which nothing of the product's can lie is not entered: it is one entry. So is a folder
    that lies where a file of the product's belongs, and reading that tells so.

    Raises:
        BadInput: a folder cannot be listed.
    """
    pending = [(root, _key(folder, root))]
    while pending:
        at, key = pending.pop()
        for entry in entries(folder, at):
            below = f"{key}{entry.name}"
            if _is_entered(entry, below, folder):
                pending.append((Path(entry.path), f"{below}/"))
            else:
                yield below, Path(entry.path)


def modified_and_size(path: Path) -> tuple[float, int] | None:
    """Return when a file was written [s] and its length [bytes]; None where it went meanwhile.

    Raises:
        BadInput: nobody can tell.
    """
    try:
        try:
            found = path.stat()
        except OSError:
            found = path.lstat()  # a link that leads nowhere is there, and reading it tells so
        if stat.S_ISDIR(found.st_mode):  # a link that is not followed is as old as itself
            found = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_read(path, error) from None
    return found.st_mtime, found.st_size


def _key(folder: Path, root: Path) -> str:
    return "" if root == folder else f"{root.relative_to(folder).as_posix()}/"


def entries(folder: Path, at: Path) -> list[os.DirEntry[str]]:
    """Return what lies in a folder of a store; nothing where it is not there.

    Raises:
        BadInput: it cannot be listed.
    """
    try:
        with os.scandir(at) as found:
            return list(found)
    except FileNotFoundError:
        if (why := why_absent(folder, at)) is not None:
            raise why from None
        return []
    except OSError as error:
        raise cannot_read(at, error) from None


def _is_entered(entry: os.DirEntry[str], key: str, store: Path) -> bool:
    """Say whether a folder is entered, never one that leads back into the store or out of a model."""
    try:
        is_folder = entry.is_dir()
    except OSError:  # a link that leads back to itself: reading it tells so
        return False
    if not is_folder or is_ours(key):
        return False
    if f"{key}/" in FOLDERS:
        return True
    if not key.startswith(FOLDERS):
        return not entry.is_symlink()
    return may_hold_ours(key) and (not entry.is_symlink() or _leads_away(entry, key, store))


def _leads_away(link: os.DirEntry[str], key: str, store: Path) -> bool:
    """Say whether a link of a whole version or model leads to another place, as another disk."""
    target, own = Path(link.path).resolve(), store.resolve()
    related = target == own or target in own.parents or own in target.parents
    return key.count("/") == 1 and not related


def _culprit(path: Path, error: OSError) -> Path:
    """Return the part of a path that is in the way: the file where a folder belongs."""
    if error.errno == errno.ENOTDIR:
        return next((p for p in reversed(path.parents) if p.exists() and not p.is_dir()), path)
    return path
