"""Questions with the points that a complete answer to them holds, as a second reader chose them."""

from __future__ import annotations

from typing import NamedTuple

from texts.training.corpus import lines_of
from wearable_coach.standards.topics import everyday_topics


class Labelled(NamedTuple):
    """A question, and the places of the points that a complete answer to it holds, the most direct first."""

    id: str
    text: str
    topic: str
    writer: str
    points: tuple[str, ...]


def labelled() -> tuple[list[Labelled], dict[str, str]]:
    """Return the questions whose complete answers a second reader chose, each once, and the hash of each file."""
    lines, files = lines_of("questions-*.jsonl")
    topics = everyday_topics()
    found = {
        (one["topic"], one["text"]): Labelled(
            one["id"],
            " ".join(one["text"].split()),
            one["topic"],
            one["writer"],
            tuple(one["complete"]),
        )
        for one in reversed(lines)
        if one.get("complete") and one["topic"] in topics
    }
    return list(reversed(found.values())), files
