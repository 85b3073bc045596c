"""Looking whether what is served goes as its evaluation found, as often as is set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tasks.promotion import compare_served
from tasks.running.contract import Steps
from wearable_coach.client.service_counts import services_of
from wearable_coach.drift.looking import is_look_due, note_told, served_every
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.polling import Kind, Polled
from wearable_coach.store import Store


def compose_drifting(
    steps: Steps, store: Store, *, environment: Mapping[str, str], at: datetime
) -> list[Polled]:
    """Ask the services that are named what they served, where that is due; return what people are to read of it.

    A rate that leaves its evaluation's interval is told once; a fault of looking stops nothing else, and is
    looked at again.

    Args:
        steps: How steps are run.
        store: Where the pointer, the evaluation and what was counted lie.
        environment: Where services, their key and the interval stand.
        at: Now.
    """
    try:
        services = services_of(environment)
        if services is None or not is_look_due(store, at=at, every=served_every(environment)):
            return []
        drift, news = steps.call(compare_served, store, services, at)
        if drift is None:
            return []
        if news or drift.back:
            note_told(store, drift)
    except CoachError as error:
        return [Polled("served", "Unknown", "fault", str(error))]
    kind: Kind = "same"
    if drift.verdict in {"left", "unknown"}:
        kind = "alarm" if news else "unreachable"
    return [Polled(drift.entry.model, drift.verdict.capitalize(), kind, drift.words)]
