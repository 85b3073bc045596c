"""What a service counts of its answers, by day, model and kind; nothing of it is about a person."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pydantic import AwareDatetime, Field

from wearable_coach.records import Kind, Record

LATENCY_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16)
"""Where buckets of latency end; the last one has no end [s]."""


class ServedCount(Record):
    """One day's answers of one kind, by one model or by the rules."""

    day: date = Field(description="In Korea's time")
    model: str = Field(description="The model asked; 'rules' where none was")
    identity: str = Field(description="Which model that is; empty where none was asked")
    kind: Kind
    answers: int = 0
    from_model: int = Field(0, description="Model answers that were shown [count]")
    guarded: int = Field(0, description="Model answers that the guard refused [count]")
    unjudged: int = Field(
        0, description="Of the guarded: refused before a claim was read, for the form [count]"
    )
    unverified: int = Field(0, description="Of the guarded: a claim lacks support [count]")
    contradicted: int = Field(0, description="Of the unverified: against the facts [count]")
    model_errors: int = Field(0, description="Calls of the model that gave no answer [count]")
    not_opened: int = Field(
        0, description="Answers of the rules since the promoted model did not open [count]"
    )
    abstained: int = Field(0, description="Answers that are only the shortest safe text [count]")
    latencies: tuple[int, ...] = Field(
        (0,) * (len(LATENCY_BUCKETS_S) + 1),
        min_length=len(LATENCY_BUCKETS_S) + 1,
        max_length=len(LATENCY_BUCKETS_S) + 1,
        description="Answers for which the model said something, by bucket of latency [count]",
    )

    @property
    def said(self) -> int:
        """Answers that the model gave, shown or not [count]."""
        return self.from_model + self.guarded

    @property
    def judged(self) -> int:
        """Answers of the model whose claims were read [count]."""
        return self.said - self.unjudged

    def slower_than(self, seconds: float) -> int | None:
        """Return how many surely took longer [count]; None where no bucket lies beyond that."""
        bounds = pairwise((0.0, *LATENCY_BUCKETS_S, float("inf")))
        beyond = [start >= seconds for start, _ in bounds]
        counted = zip(beyond, self.latencies, strict=True)
        return sum(n for is_beyond, n in counted if is_beyond) if any(beyond) else None


class ServedCounts(Record):
    """All that one process of a service has counted since it began."""

    process: str = Field(min_length=1, max_length=64, description="Another one counts from nought")
    since: AwareDatetime
    days: tuple[ServedCount, ...] = ()
