"""What a model deployment costs: an hour, an evaluation, a month of service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_UP, Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text
from wearable_coach.input_values import place_of, yaml_of
from wearable_coach.records import Record

EVALUATION_HOURS = Decimal(4)
"""A model deployment stands so long for an evaluation: up to an hour and a half to come up, 300 cases at
some 20 s an answer and 4 at once, and the minutes until it is gone; an estimate [h]."""
MONTH_HOURS = Decimal(730)
"""Hours of a month, as Azure's own prices reckon it [h]."""
OWN_RATES = "wearable_coach/hosting/prices.yaml"
_CENT = Decimal("0.01")


class HourlyRate(Record):
    """What a model deployment costs while it stands, be it asked or not."""

    amount: Decimal = Field(description="Money an hour [currency/h]", ge=0)
    currency: str = Field("USD", pattern="^[A-Z]{3}$")
    basis: str = Field("", description="Price row, its date and source")


class HostingPrice(Record):
    """A row of the table of hosting prices."""

    price: Decimal = Field(description="Money an hour [currency/h]", ge=0)
    currency: str = Field(pattern="^[A-Z]{3}$")
    source: str
    as_of: date


class HostingEstimate(Record):
    """What hosting a tuned model will cost, before anything is paid. An estimate, and called that."""

    evaluation: Decimal = Field(description="While it is evaluated")
    month: Decimal = Field(description="A month of service, should it be promoted")
    currency: str
    basis: str

    @property
    def total(self) -> Decimal:
        """Both together: what is let go on may be promoted without another question."""
        return self.evaluation + self.month

    @property
    def line(self) -> str:
        """What people are told."""
        return f"hosting {self.evaluation} {self.currency} while it is evaluated, {self.month} {self.currency} a month of service ({self.basis})"


def hosting_price(name: str, *, path: str = "") -> HostingPrice | None:
    """Return the row of what is paid, or None where the table has none.

    Args:
        name: An instance type, ``serverless``, or ``foundry/`` with a tier.
        path: A table of the user's own; the one of this package if empty.

    Raises:
        BadInput: the table cannot be read, or the row is not of the right form.
    """
    row = _table(path).get(name)
    if row is None:
        return None
    try:
        return HostingPrice.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{path or OWN_RATES}, {name}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}; start from a copy of {OWN_RATES}"
        raise BadInput(message) from None


def hourly_rate(name: str, *, units: int = 1, path: str = "") -> HourlyRate | None:
    """Return what so many of a row cost an hour together; None where the table has no such row.

    Raises: as `hosting_price`.
    """
    row = hosting_price(name, path=path)
    if row is None:
        return None
    each = f"{row.price} {row.currency} an hour as of {row.as_of} ({row.source})"
    basis = f"{name}: {each}" if units == 1 else f"{units} × {name}: {each}"
    return HourlyRate(amount=row.price * units, currency=row.currency, basis=basis)


def hosting_estimate(
    evaluation: HourlyRate, service: HourlyRate, *, month_hours: Decimal = MONTH_HOURS
) -> HostingEstimate:
    """Reckon what hosting will cost.

    Args:
        evaluation: Rate of what stands for the evaluation.
        service: Rate of what stands for service; often the same.
        month_hours: Hours of a month that it is to serve [h].
    """
    return HostingEstimate(
        evaluation=_money(evaluation.amount * EVALUATION_HOURS),
        month=_money(service.amount * month_hours),
        currency=service.currency,
        basis=f"{service.basis}; about {EVALUATION_HOURS} h to evaluate, {month_hours} h a month",
    )


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_UP)


def _table(path: str) -> Mapping[str, Any]:
    own = files("wearable_coach.hosting") / "prices.yaml"
    try:
        found = yaml_of(read_text(Path(path)) if path else own.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); start from a copy of {OWN_RATES}"
        raise BadInput(message) from None
    except (ValueError, yaml.YAMLError) as error:
        message = f"{path}: is not YAML{place_of(error)}; start from a copy of {OWN_RATES}"
        raise BadInput(message) from None
    rows = found.get("prices") if isinstance(found, Mapping) else None
    if not isinstance(rows, Mapping):
        message = f"{path}: has no table of prices; start from a copy of {OWN_RATES}"
        raise BadInput(message)
    return rows
