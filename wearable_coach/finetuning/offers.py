"""What can be trained today: by a new customer, by a route, and what comes nearest where a model cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from wearable_coach.finetuning.base_models import BaseModelRow, TrainingPlace, TrainingRoute

MOST_DAYS_OLD = 90
"""From then on a table of what is offered is told to be looked at: such tables change monthly [days]."""


class Offer(NamedTuple):
    """A base model at a place."""

    row: BaseModelRow
    place: TrainingPlace


def offers(
    rows: Sequence[BaseModelRow], route: TrainingRoute, today: date, *, region: str = ""
) -> Iterator[Offer]:
    """Yield what a new customer can train today by a route, in the order of the table.

    Args:
        rows: The table.
        route: By which route.
        today: The day.
        region: Where; any if empty.
    """
    for row in rows:
        for place in row.places(route):
            if row.is_open(today) and is_in(region, place):
                yield Offer(row, place)


def is_in(region: str, place: TrainingPlace) -> bool:
    """Say whether a place has a region, however that is spelt; no region is in every place."""
    return not region or not place.regions or plain_region(region) in place.regions


def plain_region(region: str) -> str:
    """Return a region as Azure's addresses have it, from how its portal shows it."""
    return region.replace(" ", "").lower()


def nearest(
    rows: Sequence[BaseModelRow],
    row: BaseModelRow | None,
    route: TrainingRoute,
    today: date,
    *,
    region: str = "",
) -> Offer | None:
    """Return what a new customer can train by a route in place of a model; None where there is nothing.

    Args:
        rows: The table.
        row: The model that cannot be trained; None: one that the table does not know.
        route: By which route.
        today: The day.
        region: Where; any if empty.
    """
    found = {
        offer.row.name: offer for offer in reversed([*offers(rows, route, today, region=region)])
    }
    wanted = row.instead if row else ()
    first = next((found[name] for name in wanted if name in found), None)
    return first or next(offers(rows, route, today, region=region), None)


def stale_rows(rows: Sequence[BaseModelRow], today: date) -> tuple[BaseModelRow, ...]:
    """Return the rows of models that are still offered, and were read too long ago."""
    limit = timedelta(days=MOST_DAYS_OLD)
    return tuple(r for r in rows if not r.is_retired(today) and today - r.as_of > limit)
