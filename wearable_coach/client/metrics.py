"""What the service counts, in the text form of Prometheus; nothing of it is about a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from wearable_coach.client.fallbacks import Fallback
from wearable_coach.client.result import CoachAnswer
from wearable_coach.drift.counts import LATENCY_BUCKETS_S

GUARD = ("contradicted:", "unsupported:", "not_understood:", "form:", "guard:", "fence:")
MODEL = ("timeout", "unreachable", "busy", "breaker_open", "refused_by_model", "error:")


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        """Make them in a registry of their own, so that two services may live in one process."""
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "coach_requests", "Answers by route, source and reason",
            ("route", "source", "reason"), registry=self.registry,
        )  # fmt: skip
        self._latency = Histogram(
            "coach_latency_seconds", "From request to answer",
            ("route",), buckets=LATENCY_BUCKETS_S, registry=self.registry,
        )  # fmt: skip
        self._refusals = Counter(
            "coach_guard_refusals", "Model answers that the guard refused, by rule",
            ("rule",), registry=self.registry,
        )  # fmt: skip
        self._errors = Counter(
            "coach_model_errors", "Calls that gave no answer, by reason",
            ("reason",), registry=self.registry,
        )  # fmt: skip
        self._breaker = Gauge(
            "coach_breaker_open", "1 while the model is left alone", registry=self.registry
        )
        self._stuck = Gauge(
            "coach_stuck_calls", "Calls given up that have not ended", registry=self.registry
        )

        self._degraded = Gauge(
            "coach_degraded",
            "1 while what is promoted cannot be read or opened",
            registry=self.registry,
        )
        self._fallbacks = Gauge(
            "coach_fallback_answers",
            "Answers of the rules although a model is promoted, by what is wrong and what to do",
            ("code", "cause"), registry=self.registry,
        )  # fmt: skip

    def count(self, route: str, answer: CoachAnswer) -> None:
        """Count an answer."""
        reason = answer.why[0] if answer.why else ""
        self._requests.labels(route, answer.source, reason.partition(":")[0]).inc()
        self._latency.labels(route).observe(answer.latency_s)
        for why in answer.why:
            if why.startswith(GUARD):
                self._refusals.labels(why.partition(":")[2]).inc()
            elif why.startswith(MODEL):
                self._errors.labels(why).inc()

    def text(self, status: dict[str, Any], fallbacks: Iterable[Fallback] = ()) -> bytes:
        """Return all of them, with what `Coach.status` and `Coach.fallbacks` say now."""
        self._degraded.set(bool(status["error"]))
        for one in fallbacks:
            self._fallbacks.labels(one.code, one.cause).set(one.answers)
        self._breaker.set(status["breaker"] != "closed")
        self._stuck.set(status["stuck_calls"])
        return generate_latest(self.registry)
