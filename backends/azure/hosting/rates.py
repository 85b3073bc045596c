"""What a model deployment of each kind costs, by the row of the price table that it is paid by."""

from __future__ import annotations

from backends.azure.hosting.settings import HostingSettings
from wearable_coach.errors import BadInput
from wearable_coach.hosting.contract import HostingKind, Purpose
from wearable_coach.hosting.cost import (
    OWN_RATES,
    HostingEstimate,
    HourlyRate,
    hosting_estimate,
    hourly_rate,
)


def tier_of(settings: HostingSettings, purpose: Purpose) -> str:
    """Return the tier of a Foundry deployment."""
    return settings.evaluation_tier if purpose == "evaluation" else settings.service_tier


def rate_of(kind: HostingKind, settings: HostingSettings, purpose: Purpose) -> HourlyRate | None:
    """Return what a model deployment costs an hour; None where the table has no such row.

    Raises:
        BadInput: the table cannot be read.
    """
    units = settings.instances if kind == "managed" else 1
    return hourly_rate(_row(kind, settings, purpose), units=units, path=settings.prices)


def hosting_ahead(kind: HostingKind, settings: HostingSettings) -> HostingEstimate:
    """Reckon what hosting a model will cost that is yet to be tuned.

    Raises:
        BadInput: the table cannot be read, or lacks a row.
    """
    rates: list[HourlyRate] = []
    for purpose in ("evaluation", "service"):
        rate = rate_of(kind, settings, purpose)
        if rate is None:
            row = _row(kind, settings, purpose)
            message = f"{settings.prices or OWN_RATES} has no row for {row}; add one with its price"
            raise BadInput(message)
        rates.append(rate)
    return hosting_estimate(*rates, month_hours=settings.month_hours)


def _row(kind: HostingKind, settings: HostingSettings, purpose: Purpose) -> str:
    if kind == "managed":
        return settings.instance_type
    return "serverless" if kind == "serverless" else f"foundry/{tier_of(settings, purpose)}"
