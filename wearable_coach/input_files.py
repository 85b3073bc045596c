"""Files that a person names, read so that none reads for ever: not a device, not a pipe without a writer.

Standard input, pipes and the shell's ``<(…)`` are files like others here; what has no end is not.
Everything that fails is an `OSError` whose `strerror` says why, as of a file that is not there.
"""

from __future__ import annotations

import errno
import os
import select
import stat
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import IO

MOST_BYTES = 64 * 2**20
"""What is read whole is no longer than this [bytes]; some thousands of cases."""
MOST_SETTINGS_BYTES = 2**20
"""The same of what a person writes by hand, such as a recipe or keys [bytes]."""
LONGEST_LINE_BYTES = 16 * 2**20
"""A line of what is read line by line [bytes]."""
_WRITER_WITHIN_S = 10.0


def read_text(path: Path, *, encoding: str = "utf-8", most_bytes: int = MOST_SETTINGS_BYTES) -> str:
    """Return a file's text.

    Raises:
        OSError: it cannot be read, has no end, or is too long.
        UnicodeDecodeError: it is not of this encoding.
    """
    return read_bytes(path, most_bytes=most_bytes).decode(encoding)


def read_bytes(path: Path, *, most_bytes: int = MOST_SETTINGS_BYTES) -> bytes:
    """Return what a file holds.

    Raises:
        OSError: it cannot be read, has no end, or is too long.
    """
    with open_file(path) as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise _unreadable(errno.EFBIG, f"longer than {most_bytes:,} bytes", path)
    return data


def open_file(path: Path) -> BufferedReader:
    """Open a file to read.

    Raises:
        OSError: it cannot be read, is a folder or a device, or a pipe that nobody writes to.
    """
    try:
        number = os.open(expanded(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError:
        raise _unreadable(errno.EINVAL, "its name holds a NUL character", path) from None
    try:
        _need_an_end(number, path)
        os.set_blocking(number, True)
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def lines_of(file: IO[bytes], *, longest: int = LONGEST_LINE_BYTES) -> Iterator[bytes]:
    """Yield the lines of an open file.

    Raises:
        OSError: a line is too long to be one.
    """
    while line := file.readline(longest + 1):
        if len(line) > longest:
            raise OSError(errno.EFBIG, f"a line is longer than {longest:,} bytes")
        yield line


def expanded(path: Path) -> Path:
    """Return a path with ``~`` replaced.

    Raises:
        OSError: nobody has that home folder; an empty $HOME would make it the root of all files.
    """
    with suppress(RuntimeError):
        if path.parts[:1] != ("~",) or os.environ.get("HOME") != "":
            return path.expanduser()
    raise _unreadable(errno.ENOENT, f"there is no home folder {path.parts[0]}", path)


def _need_an_end(number: int, path: Path) -> None:
    """Refuse what can be read for ever, or waited for."""
    found = os.fstat(number)
    if stat.S_ISDIR(found.st_mode):
        raise _unreadable(errno.EISDIR, "a folder, not a file", path)
    if stat.S_ISFIFO(found.st_mode):
        _await_writer(number, path)
    elif not stat.S_ISREG(found.st_mode) and not _is_allowed(found):
        raise _unreadable(errno.ENODEV, "a device, not a file", path)


def _is_allowed(found: os.stat_result) -> bool:
    """Say whether a device is the terminal that one types at, or the one that is always empty."""
    known = [os.stat(os.devnull), *([os.fstat(0)] if os.isatty(0) else [])]  # noqa: PTH116 - of a descriptor too
    return any(os.path.samestat(found, one) for one in known)


def _await_writer(number: int, path: Path) -> None:
    """Wait for somebody to write to a pipe that has a name; the shell's have writers from the start."""
    if expanded(path).parts[:2] in {("/", "dev"), ("/", "proc")}:
        return
    waiting = select.poll()
    waiting.register(number, select.POLLIN | select.POLLHUP)
    if not waiting.poll(_WRITER_WITHIN_S * 1000):
        why = f"a pipe that nobody wrote to for {_WRITER_WITHIN_S:g} s"
        raise _unreadable(errno.EAGAIN, why, path)


def _unreadable(code: int, why: str, path: Path) -> OSError:
    return OSError(code, why, str(path))
