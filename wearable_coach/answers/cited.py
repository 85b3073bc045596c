"""The section 근거: what of an answer rests on which source, a line a subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from wearable_coach.standards.table import table

Cited = Mapping[str, Iterable[str]]
"""Subject, in words → the sources that it rests on."""


@cache
def cite_ko(source: str) -> str:
    """Return how an answer writes a source, as in ``sources.yaml``."""
    text: str = table("sources")[source]["cite_ko"]
    return text


def cited_lines(cited: Cited) -> str:
    """Write a line a subject with the sources that it rests on."""
    return "\n".join(f"- {what}: {', '.join(map(cite_ko, of))}" for what, of in cited.items())
