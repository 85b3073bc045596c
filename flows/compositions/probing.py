"""Looking whether what is served is still what was promoted, as often as is set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from flows.openers.chat_models import open_chat_model
from tasks.promotion import probe_served
from tasks.running.contract import Steps
from wearable_coach.chat.probing import probe_every
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.polling import Kind, Polled
from wearable_coach.promotion.probing import is_probe_due, told
from wearable_coach.store import Store


def compose_probing(
    steps: Steps, store: Store, *, environment: Mapping[str, str], at: datetime
) -> list[Polled]:
    """Ask the served endpoint the probe set where that is due; return what people are to read of it.

    A swap is told once; a fault of looking stops nothing else, and is looked at again.

    Args:
        steps: How steps are run.
        store: Where the pointer lies.
        environment: Where the interval and the model's key stand.
        at: Now.
    """
    try:
        if not is_probe_due(store, at=at, every=probe_every(environment)):
            return []
        opened = partial(open_chat_model, store=store, environment=environment)
        found = steps.call(probe_served, store, opened, at)
        if found is None:
            return []
        if found.news:
            told(store, found)
    except CoachError as error:
        return [Polled("probes", "Unknown", "fault", str(error))]
    kind: Kind = "same"
    if found.verdict != "same":
        kind = "alarm" if found.news else "unreachable"
    return [Polled(found.entry.model, found.verdict.capitalize(), kind, found.words)]
