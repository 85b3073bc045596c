"""Memories of what was read, held small however much is read: what comes often comes first, and that is what stays."""

from __future__ import annotations

from itertools import islice
from typing import TypeVar

_Key = TypeVar("_Key")
_Known = TypeVar("_Known")


def make_room(memory: dict[_Key, _Known], most: int) -> None:
    """Forget of a memory that has outgrown `most` entries what came last, so that two thirds of these are left."""
    if len(memory) > most:
        for key in list(islice(memory, most * 2 // 3, None)):
            memory.pop(key, None)  # another thread may have done so
