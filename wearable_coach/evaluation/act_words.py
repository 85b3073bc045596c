"""The words by which an answer's acts are known, as written in ``act_words.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _words() -> dict[str, Any]:
    path = files("wearable_coach.evaluation") / "act_words.yaml"
    words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words


@cache
def named(*path: str) -> frozenset[str]:
    """Return a list of words: ``named("defer", "acts")``."""
    found: Any = _words()
    for name in path:
        found = found[name]
    return frozenset(found)
