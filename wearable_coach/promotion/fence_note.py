"""What the pointer says of the last fence of a model. The record alone, as whoever reads the pointer needs it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wearable_coach.records import Record


class FenceNote(Record):
    """Whether a model's answers pass the last fence, and why not where they do not."""

    state: Literal["on", "off", "absent"] = Field(
        description="on: a sentence unlike all that it was trained on is not shown; off: a person or a "
        "rule wanted none; absent: nobody knows what it was trained on"
    )
    why: str = Field("", description="Of off and absent")
    key: str = Field("", description="Where the sentences lie in the store")
    sha256: str = Field("", description="Hash of that file")
    sentences: int = Field(0, ge=0, description="How many it holds [count]")
    dataset_version: str = Field("", description="Of which dataset's training rows")
    least_likeness: float | None = Field(
        None,
        gt=0,
        le=1,
        description="From which likeness to one of them on a sentence is shown [1]",
    )


UNSAID = FenceNote(
    state="absent", why="promoted before there was one; promote the model again to have it"
)
"""What holds of an entry that says nothing of a fence."""
