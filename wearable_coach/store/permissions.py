"""Who may read a file: what holds days of people is its owner's alone, all else follows the umask.

The umask can only take away: no file is more open than it allows.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

OWNER_FILE, OWNER_FOLDER = 0o600, 0o700
OTHERS = 0o077
"""The bits that let others than the owner in."""

_ANY_FILE, _ANY_FOLDER = 0o666, 0o777
_DAYS = re.compile(
    r"(datasets|making|refused|answers|webhooks|local-jobs)/[^/]+/.+"
    r"|models/[^/]+/(evaluations/.+|evaluation\.json|report\.html)"
)
"""Keys of objects that hold days of people, or answers and words about them."""


def holds_days(key: str) -> bool:
    """Say whether an object of a store may hold a person's day, or words about it."""
    return _DAYS.fullmatch(key) is not None


def file_mode(key: str) -> int:
    """Return the mode that the file of an object is made with, before the umask."""
    return OWNER_FILE if holds_days(key) else _ANY_FILE


def folder_mode(key: str) -> int:
    """Return the mode that the folder of an object is made with, before the umask."""
    return OWNER_FOLDER if holds_days(f"{key.rpartition('/')[0]}/any") else _ANY_FOLDER


def owners_alone(path: str | Path, flags: int) -> int:
    """Open a file that is made for its owner alone: an `opener` for `open`."""
    return os.open(path, flags, OWNER_FILE)
