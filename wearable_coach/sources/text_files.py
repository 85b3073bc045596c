"""The text of an export, line by line, whatever it was saved as: UTF-8, UTF-16 or CP949, gzip or the one file of a zip archive."""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from wearable_coach.errors import BadInput
from wearable_coach.input_files import LONGEST_LINE_BYTES, open_file

STANDARD_INPUT = "-"
_BLOCK_BYTES = 2**18
_DAMAGED = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
)
"""What is raised by files that are damaged, encrypted, or packed in a way that nobody uses."""
_HEAD_BYTES = 4096
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Opened(NamedTuple):
    """An open file of bytes, gzip and an archive of one file undone."""

    name: str
    """What messages call it."""
    raw: IO[bytes]
    head: bytes
    """Its first bytes, which `raw` gives again; what a form is told by."""


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a file, or standard input for ``-``, to read it once.

    Raises:
        BadInput: it cannot be read.
    """
    with ExitStack() as files:
        try:
            raw: io.BufferedReader[Any] = files.enter_context(_opened(path))
            if raw.peek(2)[:2] == _GZIP:
                raw = files.enter_context(io.BufferedReader(gzip.GzipFile(fileobj=raw)))
            if raw.peek(4)[:4] == _ZIP:
                raw = _only_member(raw, files)
            head = raw.peek(_HEAD_BYTES)[:_HEAD_BYTES]
        except _DAMAGED as error:
            raise unreadable(path, error) from None
        name = "standard input" if str(path) == STANDARD_INPUT else path.name
        yield Opened(name, raw, head)


def unreadable(path: Path, error: Exception) -> BadInput:
    """Return what is said of a file that cannot be read, or not to its end."""
    why = getattr(error, "strerror", None) or "a damaged or encrypted archive"
    return BadInput(f"file: cannot read {path} ({why}); give a readable file")


def lines_of_text(file: Opened, said: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """Yield the lines of a file, each with its end.

    Args:
        file: The open file.
        said: Is told the encoding, where it is none of UTF-8.

    Raises:
        BadInput: it is binary, of no encoding that is known, or has a line too long to be one.
    """
    rest = ""
    for text in _texts(file, said):
        cut = _end_of_lines(rest_and := rest + text)
        yield from io.StringIO(rest_and[:cut], newline="")
        rest = rest_and[cut:]
        if len(rest) > LONGEST_LINE_BYTES:
            message = f"file: cannot read {file.name} (a line is longer than {LONGEST_LINE_BYTES:,} characters); give a readable file"
            raise BadInput(message)
    yield from io.StringIO(rest, newline="")


def chunks_of_text(file: Opened, said: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """Yield the text of a file in pieces that end anywhere.

    Raises:
        BadInput: it is binary, or of no encoding that is known.
    """
    return _texts(file, said)


def _opened(path: Path) -> io.BufferedReader:
    if str(path) == STANDARD_INPUT:
        return os.fdopen(os.dup(0), "rb")
    return open_file(path)


def _only_member(raw: IO[bytes], files: ExitStack) -> io.BufferedReader[Any]:
    """Return the one file of an archive, or of several the archive itself: a workbook is one."""
    if not raw.seekable():  # it comes in by a pipe
        kept = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        shutil.copyfileobj(raw, kept)
        kept.seek(0)
        raw = kept
    archive = files.enter_context(zipfile.ZipFile(raw))
    members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
    if len(members) == 1:
        return files.enter_context(io.BufferedReader(archive.open(members[0])))
    raw.seek(0)
    return cast("io.BufferedReader[Any]", raw)


def _end_of_lines(text: str) -> int:
    """Return where the last whole line ends; a CR at the very end may be half of a line's end."""
    return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1


def _texts(file: Opened, said: Callable[[str], None]) -> Iterator[str]:
    mark, encoding = _encoding(file)
    if encoding != "utf-8":
        said(encoding)
    decoder = codecs.getincrementaldecoder(encoding)()
    ascii_so_far, lines = encoding == "utf-8", 1
    for block in _blocks(file, skip=len(mark)):
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            if not ascii_so_far:
                raise _undecodable(file, lines + _lines_before(error)) from None
            decoder, ascii_so_far = codecs.getincrementaldecoder("cp949")(), False
            said("cp949")
            try:
                text = decoder.decode(error.object, final=not block)
            except UnicodeDecodeError as other:
                raise _undecodable(file, lines + _lines_before(other)) from None
        ascii_so_far = ascii_so_far and text.isascii()
        lines += text.count("\n")
        yield text


def _blocks(file: Opened, *, skip: int) -> Iterator[bytes]:
    """Yield the bytes, then an empty block."""
    try:
        file.raw.read(skip)
        while block := file.raw.read(_BLOCK_BYTES):
            yield block
    except _DAMAGED as error:
        raise unreadable(Path(file.name), error) from None
    yield b""


def _encoding(file: Opened) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if file.head.startswith(mark):
            return mark, encoding
    if b"\0" not in file.head:
        return b"", "utf-8"
    even, odd = file.head[::2].count(0), file.head[1::2].count(0)
    if min(even, odd) == 0 and max(even, odd) * 4 > len(file.head):
        return b"", "utf-16-le" if odd else "utf-16-be"
    message = f"file: {file.name} is binary, not text; export it as CSV in UTF-8"
    raise BadInput(message)


def _lines_before(error: UnicodeDecodeError) -> int:
    return error.object[: error.start].count(b"\n")


def _undecodable(file: Opened, line: int) -> BadInput:
    return BadInput(
        f"{file.name}, line {line}: not UTF-8, nor CP949 (EUC-KR); save the file as UTF-8"
    )
