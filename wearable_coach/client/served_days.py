"""What was served, counted by day; nothing of it is about a person."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from datetime import date
from threading import Lock

from pydantic import Field

from wearable_coach.client.metrics import GUARD, LATENCY_BUCKETS_S, MODEL
from wearable_coach.client.result import CoachAnswer
from wearable_coach.records import Record

_KEPT_DAYS = 31
_MINIMAL = "minimal"


class ServedDay(Record):
    """One day's answers of a service."""

    day: date
    answers: int = 0
    from_model: int = Field(0, description="Model answers that the guard let pass [count]")
    guarded: int = Field(0, description="Model answers that the guard refused [count]")
    model_errors: int = Field(0, description="Calls of the model that gave no answer [count]")
    abstained: int = Field(0, description="Answers that are only the shortest safe text [count]")
    contradicted: int = Field(0, description="Of the guarded: against the facts [count]")
    latencies: tuple[int, ...] = Field(
        (0,) * (len(LATENCY_BUCKETS_S) + 1), description="Answers by bucket of latency [count]"
    )

    @property
    def latency_p95_s(self) -> float | None:
        """The end of the bucket that 95 % of the answers lie within [s]; None where the last has no end, or without any."""
        seen = 0
        for end, count in zip(LATENCY_BUCKETS_S, self.latencies, strict=False):
            seen += count
            if self.answers and seen >= 0.95 * self.answers:
                return end
        return None

    def with_answer(self, answer: CoachAnswer) -> ServedDay:
        """Return the day with one answer more."""
        place = bisect_left(LATENCY_BUCKETS_S, answer.latency_s)
        counts = tuple(n + (i == place) for i, n in enumerate(self.latencies))
        more = {
            "answers": 1,
            "from_model": answer.source == "model",
            "guarded": any(why.startswith(GUARD) for why in answer.why),
            "model_errors": any(why.startswith(MODEL) for why in answer.why),
            "abstained": _MINIMAL in answer.why,
            "contradicted": any(why.startswith("contradicted:") for why in answer.why),
        }
        added = {name: getattr(self, name) + int(n) for name, n in more.items()}
        return self.model_copy(update={**added, "latencies": counts})


class ServedDays:
    """The last days of a service; may be used from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._days: OrderedDict[date, ServedDay] = OrderedDict()
        self._lock = Lock()

    def count(self, day: date, answer: CoachAnswer) -> None:
        """Count an answer of a day."""
        with self._lock:
            self._days[day] = self._days.get(day, ServedDay(day=day)).with_answer(answer)
            while len(self._days) > _KEPT_DAYS:
                self._days.popitem(last=False)

    def all(self) -> tuple[ServedDay, ...]:
        """Return the days in order."""
        with self._lock:
            return tuple(self._days[day] for day in sorted(self._days))
