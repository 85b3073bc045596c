"""What a device or its app exported: a zip, a folder or one file, read where it lies and never unpacked.

Nothing is written to disk but a database, which its reader needs as a file: a private temporary one, deleted after.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.input_files import MOST_BYTES, expanded, lines_of, open_file
from wearable_coach.input_values import json_of

_HEAD_BYTES = 8192
_MOST_HEADS = 4096
_CHUNK_BYTES = 2**20
_MOST_MEMBERS = 300_000
_MOST_UNPACKED_BYTES = 64 * 2**30
_MOST_TIMES = 300
"""A member packed tighter than this is no export; XML and JSON of readings come to a tenth of it."""
_SMALL_BYTES = 2**20
_MOST_DATABASE_BYTES = 8 * 2**30
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1


class ExportMember(NamedTuple):
    """A file of an export."""

    name: str
    """Its path inside, with slashes."""
    size: int
    """Unpacked [bytes]."""


class Export:
    """The files of an export, each opened when it is asked for."""

    def __init__(
        self,
        name: str,
        members: tuple[ExportMember, ...],
        opener: Callable[[str], IO[bytes]],
        *,
        is_zip: bool = False,
    ) -> None:
        """Take the members; `opener` opens one by its name."""
        self.name = name
        self.members = members
        self.is_zip = is_zip
        self.opener = opener
        self._heads: OrderedDict[str, bytes] = OrderedDict()

    def named(self, ending: str) -> tuple[str, ...]:
        """Return the names of the members that end so, whatever their case."""
        return tuple(m.name for m in self.members if m.name.lower().endswith(ending))

    def head(self, name: str) -> bytes:
        """Return how a member begins, without a byte order mark; empty of a folder's file that may not be read.

        Raises:
            BadInput: it is damaged: what cannot be recognised would be left out unsaid.
        """
        if name not in self._heads:
            if self.is_zip:
                with self._opened(name) as file:
                    head = file.read(_HEAD_BYTES)
            else:
                head = self._head_of_file(name)
            self._heads[name] = head.removeprefix(b"\xef\xbb\xbf")
            if len(self._heads) > _MOST_HEADS:
                self._heads.popitem(last=False)
        return self._heads[name]

    def _head_of_file(self, name: str) -> bytes:
        try:
            with self.opener(name) as file:
                return file.read(_HEAD_BYTES)
        except OSError:
            return b""

    def header(self, name: str) -> str:
        """Return a member's first line that holds anything."""
        text = self.head(name).decode("utf-8", "replace")
        return next((line.strip() for line in text.splitlines() if line.strip()), "")

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member piece by piece.

        Raises:
            BadInput: it cannot be read.
        """
        with self._opened(name) as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk

    def rows(
        self, name: str, *, delimiter: str = "", title: re.Pattern[str] | None = None
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield a CSV member's rows as (line, column → cell): short rows are filled, spare empty cells dropped.

        Args:
            name: The member.
            delimiter: What parts cells; by default the one that parts the header the most.
            title: What a first line that is no header is like.

        Raises:
            BadInput: it cannot be read, or is no CSV in UTF-8.
        """
        for line, cells, header in self._cells(name, delimiter, title):
            if any(cell.strip() for cell in cells):
                filled = cells + [""] * (len(header) - len(cells))
                yield line, dict(zip(header, filled, strict=False))

    def _cells(
        self, name: str, delimiter: str, title: re.Pattern[str] | None
    ) -> Iterator[tuple[int, list[str], list[str]]]:
        header: list[str] | None = None
        with self._opened(name) as file:
            lines = _text(name, file)
            before, first = 0, next(lines, "")
            while first and (not first.strip() or (title and title.match(first))):
                before, first = before + 1, next(lines, "")
            part = delimiter or max(",;\t", key=first.count)
            reader = csv.reader(_again(first, lines), delimiter=part)
            try:
                for cells in reader:
                    if header is None:
                        header = [cell.strip() for cell in cells]
                    else:
                        yield reader.line_num + before, cells, header
            except csv.Error as error:
                message = f"{name}, line {reader.line_num}: not CSV ({error}); export it again"
                raise BadInput(message) from None

    def json(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        """Return what a JSON member holds.

        Raises:
            BadInput: it cannot be read, is no JSON, or is longer than what is read whole.
        """
        with self._opened(name) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            message = f"{name}: longer than {MOST_BYTES:,} bytes; export fewer days at a time"
            raise BadInput(message)
        try:
            return json_of(data.removeprefix(b"\xef\xbb\xbf"))
        except ValueError as error:
            message = f"{name}: not JSON ({error}); export it again"
            raise BadInput(message) from None

    @contextmanager
    def database_file(self, name: str) -> Iterator[Path]:
        """Give a member as a file of its own, readable by this user alone and deleted after.

        Raises:
            BadInput: it cannot be read, or there is no room for it.
        """
        size = next((m.size for m in self.members if m.name == name), 0)
        if size > _MOST_DATABASE_BYTES:
            message = f"{name}: {size:,} bytes, more than {_MOST_DATABASE_BYTES:,}; give an export of fewer days"
            raise BadInput(message)
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wearable-coach-"))
                path = Path(folder) / "export.db"
                with path.open("xb") as copy:
                    for chunk in self.chunks(name):
                        copy.write(chunk)
            except OSError as error:
                message = f"{name}: cannot be copied to {tempfile.gettempdir()} ({error.strerror}); make room there"
                raise BadInput(message) from None
            yield path

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self.opener(name) as file:
                yield file
        except (EOFError, zipfile.BadZipFile, zlib.error):
            message = f"{self.name}: {name} in it is damaged; export it again"
            raise BadInput(message) from None
        except NotImplementedError:
            message = f"{self.name}: {name} is packed in a way that is not read; unpack the zip and give the folder"
            raise BadInput(message) from None
        except OSError as error:
            message = (
                f"{self.name}: cannot read {name} ({error.strerror or error}); give a readable file"
            )
            raise BadInput(message) from None


def is_export(path: Path) -> bool:
    """Say whether `path` can be an export at all: a folder or a plain file, no pipe that is read but once."""
    try:
        return expanded(path).is_dir() or expanded(path).is_file()
    except (OSError, ValueError):
        return False


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """Open what was exported.

    Raises:
        BadInput: it cannot be read, is locked by a password, or is packed as no export is.
    """
    with ExitStack() as stack:
        try:
            if expanded(path).is_dir():
                yield _of_folder(path)
                return
            file = stack.enter_context(open_file(path))
            is_zip = file.peek(4)[:4] in _ZIP
        except OSError as error:
            message = f"file: cannot read {path} ({error.strerror}); give a readable file"
            raise BadInput(message) from None
        yield _of_zip(path, file, stack) if is_zip else _of_file(path)


def _of_file(path: Path) -> Export:
    size = expanded(path).stat().st_size
    member = ExportMember(path.name, size)
    return Export(path.name, (member,), lambda _: open_file(path))


def _of_folder(folder: Path) -> Export:
    found: list[ExportMember] = []
    top = expanded(folder)
    for where, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if path.is_file() and not path.is_symlink() and not _is_shadow(name):
                inside = path.relative_to(top).as_posix()
                found.append(ExportMember(inside, path.stat().st_size))
        if len(found) > _MOST_MEMBERS:
            message = f"file: {folder} holds more than {_MOST_MEMBERS:,} files; give the export's own folder"
            raise BadInput(message)
    return Export(folder.name, tuple(found), lambda name: open_file(top / name))


def _of_zip(path: Path, file: IO[bytes], stack: ExitStack) -> Export:
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
    except (zipfile.BadZipFile, OSError):
        message = f"{path.name}: a zip that is damaged or not whole; export or download it again"
        raise BadInput(message) from None
    inside = [i for i in archive.infolist() if not i.is_dir() and not _is_shadow(i.filename)]
    _need_sane(path, inside)
    members = tuple(ExportMember(info.filename, info.file_size) for info in inside)
    return Export(path.name, members, archive.open, is_zip=True)


def _is_shadow(name: str) -> bool:
    """Say whether a file is what macOS lays beside every file of a zip or a foreign disk."""
    return name.rsplit("/", 1)[-1].startswith("._") or name.startswith("__MACOSX/")


def _need_sane(path: Path, inside: list[zipfile.ZipInfo]) -> None:
    """Refuse what is locked, or would unpack to more than any export holds."""
    if any(info.flag_bits & _ENCRYPTED for info in inside):
        message = f"{path.name}: locked by a password; unpack it with the password that its app showed, and give the folder"
        raise BadInput(message)
    if len(inside) > _MOST_MEMBERS or sum(i.file_size for i in inside) > _MOST_UNPACKED_BYTES:
        message = f"{path.name}: holds more files or bytes than any export; give the zip as it was exported"
        raise BadInput(message)
    for info in inside:
        if info.file_size > max(_SMALL_BYTES, info.compress_size * _MOST_TIMES):
            message = f"{path.name}: {info.filename} unpacks to more than {_MOST_TIMES} times its size, as no export does; give the zip as it was exported"
            raise BadInput(message)


def _text(name: str, file: IO[bytes]) -> Iterator[str]:
    encoding = "utf-8-sig"
    for number, line in enumerate(lines_of(file), start=1):
        try:
            yield line.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            message = f"{name}, line {number}: not UTF-8; export it again, or save it as UTF-8"
            raise BadInput(message) from None
        encoding = "utf-8"


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
