"""Which product this is: its version, and the tables by which answers are judged, as they are shipped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from wearable_coach import __version__

JUDGING = ("korean", "learned", "serving", "standards", "verification")
"""The rooms whose tables decide what is read, allowed and supported."""
_TEXTS = (".yaml", ".txt")
_WEIGHTS = ".weights"
_EXAMPLES = "corpora"
COMMIT = "commit.txt"


def code_version() -> str:
    """Return the version of the library that runs."""
    return __version__


@cache
def code_commit() -> str:
    """Return the commit that the build wrote into ``wearable_coach/commit.txt``; empty where it wrote none."""
    return commit_in(files("wearable_coach"))


def commit_in(folder: Traversable) -> str:
    """Return the commit that a build wrote into a folder; empty where there is none, or no word."""
    try:
        text = (folder / COMMIT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return text if text.isalnum() else ""


@cache
def tables_sha256() -> str:
    """Return the hash of the standards' tables, the lexica and the weights of the learned readers.

    It is the same wherever the same tables lie: ends of lines, lines that are only a comment, and in
    what order a folder lists its files or a file its words count for nothing.
    """
    digest = sha256()
    for room in JUDGING:
        for name, file in sorted(_tables(files("wearable_coach") / room, room)):
            digest.update(f"{name}\0".encode())
            digest.update(sha256(meant(name, file.read_bytes())).digest())
    return digest.hexdigest()


def meant(name: str, data: bytes) -> bytes:
    """Return what counts of a table.

    Args:
        name: Its file's name: of a list of words (``.txt``) the order of its lines does not count.
        data: What the file holds.
    """
    if name.endswith(_WEIGHTS):
        return data
    lines = (line.rstrip() for line in data.decode().splitlines())
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return "\n".join(kept if name.endswith(".yaml") else sorted(kept)).encode()


def _tables(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for child in folder.iterdir():
        name = f"{path}/{child.name}"
        if child.is_dir():
            if child.name != _EXAMPLES:
                yield from _tables(child, name)
        elif child.name.endswith((*_TEXTS, _WEIGHTS)):
            yield name, child
