"""The labelled questions that ship: of every text of a question that says which points of its topic answer it."""

from __future__ import annotations

from typing import Any

from texts.training.corpus import lines_of
from wearable_coach.learned.asked import AskedQuestion, written


def asked_file() -> bytes:
    """Return the file of labelled questions, the same bytes each time."""
    lines, files = lines_of("questions-*.jsonl")
    rows = [
        (one["topic"], AskedQuestion(" ".join(one["text"].split()), tuple(_points_of(one))))
        for one in lines
        if one.get("points")
    ]
    return written(files, rows)


def _points_of(line: dict[str, Any]) -> list[str]:
    """Return all that a complete answer says, where a second reader chose it, else what the first reader chose."""
    points: list[str] = line.get("complete") or line["points"]
    return points
