"""Which points answered a question that people asked: labelled questions, told by likeness to which a new one comes near.

They ship with the package as one file, made of the texts in ``texts/written`` by ``python -m texts.training asked``.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from wearable_coach.learned.weights import FOLDER, WeightsUnreadable

FILE = FOLDER / "asked.questions"


class AskedQuestion(NamedTuple):
    """A question about a topic, and what answers it."""

    text: str
    points: tuple[str, ...]
    """Names of the topic's points, the most direct one first."""


class AskedHead(BaseModel):
    """What the questions were taken from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: str = "asked"
    texts: dict[str, str]
    """The SHA-256 of each file that they were taken from."""
    questions: int
    sha256: str
    """Of everything after this line, unpacked."""


def asked(topic: str) -> tuple[AskedQuestion, ...]:
    """Return the labelled questions about a topic, in the order of the texts; none for a topic that nobody asked about.

    Raises:
        WeightsUnreadable: the file of questions is not whole.
    """
    return _asked().get(topic, ())


def written(texts: Mapping[str, str], rows: list[tuple[str, AskedQuestion]]) -> bytes:
    """Return the bytes of the file of questions.

    Args:
        texts: The SHA-256 of each file that they were taken from.
        rows: Topic and question, in order.
    """
    lines = [f"{topic}\t{one.text}\t{' '.join(one.points)}" for topic, one in rows]
    body = "\n".join(lines).encode()
    head = AskedHead(
        texts=dict(texts), questions=len(rows), sha256=hashlib.sha256(body).hexdigest()
    )
    return head.model_dump_json().encode() + b"\n" + zlib.compress(body, 9)


def read(file: Path) -> tuple[AskedHead, list[tuple[str, AskedQuestion]]]:
    """Read a file of questions.

    Raises:
        WeightsUnreadable: it is not whole.
    """
    line, _, packed = file.read_bytes().partition(b"\n")
    try:
        head = AskedHead.model_validate_json(line)
        body = zlib.decompress(packed)
    except (ValueError, zlib.error):
        raise WeightsUnreadable(_damaged(file)) from None
    if hashlib.sha256(body).hexdigest() != head.sha256:
        raise WeightsUnreadable(_damaged(file))
    rows = (row.split("\t") for row in body.decode().split("\n"))
    return head, [(topic, AskedQuestion(text, tuple(p.split()))) for topic, text, p in rows]


def _damaged(file: Path) -> str:
    return f"learned questions: {file} does not match its checksum; install wearable-coach again"


@cache
def _asked() -> Mapping[str, tuple[AskedQuestion, ...]]:
    found: dict[str, list[AskedQuestion]] = defaultdict(list)
    for topic, one in read(FILE)[1]:
        found[topic].append(one)
    return {topic: tuple(those) for topic, those in found.items()}
