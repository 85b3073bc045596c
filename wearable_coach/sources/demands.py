"""Sampling a person who is of a group: of an age, with a condition, an athlete, a beginner."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from wearable_coach.records import Kind
from wearable_coach.sources.groups import groups
from wearable_coach.sources.people import NOTHING_KNOWN, Person, person_for
from wearable_coach.sources.wishes import wish


def person_of_groups(rng: Random, names: Sequence[str], *, stratum: str, kind: Kind) -> Person:
    """Sample a person of all the groups named who can have a day of `stratum`.

    Args:
        rng: Randomness; the same state gives the same person.
        names: Groups of ``tables/population.yaml`` that the stratum can carry.
        stratum: One of `STRATA`.
        kind: The conversation's kind.

    Source: POP-GROUP-001.
    """
    want, known = wish(stratum), NOTHING_KNOWN
    asked = [groups()[name] for name in names]
    for group in asked:
        if group.age is not None:
            low, high = max(want.age[0], group.age[0]), min(want.age[1], group.age[1])
            want, known = want._replace(age=(low, high)), known._replace(age=(low, high))
        known = known._replace(
            sex=group.sex or known.sex,  # type: ignore[arg-type]
            conditions=(*known.conditions, *group.conditions),  # type: ignore[arg-type]
        )
        want = want._replace(fit=want.fit or group.athlete)
    person = person_for(want, rng, kind=kind, known=known)
    for group in asked:
        if group.active is not None:
            person = person._replace(regularly_active=group.active, athlete=group.athlete)
    return person
