"""What an evaluation says in numbers: a measure of a model, and its difference from another's.

The records alone, as the library reads them: what computes them needs numpy.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wearable_coach.records import Record


class Figure(Record):
    """One measure of one model, with its interval and what it stands on."""

    measure: str
    share: float | None = Field(description="Hits of all [1]; None when nothing was scored")
    low: float | None = None
    high: float | None = None
    hits: float
    of: float = Field(description="What there was to hit: claims, answers, sentences [count]")
    unread: float = Field(
        0,
        description="What there was of the same kind that nobody understood, and so judged [count]",
    )
    n: int = Field(description="Answers scored [count]")
    unscored: int = Field(description="Answers to which the measure does not apply [count]")
    people: int = Field(0, description="Persons among the scored [count]")

    @property
    def judged(self) -> float | None:
        """The share of all there was to judge that was understood [1]; None where there was nothing."""
        asked = self.of + self.unread
        return self.of / asked if asked else None


class Difference(Record):
    """A measure of one model minus that of another, on the same cases."""

    measure: str
    model: str
    against: str
    difference: float | None
    low: float | None = None
    high: float | None = None
    low_together: float | None = Field(
        None, description="The same ends where they are to hold over all headline measures at once"
    )
    high_together: float | None = None
    p: float | None = Field(None, description="Two-sided, of the test")
    p_holm: float | None = Field(None, description="The same, corrected over the headline measures")
    test: Literal["mcnemar", "permutation"]
    only_model: int = Field(0, description="Answers that only this model meets [count]")
    only_against: int = Field(0, description="Answers that only the other meets [count]")
    n: int = Field(0, description="Cases that both models answered and that are scored [count]")
    people: int | None = Field(
        None, description="Persons of those cases [count]; None in records of before"
    )
    n_model: int | None = Field(None, description="Cases scored of this model alone [count]")
    n_against: int | None = Field(None, description="Cases scored of the other alone [count]")
