"""What a job will take, reckoned before it is paid for: tokens, steps, hours, money."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Annotated, Literal

from pydantic import Field

from wearable_coach.finetuning.contract import Estimate
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.own_tables import OwnTable
from wearable_coach.finetuning.training_rows import RowCounts
from wearable_coach.records import Record

_SECONDS_AN_HOUR = 3600
_MILLION = Decimal(1_000_000)
_CENT = Decimal("0.01")


class PriceRow(Record):
    """A row of the price table: what is paid for, and how fast it works."""

    name: str = Field(description="Instance type, or base model that is trained by the token")
    unit: Literal["hour", "million_tokens"]
    price: Decimal = Field(description="Money a unit", ge=0)
    tiers: dict[str, Annotated[Decimal, Field(ge=0)]] = Field(
        {}, description="Money a unit in other tiers than the usual one, by tier"
    )
    currency: str = Field(pattern="^[A-Z]{3}$")
    source: str
    as_of: date
    tokens_per_second: float = Field(description="Training tokens a second [1/s]", gt=0)
    overhead_hours: float = Field(0.0, description="Paid time beside training [h]", ge=0)

    def in_tier(self, tier: str) -> PriceRow:
        """Return the row with the price of a tier; one that it does not name has the usual price."""
        return self.model_copy(update={"price": self.tiers.get(tier, self.price)})


def price_row(name: str, *, path: str = "") -> PriceRow | None:
    """Return the row of an instance type or model, or None where the table has none.

    Args:
        name: What is paid for.
        path: A table of the user's own; the one of this package if empty.

    Raises:
        BadInput: the table cannot be read, or the row is not of the right form.
    """
    return OwnTable(path, "prices.yaml", "prices").row(PriceRow, name)


def training_steps(rows: int, requested: Hyperparameters) -> int:
    """Return the optimizer steps of all epochs [count]; a last batch may be smaller."""
    return -(-rows // requested.batch_size) * requested.epochs


def estimate(train: RowCounts, requested: Hyperparameters, price: PriceRow | None) -> Estimate:
    """Reckon a job.

    Args:
        train: What the training file holds.
        requested: Epochs and batch size count here.
        price: The row to reckon with; without one there are no hours and no money.

    Returns:
        The estimate; money rounded up to the cent.
    """
    tokens = train.tokens * requested.epochs
    steps = training_steps(train.rows, requested)
    if price is None:
        return Estimate(tokens=tokens, steps=steps, hours=0, basis="no row in the price table")
    hours = tokens / price.tokens_per_second / _SECONDS_AN_HOUR + price.overhead_hours
    units = Decimal(str(hours)) if price.unit == "hour" else Decimal(tokens) / _MILLION
    return Estimate(
        tokens=tokens,
        steps=steps,
        hours=round(hours, 2),
        cost=(units * price.price).quantize(_CENT, rounding=ROUND_UP),
        currency=price.currency,
        basis=_basis(price),
    )


def _basis(price: PriceRow) -> str:
    unit = price.unit.replace("_", " ")
    return (
        f"{price.name}: {price.price} {price.currency} a {unit} as of {price.as_of} ({price.source}), "
        f"{price.tokens_per_second:g} tokens a second and {price.overhead_hours:g} h beside training"
    )
