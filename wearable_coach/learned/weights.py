"""The file of a trained reader: one line of JSON, then numbers, one weight of 8 bits for each group and class.

The line says what the weights were trained on (the hash of each file of texts), how they are scaled, and the hash of
what follows. Groups stand in order, a line each; then how many texts held each; then each group's row of weights, one
for each class, already multiplied by how rare the group is.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from array import array
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from wearable_coach.errors import CoachError

FOLDER = Path(__file__).parent / "weights"


class WeightsUnreadable(CoachError):
    """The weights of a trained reader are not those that were shipped."""


class WeightsHead(BaseModel):
    """What a reader was trained on and how its numbers are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: str
    texts: dict[str, str]
    """The SHA-256 of each file that it was trained on."""
    documents: int
    """How many texts it was trained on."""
    groups: int
    classes: tuple[str, ...]
    intercepts: tuple[float, ...]
    scales: tuple[float, ...]
    """What 127 stands for, for each class."""
    thresholds: dict[str, float]
    """The score above which so many per cent of the harmless texts of a writer held out lie."""
    trained_with: str
    sha256: str = ""
    """Of everything after this line, unpacked."""
    packed: bool = False
    """Whether what follows is compressed, as where most weights are nothing."""


class Weights:
    """A reader's weights, as they lie in their file."""

    def __init__(
        self, head: WeightsHead, groups: list[str], held_by: list[int], rows: bytes
    ) -> None:
        """Hold the weights; `held_by` says how many texts held a group, `rows` are signed bytes."""
        self.head, self.groups, self.held_by, self.rows = head, groups, held_by, rows

    def written(self) -> bytes:
        """Return the file's bytes, the hash of the numbers in its head."""
        names = "\n".join(self.groups).encode()
        counts = array("H", self.held_by)
        if sys.byteorder == "big":
            counts.byteswap()
        body = len(names).to_bytes(4, "little") + names + counts.tobytes() + self.rows
        head = self.head.model_copy(update={"sha256": hashlib.sha256(body).hexdigest()})
        told = head.model_dump(mode="json", exclude_defaults=not self.head.packed)
        line = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return line.encode() + b"\n" + (zlib.compress(body, 9) if head.packed else body)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a file of weights.

        Raises:
            WeightsUnreadable: it is not whole.
        """
        line, _, body = file.read_bytes().partition(b"\n")
        try:
            head = WeightsHead.model_validate_json(line)
        except ValueError:
            raise WeightsUnreadable(_damaged(file)) from None
        if head.packed:
            try:
                body = zlib.decompress(body)
            except zlib.error:
                raise WeightsUnreadable(_damaged(file)) from None
        if hashlib.sha256(body).hexdigest() != head.sha256:
            raise WeightsUnreadable(_damaged(file))
        return cls(head, *_parts(body, head.groups))


def _damaged(file: Path) -> str:
    return f"learned weights: {file} does not match its checksum; install wearable-coach again"


def _parts(body: bytes, groups: int) -> tuple[list[str], list[int], bytes]:
    end = 4 + int.from_bytes(body[:4], "little")
    counts = array("H", body[end : end + 2 * groups])
    if sys.byteorder == "big":
        counts.byteswap()
    return body[4:end].decode().split("\n"), counts.tolist(), body[end + 2 * groups :]
