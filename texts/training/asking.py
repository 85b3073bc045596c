"""The labelled questions that ship: of every text of a question that says which points of its topic answer it."""

from __future__ import annotations

from texts.training.corpus import lines_of
from wearable_coach.learned.asked import AskedQuestion, written


def asked_file() -> bytes:
    """Return the file of labelled questions, the same bytes each time."""
    lines, files = lines_of("questions-*.jsonl")
    rows = [
        (one["topic"], AskedQuestion(" ".join(one["text"].split()), tuple(one["points"])))
        for one in lines
        if one.get("points")
    ]
    return written(files, rows)
