"""The steps that put an evaluated model into service, and look at what is served."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tasks.policy import PATIENT, step
from wearable_coach.client.service_counts import Services
from wearable_coach.drift.looking import ServedDrift, look_at_drift
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.promotion.deciding import Reached, promote_evaluation
from wearable_coach.promotion.pointer import Entry, read_promoted
from wearable_coach.promotion.probing import Opened, ServedProbe, probe_promoted
from wearable_coach.store import Store


class Consent(NamedTuple):
    """Who lets a model be served, and why; kept in the history."""

    by: str
    reason: str = ""


@step("look-at-served", PATIENT)
def look_at_served(store: Store) -> Entry | None:
    """Look which model is served just now."""
    return read_promoted(store).promoted.current


@step("probe-served", PATIENT)
def probe_served(store: Store, opened: Opened, at: datetime) -> ServedProbe | None:
    """Ask the served endpoint the probe set, and see whether it is the model that was promoted."""
    return probe_promoted(store, opened, at=at)


@step("compare-served", PATIENT)
def compare_served(
    store: Store, services: Services, at: datetime
) -> tuple[ServedDrift | None, frozenset[str]]:
    """Ask services what they served by day, and compare it with the evaluation of the model."""
    counts, faults = services.ask()
    return look_at_drift(store, counts, faults, at=at)


@step("promote", PATIENT)
def promote(
    store: Store, found: Evaluation, consent: Consent, at: datetime, reached: Reached
) -> Entry:
    """Put the candidate of an evaluation into service; what is served already stays as it is.

    Raises:
        BadInput: nothing says how it is reached, or no server could.
        NotPromoted: the rule says hold or reject.
        Overtaken: another model is served than it was compared with.
    """
    entry, _ = promote_evaluation(
        store, found, at=at, by=consent.by, reason=consent.reason, reached=reached
    )
    return entry
