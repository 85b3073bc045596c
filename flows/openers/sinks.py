"""Who is told of the end of a job: the store always, MLflow where a server is named."""

from __future__ import annotations

from collections.abc import Mapping

from backends.mlflow_runs import MlflowSink, tracking_of
from wearable_coach.finetuning.polling import EventSink, StoreSink
from wearable_coach.store import Store


def sinks_of(store: Store, environment: Mapping[str, str]) -> tuple[EventSink, ...]:
    """Return the sinks of a store's jobs; a server is reached when a job is told, not before.

    Raises:
        BadInput: `MLFLOW_TRACKING_URI` is set, and mlflow is not installed.
    """
    tracking = tracking_of(environment)
    more: tuple[EventSink, ...] = (MlflowSink(tracking),) if tracking else ()
    return (StoreSink(store), *more)
