"""The population sampler: people, then their days, by stratum or as they come."""

from __future__ import annotations

from random import Random

from wearable_coach.records import Kind, Profile, Vitals
from wearable_coach.sources.days import day_for, sample_day
from wearable_coach.sources.people import Person, person_for, sample_person
from wearable_coach.sources.wishes import population_wish

__all__ = ["Person", "sample_day", "sample_person", "sample_population_day"]


def sample_population_day(
    rng: Random, *, kind: Kind = "health_interpretation", person: Person | None = None
) -> tuple[Person, Profile, Vitals]:
    """Sample a day as it comes, of no stratum: the population's own rates.

    Args:
        rng: Randomness.
        kind: As in `sample_day`.
        person: Whose day; a new person by default.

    Returns:
        The person, and a profile and vitals without symptoms or conditions.

    Source: POP-001 (standards.md §6).
    """
    want = population_wish()
    someone = person or person_for(want, rng, kind=kind)
    return someone, *day_for(want, someone, rng, kind=kind)
