"""A round over the model deployments: each goes one step towards what becomes of it, and people are told of money."""

from __future__ import annotations

from datetime import datetime

from wearable_coach.errors import CoachError, TransientError
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.hosting.cards import hourly
from wearable_coach.hosting.contract import Clock
from wearable_coach.hosting.fate import Fate, read_fate
from wearable_coach.hosting.keeping import HostingLook, OpenHoster, keep_one
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import bring_up
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.hosting.standing import is_to_be_told, unused
from wearable_coach.store import Store

LOOKED_AT_UNTIL_MINUTE = 5
"""What stands as it is wanted is looked at in the first minutes of an hour: that it still stands."""


def tend_one(
    store: Store, open_hoster: OpenHoster, record: ModelDeployment, *, clock: Clock
) -> HostingLook:
    """Go one step with a model deployment towards what becomes of it, and say what came of it.

    A fault is told and stops nothing; the next round goes on.
    """
    try:
        fate = read_fate(store, record, clock())
        looked = _step(store, open_hoster, record, fate, clock)
    except TransientError as error:
        looked = HostingLook(record.job, record.name, record.state, "unreachable", str(error))
    except CoachError as error:
        looked = HostingLook(record.job, record.name, record.state, "fault", str(error))
    return _told(store, looked, clock())


def _step(
    store: Store, open_hoster: OpenHoster, record: ModelDeployment, fate: Fate, clock: Clock
) -> HostingLook:
    ledger = HostingLedger(store)
    if fate.serves and fate.stays and not _is_for_service(record):
        job = JobLedger(store).read(record.job)
        now = bring_up(store, open_hoster(record), job, clock=clock, purpose="service")
        return HostingLook(
            now.job, now.name, now.state, "ready" if now.ready else "moved", fate.why
        )
    if not fate.stays and record.wanted == "up":
        record = ledger.update(record.job, lambda d: d.unwanted(fate.why))
        looked = keep_one(store, open_hoster, record, clock=clock)
        told = f"{record.name} is taken down: {fate.why}"
        return looked._replace(kind="alarm" if fate.lapsed else looked.kind, message=told)
    looked = keep_one(store, open_hoster, record, clock=clock)
    return looked if looked.message else looked._replace(message=_line(record, fate))


def is_tended(store: Store, now: datetime) -> bool:
    """Say whether all model deployments are as they are wanted, so that a round has nothing to do.

    Raises:
        BadInput: one of them, the pointer or an evaluation cannot be read.
    """
    return not any(_wants(store, r, now) for r in HostingLedger(store).deployments())


def to_tend(store: Store, records: list[ModelDeployment], now: datetime) -> list[ModelDeployment]:
    """Return those that a round looks at, the oldest first: what stands, and what is served.

    Raises:
        BadInput: the pointer or an evaluation cannot be read.
    """
    return [r for r in reversed(records) if r.stands or _is_missed(store, r, now)]


def _wants(store: Store, record: ModelDeployment, now: datetime) -> bool:
    fate = read_fate(store, record, now)
    if not record.stands:
        return _is_missed(store, record, now)
    up = record.wanted == "up"
    as_wanted = record.settled and up == fate.stays
    fit = not fate.serves or _is_for_service(record)
    told = not _is_news(record, fate, now)
    return not (as_wanted and fit and told) or now.minute < LOOKED_AT_UNTIL_MINUTE


def _is_missed(store: Store, record: ModelDeployment, now: datetime) -> bool:
    """Say whether people are to be answered by what does not stand."""
    fate = read_fate(store, record, now)
    return fate.serves and fate.stays and not record.given_up


def _is_for_service(record: ModelDeployment) -> bool:
    return record.wanted == "up" and record.order.purpose == "service"


def _is_news(record: ModelDeployment, fate: Fate, now: datetime) -> bool:
    served = {record.job} if fate.serves else ()
    return bool(unused([record], served=served, now=now)) and is_to_be_told(record, now)


def _told(store: Store, looked: HostingLook, now: datetime) -> HostingLook:
    """Tell, once a day, of what is paid for and nobody asks, whatever stands in the way of ending that."""
    record = HostingLedger(store).find(looked.job)
    if record is None or looked.kind == "alarm" or not record.stands:
        return looked
    try:
        fate = read_fate(store, record, now)
    except CoachError:
        fate = Fate(stays=True, why="")  # what cannot be read is a fault that is told already
    if not _is_news(record, fate, now):
        return looked
    served = {record.job} if fate.serves else ()
    (line,) = (one.line for one in unused([record], served=served, now=now))
    HostingLedger(store).update(record.job, lambda d: d.told_of(at=now))
    fault = f"; {looked.message}" if looked.kind in {"fault", "unreachable"} else ""
    return looked._replace(kind="alarm", message=f"{line}{fault}")


def _line(record: ModelDeployment, fate: Fate) -> str:
    """Say why it stands, until when, and what that costs."""
    until = f", until {fate.until:%Y-%m-%d %H:%M} UTC" if fate.until else ""
    return f"{fate.why}{until}, {hourly(record)} an hour"
