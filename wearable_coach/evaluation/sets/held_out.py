"""Real days of people whom no training row knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from wearable_coach.answers.composers import frames
from wearable_coach.dataset.plan import families_of
from wearable_coach.dataset.records_file import Recorded
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.dataset.taught import Taught
from wearable_coach.day import day_of
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.sets.asking import conversation, question_of
from wearable_coach.evaluation.sets.recorded import SAMPLED, TRAIN, VALID
from wearable_coach.records import VITAL_FIELDS, Kind, Vitals
from wearable_coach.sources import RealDay, stratum_of

_KINDS: tuple[Kind, ...] = (
    "health_interpretation",
    "exercise_recommendation",
    "health_interpretation",
)
_LEAST_READINGS = 3
"""Readings of a day worth a question."""


def people_in_training(days: Sequence[RealDay], rows: Iterable[Recorded]) -> set[str]:
    """Return the people of an import of whom a training row tells a day.

    Pseudonyms are given anew at each import, so people are known again by what their days read: a
    training person can only be one of whom each of that person's rows tells a day. Where several
    could be, it is the one of the same pseudonym (the same files give the same), else all are left
    out, to be safe.
    """
    by_reading: dict[tuple[str, float], set[int]] = {}
    for index, day in enumerate(days):
        for item in _readings(day.vitals):
            by_reading.setdefault(item, set()).add(index)
    could_be: dict[str, set[str]] = {}
    for row in rows:
        told = measured(row)
        if row.split != TRAIN or row.source == SAMPLED or not told:
            continue
        alike = set.intersection(*(by_reading.get(item, set()) for item in told))
        people = {days[i].person_key for i in alike}
        could_be[row.person_id] = could_be.get(row.person_id, people) & people
    return {
        person
        for pseudonym, people in could_be.items()
        for person in ({pseudonym} if pseudonym in people else people)
    }


def measured(row: Recorded) -> frozenset[tuple[str, float]]:
    """Return the readings of a row that somebody measured."""
    return frozenset(x for x in _readings(row.vitals) if x[0] not in row.completed_fields)


def _readings(vitals: Vitals) -> list[tuple[str, float]]:
    return [(name, value) for name in VITAL_FIELDS if (value := getattr(vitals, name)) is not None]


def held_out_cases(
    days: Sequence[RealDay],
    rows: Iterable[Recorded],
    *,
    count: int,
    seed: int,
    taught: Taught,
) -> list[Case]:
    """Return real days of people outside training as cases, a person's days as few as may be.

    What a day lacks stays missing: the model has to say so.

    Args:
        days: All days of an import.
        rows: The dataset that was trained on.
        count: How many cases [count].
        seed: Chooses days and wording.
        taught: By what the dataset was written; its question frames for the valid split are used.
    """
    known = people_in_training(days, rows)
    fresh = [d for d in days if d.person_key not in known and _worth_asking(d)]
    order = list(range(len(fresh)))
    Random(seed_of(seed, "held-out days")).shuffle(order)
    turn: dict[str, int] = {}
    ranked = []
    for index in order:
        person = fresh[index].person_key
        turn[person] = turn.get(person, 0) + 1
        ranked.append((turn[person], index))
    chosen = [index for _, index in sorted(ranked, key=lambda r: r[0])[:count]]
    return [_case(fresh[index], place, seed, taught) for place, index in enumerate(sorted(chosen))]


def _worth_asking(day: RealDay) -> bool:
    return len(_readings(day.vitals)) >= _LEAST_READINGS


def _case(real: RealDay, place: int, seed: int, taught: Taught) -> Case:
    kind = _KINDS[place % len(_KINDS)]
    families = families_of(VALID, frames(kind), taught.shares)
    frame = families[place % len(families)]
    key = f"{real.person_key}-{real.day}"
    day = day_of(real.profile, real.vitals, hrmax_formula=taught.hrmax_formula)
    question = question_of(kind, day, frame=frame, seed=(seed, "held out", key))
    return Case(
        id=f"held_out/{real.source}/{key}",
        set="real_days",
        kind=kind,
        category=kind,
        stratum=stratum_of(day),
        source=real.source,
        person=real.person_key,
        profile=day.profile,
        vitals=day.vitals,
        hrmax_formula=taught.hrmax_formula,
        messages=conversation(kind, question, prompts=taught.prompts),
    )
