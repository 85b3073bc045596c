"""What a person asks of a plan beside its intensity: where, on how many days, and what must be spared."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from wearable_coach.answers.prescription.plan import pick

PLACES = ("home", "home", "gym", "gym", "outdoors", "pool")
LIMITS = ("knees", "knees", "back", "shoulders")
DAYS = (3, 3, 4, 4, 5, 6)
_TELLS_PLACE = 0.45
_TELLS_DAYS = 0.25
_TELLS_LIMIT = 0.15


class Wishes(NamedTuple):
    """What was asked for; None where nothing was."""

    place: str | None = None
    """home, gym, outdoors or pool."""
    days: int | None = None
    """Aerobic days a week."""
    limit: str | None = None
    """What is sore: knees, back or shoulders."""
    short: bool = False
    """Whether there is little time at once."""
    running: bool = False
    """Whether the goal was called running."""
    worried: bool = False
    """Whether it was asked with care what could do harm."""

    @property
    def limits(self) -> frozenset[str]:
        """What must be spared."""
        return frozenset(filter(None, (self.limit,)))

    @property
    def slots(self) -> tuple[str, ...]:
        """The wishes as the question's slots name them, e.g. ``place.home``."""
        told = (("limit", self.limit), ("days", self.days), ("place", self.place))
        return tuple(f"{name}.{value}" for name, value in told if value is not None)


def some_wishes(rng: Random) -> Wishes:
    """Choose what a made-up person asks for; most ask for little."""
    return Wishes(
        place=pick(rng, PLACES) if rng.random() < _TELLS_PLACE else None,
        days=pick(rng, DAYS) if rng.random() < _TELLS_DAYS else None,
        limit=pick(rng, LIMITS) if rng.random() < _TELLS_LIMIT else None,
    )
