"""The tables of this room, each read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> Any:  # noqa: ANN401 - what a file holds, its reader knows
    """Return what a table of this room holds, by its name without ``.yaml``."""
    path = files("wearable_coach.korean") / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """Return the words that a table lists under a key, written with blanks between them."""
    return frozenset(table(name)[key].split())
