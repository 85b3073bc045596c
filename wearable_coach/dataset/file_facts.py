"""Hash and size of each file of a version, taken when it is made; for files that tell of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import NamedTuple


class FileFact(NamedTuple):
    """What is told of a file."""

    sha256: str
    size: int
    """[bytes]."""


class FileFacts:
    """The files of a version as they are made, each once where nobody asks for it again."""

    def __init__(self, files: Mapping[str, Callable[[], bytes]]) -> None:
        """Watch how files are made."""
        self._files = dict(files)
        self._known: dict[str, FileFact] = {}

    def watched(self) -> dict[str, Callable[[], bytes]]:
        """Return the files, each told of here when it is made."""
        return {name: partial(self._make, name) for name in self._files}

    def all(self) -> dict[str, FileFact]:
        """Return what is told of every file; what was not made yet is made, and let go."""
        for name in self._files:
            if name not in self._known:
                self._make(name)
        return {name: self._known[name] for name in self._files}

    def _make(self, name: str) -> bytes:
        data = self._files[name]()
        self._known[name] = FileFact(sha256(data).hexdigest(), len(data))
        return data
