"""What the receiver counts, in the text form of Prometheus; nothing of it is about a person."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from deployments.receiver.state import Health, StoreFigures

_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5)


class ReceiverMetrics:
    """The figures of one receiver."""

    def __init__(self) -> None:
        """Make them in a registry of their own, so that two receivers may live in one process."""
        self.registry = CollectorRegistry()
        self._deliveries = Counter(
            "coach_webhook_deliveries", "Webhooks by outcome", ("outcome",), registry=self.registry
        )
        self._start = Histogram(
            "coach_webhook_start_seconds", "From a kept delivery to its run, waiting included",
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._kept = self._gauge("coach_webhook_kept", "Deliveries that wait for their run")
        self._prefect = self._gauge("coach_prefect_reachable", "1 while Prefect answers")
        self._store = self._gauge("coach_store_readable", "1 while the store can be read")
        self._writable = self._gauge(
            "coach_store_writable", "0 since a delivery could not be kept, until one could"
        )
        self._jobs = Gauge(
            "coach_finetuning_jobs", "Jobs by state", ("state",), registry=self.registry
        )
        self._age = self._gauge(
            "coach_dataset_age_seconds",
            "Since the day of the newest dataset began; NaN without one",
        )
        self._promoted = self._gauge("coach_model_promoted", "1 while a model is served")

    def count(self, outcome: str) -> None:
        """Count a delivery."""
        self._deliveries.labels(outcome).inc()

    def took(self, seconds: float) -> None:
        """Count a start."""
        self._start.observe(seconds)

    def text(self, health: Health, figures: StoreFigures, now: datetime) -> bytes:
        """Return all figures."""
        self._prefect.set(health.prefect)
        self._kept.set(float("nan") if health.kept is None else health.kept)
        self._store.set(figures.readable)
        self._writable.set(health.writable)
        self._jobs.clear()
        for state, count in figures.jobs.items():
            self._jobs.labels(state).set(count)
        age = (now - figures.newest).total_seconds() if figures.newest else float("nan")
        self._age.set(age)
        self._promoted.set(figures.promoted)
        return generate_latest(self.registry)

    def _gauge(self, name: str, words: str) -> Gauge:
        return Gauge(name, words, registry=self.registry)
