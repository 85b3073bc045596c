"""Counting what is served, by day, model and kind of question."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime
from threading import Lock
from uuid import uuid4

from wearable_coach.client.metrics import GUARD, MODEL
from wearable_coach.client.result import CoachAnswer
from wearable_coach.drift.counts import LATENCY_BUCKETS_S, ServedCount, ServedCounts

_KEPT_DAYS = 31
_MINIMAL, _NOT_OPENED = "minimal", "model_not_opened"
_CLAIMS = ("contradicted:", "unsupported:", "not_understood:")
_UNREAD = ("form:", "guard:")


class ServedDays:
    """The last days of a service; may be used from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._process, self._since = uuid4().hex, datetime.now(UTC)
        self._counts: dict[tuple[date, str, str, str], ServedCount] = {}
        self._lock = Lock()

    def count(self, day: date, answer: CoachAnswer) -> None:
        """Count an answer of a day."""
        key = (day, answer.model, answer.identity, answer.kind)
        with self._lock:
            if key not in self._counts:
                self._make_room(day)
                self._counts[key] = ServedCount(
                    day=day, model=answer.model, identity=answer.identity, kind=answer.kind
                )
            self._counts[key] = counted(self._counts[key], answer)

    def _make_room(self, day: date) -> None:
        days = sorted({day, *(known for known, *_ in self._counts)})
        kept = {*days[-_KEPT_DAYS:]}
        self._counts = {key: count for key, count in self._counts.items() if key[0] in kept}

    def all(self) -> ServedCounts:
        """Return what was counted, in the order of the days."""
        with self._lock:
            days = tuple(self._counts[key] for key in sorted(self._counts))
        return ServedCounts(process=self._process, since=self._since, days=days)


def counted(before: ServedCount, answer: CoachAnswer) -> ServedCount:
    """Return a count with one answer more."""

    def any_of(signs: tuple[str, ...]) -> bool:
        return any(why.startswith(signs) for why in answer.why)

    is_model, is_guarded = answer.source == "model", any_of(GUARD)
    more = {
        "answers": True,
        "from_model": is_model,
        "guarded": is_guarded,
        "unjudged": any_of(_UNREAD),
        "unverified": any_of(_CLAIMS),
        "contradicted": any_of(_CLAIMS[:1]),
        "model_errors": any_of(MODEL),
        "not_opened": _NOT_OPENED in answer.why,
        "abstained": _MINIMAL in answer.why,
    }
    added = {name: getattr(before, name) + int(n) for name, n in more.items()}
    if is_model or is_guarded:
        place = bisect_left(LATENCY_BUCKETS_S, answer.latency_s)
        added["latencies"] = tuple(n + (i == place) for i, n in enumerate(before.latencies))
    return before.model_copy(update=added)
