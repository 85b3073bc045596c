"""What becomes of a model deployment: how long it is paid for, and why it is taken down.

It stands while its model is evaluated, while it is served, and for some time while a person may still
promote it. Whoever asks for it after a verdict, to evaluate it again, has it stand as long as one that
has none yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.hosting.making import BY_HAND
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.hosting.standing import served_model
from wearable_coach.promotion.pointer import Promoted, read_promoted
from wearable_coach.store import Store

KEPT_FOR = timedelta(hours=72)
"""A model that was not rejected waits so long for a person: over a weekend."""
UNDECIDED_FOR = timedelta(hours=24)
"""Without a verdict it stands so long after it was last asked for: as long as an evaluation may take."""


class Fate(NamedTuple):
    """What becomes of one."""

    stays: bool
    why: str
    """Why it stays, or is taken down."""
    until: datetime | None = None
    """When it is taken down if nothing happens; None where nothing says so."""
    serves: bool = False
    """Whether people are answered by it, so that it must stand."""
    lapsed: bool = False
    """Whether it is taken down since somebody was waited for in vain."""


def read_fate(store: Store, record: ModelDeployment, now: datetime) -> Fate:
    """Return what becomes of a model deployment.

    Raises:
        BadInput: the pointer or the evaluation cannot be read.
    """
    promoted, found = read_promoted(store).promoted, latest_evaluation(store, record.job)
    return fate_of(record, promoted, found, now)


def fate_of(
    record: ModelDeployment, promoted: Promoted, found: Evaluation | None, now: datetime
) -> Fate:
    """Return what becomes of a model deployment.

    Args:
        record: It.
        promoted: What is served, and was.
        found: The last evaluation of its model.
        now: The time.
    """
    if served_model(promoted) == record.job:
        return _served(record, promoted)
    if _is_asked_by_hand(record):
        return Fate(stays=True, why="a person asked for it")
    if verdict := _decided(record, promoted, found):
        return verdict
    if found is None or _is_asked_since(record, found):
        return _waits(record.last_used + UNDECIDED_FOR, now, "it is evaluated", "no verdict")
    until = found.at + KEPT_FOR
    return _waits(until, now, f"{found.decision.verdict}: a person may promote it", "not promoted")


def _is_asked_since(record: ModelDeployment, found: Evaluation) -> bool:
    """Say whether somebody asked for it after a verdict; a run that came to the same one asked for nothing else."""
    last = max(record.asked_by, key=lambda asked: asked.at, default=None)
    return record.last_used > found.at and (last is None or last.who != found.id)


def _is_asked_by_hand(record: ModelDeployment) -> bool:
    """Say whether a person wants what stands; who asked for one that is gone since then asked for that one."""
    gone = [seen.at for seen in record.states if seen.state == "Gone"]
    by_hand = [asked.at for asked in record.asked_by if asked.who.startswith(BY_HAND)]
    return bool(by_hand) and (not gone or max(by_hand) > gone[-1])


def _served(record: ModelDeployment, promoted: Promoted) -> Fate:
    """Let what is served stand; a person who took it down since then is not contradicted."""
    entry = promoted.current
    taken = record.wanted == "down" and record.why.startswith(BY_HAND)
    if taken and entry is not None and (record.state == "Ready" or record.since >= entry.at):
        return Fate(stays=False, why=record.why, serves=True)
    return Fate(stays=True, why="its model is served", serves=True)


def _decided(record: ModelDeployment, promoted: Promoted, found: Evaluation | None) -> Fate | None:
    """Return why it goes: rejected, or replaced, and not asked for since then."""
    if found and found.decision.verdict == "reject" and not _is_asked_since(record, found):
        return Fate(stays=False, why=f"rejected by evaluation {found.id}")
    served = [entry for entry in promoted.entries if entry.model == record.job]
    if not served:
        return None
    replaced = next(e for e in promoted.entries if e.serial == served[-1].serial + 1)
    if record.last_used > replaced.at:
        return None
    return Fate(stays=False, why=f"replaced by {replaced.model}")


def _waits(until: datetime, now: datetime, stays: str, lapsed: str) -> Fate:
    if now < until:
        return Fate(stays=True, why=stays, until=until)
    return Fate(stays=False, why=f"{lapsed} until {until:%Y-%m-%d %H:%M} UTC", lapsed=True)
