"""What stands and is paid for, what of it nobody asks, and what stands that no record wants."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from wearable_coach.hosting.contract import Hoster
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.promotion.pointer import Promoted

UNUSED_AFTER = timedelta(hours=24)
"""Standing unasked for so long is told: a day, as long as Foundry's own tier for evaluation stands."""
TELL_EVERY = timedelta(hours=24)


class Unused(NamedTuple):
    """A model deployment that stands, is not served, and that nobody asked for long."""

    record: ModelDeployment
    for_hours: float

    @property
    def line(self) -> str:
        """What people are told."""
        r = self.record
        return (
            f"{r.name} stands and nobody asked it for {self.for_hours:.0f} h{_money_of(r, self.for_hours)}; "
            f"`wearable-coach undeploy {r.job}` takes it down"
        )


def unused(
    records: Iterable[ModelDeployment], *, served: Collection[str], now: datetime
) -> list[Unused]:
    """Return what stands, is not served, and was not asked for a day.

    Args:
        records: All model deployments.
        served: Jobs whose model the pointer serves now.
        now: The time.
    """
    return [
        Unused(record, (now - record.last_used) / timedelta(hours=1))
        for record in records
        if record.stands and record.job not in served and now - record.last_used > UNUSED_AFTER
    ]


def is_to_be_told(record: ModelDeployment, now: datetime) -> bool:
    """Say whether people are to hear of an unused one now: once a day."""
    return not record.told_unused or now - record.told_unused[-1] > TELL_EVERY


def replaced(promoted: Promoted, records: Iterable[ModelDeployment]) -> list[str]:
    """Return the jobs whose model deployments stand for a model that was served and is no more."""
    now = served_model(promoted)
    before = {entry.model for entry in promoted.entries}
    return sorted(r.job for r in records if r.stands and r.job in before and r.job != now)


def served_model(promoted: Promoted) -> str:
    """Return the name of the model that is served, which of a tuned one is its job's; empty if none."""
    return promoted.current.model if promoted.current else ""


def money_an_hour(records: Iterable[ModelDeployment]) -> dict[str, Decimal]:
    """Return what everything that stands costs together, by currency [currency/h]."""
    sums: dict[str, Decimal] = {}
    for record in records:
        if record.stands and (rate := record.order.rate) is not None:
            sums[rate.currency] = sums.get(rate.currency, Decimal(0)) + rate.amount
    return sums


def strays(hoster: Hoster, records: Iterable[ModelDeployment]) -> list[str]:
    """Return the names of model deployments that are ours at Azure and that no record has standing.

    Someone who was killed between taking down and making leaves one; so does a store that is lost.
    """
    known = {record.name for record in records if record.stands}
    return [name for name in hoster.list() if name not in known]


def _money_of(record: ModelDeployment, hours: float) -> str:
    rate = record.order.rate
    if rate is None:
        return ""
    spent = (rate.amount * Decimal(str(round(hours, 1)))).quantize(Decimal("0.01"))
    return f", {rate.amount} {rate.currency} an hour, about {spent} {rate.currency} so far"
