"""Checks of a preflight that need no call: what the tables, the order and the rows say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from backends.azure.hosting.rates import hosting_ahead
from backends.azure.hosting.settings import HostingSettings
from wearable_coach.errors import BadField, BadInput
from wearable_coach.finetuning.base_models import (
    OWN_TABLE,
    BaseModelRow,
    TrainingRoute,
    base_model_row,
    base_model_rows,
)
from wearable_coach.finetuning.contract import Estimate, PreflightCheck
from wearable_coach.finetuning.estimate import estimate, price_row
from wearable_coach.finetuning.offers import is_in, nearest
from wearable_coach.finetuning.order import JobOrder, TrainingData
from wearable_coach.finetuning.training_rows import RowCounts, count_rows
from wearable_coach.hosting.contract import HostingKind

Hosted = tuple[HostingKind, HostingSettings]
"""How a tuned model is to be deployed."""
OWN_PRICES = "wearable_coach/finetuning/prices.yaml"


class AskedModel(NamedTuple):
    """A base model that somebody wants to train, by a route."""

    model: str
    """Its name, without registry and version."""
    route: TrainingRoute
    variable: str
    """Where another is named."""
    table: str
    """A table of the user's own; the one of the package if empty."""
    today: date
    region: str = ""
    """Where it is to be trained; any if empty."""
    tier: str = ""

    @property
    def row(self) -> BaseModelRow | None:
        """What the table says of it."""
        return base_model_row(self.model, path=self.table)

    def another(self) -> str:
        """Name the nearest model that is offered, and the one line that chooses it."""
        rows = base_model_rows(path=self.table)
        found = nearest(rows, self.row, self.route, self.today, region=self.region)
        if found is None:
            return f"nothing that the table has can be trained by the route {self.route}; correct {self.table or OWN_TABLE}"
        return f"nearest is {found.row.name}: export {self.variable}={found.place.model}"


def offered(asked: AskedModel) -> PreflightCheck:
    """Say whether the table has the model as still offered, by this route and in this tier."""
    table, row = asked.table or OWN_TABLE, asked.row
    if row is None:
        message = f"{table} has no row for {asked.model}; add one with its context and retirement"
        return no("retirement", message)
    if row.is_retired(asked.today):
        message = f"{row.name} is retired since {row.retires} (read {row.as_of}); {asked.another()}, or correct {table}"
        return no("retirement", message)
    places = row.places(asked.route)
    if row.trained and not places:
        message = f"{row.name} is not trained by the route {asked.route} (read {row.as_of}); {asked.another()}, or correct {table}"
        return no("retirement", message)
    if (tiers := [p.tier for p in places if p.tier]) and asked.tier not in tiers:
        message = (
            f"{row.name} is trained in {', '.join(tiers)}, not in {asked.tier}; take one of them"
        )
        return no("retirement", message)
    return yes("retirement", f"{row.name}: {_until(row, asked.today)}")


def _until(row: BaseModelRow, today: date) -> str:
    until = f"offered until {row.retires}" if row.retires else "no retirement announced"
    if not row.is_open(today):
        until += f", since {row.closed_to_new} to those alone who had it"
    return f"{until} ({row.source}, read {row.as_of})"


def trained_there(asked: AskedModel) -> str:
    """Return why the model cannot be trained in the region; empty where it can, or nobody knows."""
    row = asked.row
    places = row.places(asked.route) if row else ()
    of_tier = [p for p in places if not asked.tier or p.tier in {"", asked.tier}]
    if row is None or not of_tier or any(is_in(asked.region, p) for p in of_tier):
        return ""
    there = ", ".join(sorted({r for p in of_tier for r in p.regions}))
    return f"{row.name} is trained in {there}, not in {asked.region} (read {row.as_of}); {asked.another()}, or name a resource there"


def readable(
    data: TrainingData, row: BaseModelRow | None
) -> tuple[tuple[RowCounts, RowCounts] | None, PreflightCheck]:
    """Read both files; return what they hold (train, valid), or None and why not."""
    longest = row.context_tokens if row else 2**62
    try:
        train, valid = count_rows(data, max_tokens=longest)
    except BadInput as error:
        return None, no("dataset", str(error))
    message = f"{train.rows} rows to train on, {valid.rows} to validate, the longest about {max(train.longest, valid.longest)} tokens"
    return (train, valid), yes("dataset", message)


def honoured(order: JobOrder, *, refuse: bool, instead: str) -> PreflightCheck:
    """Say whether all five values are honoured.

    Args:
        order: What is asked, and what would be done.
        refuse: Whether one that is not forbids to start.
        instead: What to do about it.
    """
    differences = order.requested.differences(order.effective)
    if not differences:
        return yes("hyperparameters", "all five as asked")
    told = ", ".join(
        f"{name} {'not told' if done is None else done} for {asked}"
        for name, (asked, done) in differences.items()
    )
    if refuse:
        return no("hyperparameters", f"not honoured: {told}; {instead}")
    return yes("hyperparameters", f"not as asked, by your leave: {told}")


def affordable(  # noqa: PLR0913 - one argument a subject
    order: JobOrder,
    train: RowCounts,
    *,
    paid: str,
    tier: str = "",
    prices: str,
    cap: Decimal,
    hosted: Hosted,
) -> tuple[PreflightCheck, Estimate]:
    """Reckon an order and what its model costs once it is tuned, and say whether all stays under the cap.

    Args:
        order: What is asked.
        train: What the training file holds.
        paid: The row of the price table.
        tier: The tier whose price is paid.
        prices: A price table of the user's own; the one of the package if empty.
        cap: The most that job, evaluation and a month of service may cost [price table's currency].
        hosted: How the model is to be deployed.
    """
    row = price_row(paid, path=prices)
    found = estimate(train, order.requested, row.in_tier(tier) if row else None)
    training = found.cost
    if training is None:
        table = prices or OWN_PRICES
        return no("prices", f"{table} has no row for {paid}; add one with unit and price"), found
    try:
        hosting = hosting_ahead(*hosted)
    except BadInput as error:
        return no("prices", str(error)), found
    found = found.model_copy(update={"hosting": hosting})
    if hosting.currency != found.currency:
        message = f"{found.currency} to train and {hosting.currency} to host cannot be added up; name tables of one currency"
        return no("prices", message), found
    total = training + hosting.total
    said = (
        f"about {training} to train, {hosting.evaluation} to host it for its evaluation and "
        f"{hosting.month} for a month of service: {total} {found.currency}, the cap is {cap}"
    )
    if total > cap:
        message = f"{said}; ask for less, raise WEARABLE_COACH_AZURE_MAX_COST, or set WEARABLE_COACH_AZURE_HOSTING_MONTH_HOURS to the hours that it is to serve"
        return no("cost", message), found
    return yes("cost", said), found


def told(error: BadInput) -> str:
    """Return what is wrong without the name in front, which the check has anyway."""
    return error.what if isinstance(error, BadField) else str(error)


def yes(name: str, message: str) -> PreflightCheck:
    """Return a check that lets the job go on."""
    return PreflightCheck(name=name, ok=True, message=message)


def no(name: str, message: str) -> PreflightCheck:
    """Return a check that forbids to start."""
    return PreflightCheck(name=name, ok=False, message=message)
