"""Sampling a day of a person: a valid profile and nine vitals that belong to a stratum."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any, NamedTuple

from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import VITAL_FIELDS, HrContext, Kind, Profile, Symptom, Vitals
from wearable_coach.sources import readings
from wearable_coach.sources.contradictions import contradict
from wearable_coach.sources.people import Person
from wearable_coach.sources.wishes import Wish, wish
from wearable_coach.standards.table import table


class Given(NamedTuple):
    """The readings of a real day, kept as they are; None is to be sampled."""

    vitals: Vitals = Vitals()
    hr_context: HrContext | None = None


NOTHING_GIVEN = Given()


def sample_day(
    person: Person,
    rng: Random,
    *,
    stratum: str,
    kind: Kind,
    given: Given = NOTHING_GIVEN,
) -> tuple[Profile, Vitals]:
    """Sample a day of `stratum`.

    Args:
        person: Someone sampled for the same stratum.
        rng: Randomness; the same state gives the same day.
        stratum: One of `STRATA`.
        kind: The conversation's kind; it moves how the heart rate was taken.
        given: Readings of a real day, which stay as they are.

    Returns:
        A profile and vitals that `check_inputs` accepts.

    Raises:
        RecipeUnmet: the person cannot have such a day, or the kind has no such stratum.

    Source: POP-001 (standards.md §6).
    """
    return day_for(wish(stratum), person, rng, kind=kind, given=given)


def day_for(
    want: Wish, person: Person, rng: Random, *, kind: Kind, given: Given = NOTHING_GIVEN
) -> tuple[Profile, Vitals]:
    """Sample a day under the conditions of `want`; see `sample_day`."""
    stratum = want.stratum
    _refuse_unfit(person, want, kind)
    if stratum == "no_vitals":
        return _profile_without_vitals(person, rng), Vitals()
    symptoms = _symptoms(rng, want)
    context, values = _values(person, rng, want, kind, given)
    if stratum == "inconsistent" and given is NOTHING_GIVEN:
        context = contradict(rng, person, values, context)
    if want.missing_fields is not None and given is NOTHING_GIVEN:
        low, high = want.missing_fields
        for name in rng.sample(VITAL_FIELDS, low + int(rng.random() * (high - low + 1))):
            values[name] = None
    told_context = None if values["heart_rate"] is None else context
    return _profile(person, rng, stratum, told_context, symptoms), Vitals(**values)


def _refuse_unfit(person: Person, want: Wish, kind: Kind) -> None:
    """Refuse a person who was sampled for another stratum and cannot serve this one."""
    low, high = want.age
    if not low <= person.age <= high:
        message = f"stratum: {want.stratum} needs an age of {low} to {high}, got {person.age}; sample the person for that stratum"
        raise RecipeUnmet(message)
    if not want.bmi[0] <= person.body.bmi < want.bmi[1]:
        message = f"stratum: {want.stratum} needs a BMI of {want.bmi[0]} to {want.bmi[1]}, got {person.body.bmi}; sample the person for that stratum"
        raise RecipeUnmet(message)
    if _has_conditions_of_strata(person) != (want.people is not None):
        message = f"stratum: {want.stratum} does not go with the conditions {list(person.conditions)}; sample the person for that stratum"
        raise RecipeUnmet(message)
    if want.stratum == "no_vitals" and kind != "coaching":
        message = f"stratum: no_vitals is for coaching only, got {kind}; ask for another stratum"
        raise RecipeUnmet(message)


def _has_conditions_of_strata(person: Person) -> bool:
    """Say whether a person has a condition that makes a stratum of its own; others may go with any."""
    own = table("safety")["conditions"]
    return not {*own["known_disease"], *own["hr_method_invalid"]}.isdisjoint(person.conditions)


def _values(
    person: Person, rng: Random, want: Wish, kind: Kind, given: Given
) -> tuple[HrContext, dict[str, Any]]:
    """Draw what is not given, in the order in which one reading follows from another."""
    real = given.vitals
    rhr = real.resting_heart_rate
    rhr = readings.draw_resting_hr(rng, person, want) if rhr is None else rhr
    context = given.hr_context or readings.draw_context(rng, want, kind)
    current = real.heart_rate
    if current is None:
        current = readings.draw_heart_rate(rng, person, context=context, resting_hr=rhr)
    steps, distance = _movement(person, rng, want, real, resting_hr=rhr)
    weight = person.body.weight_kg if real.weight is None else real.weight
    kcal = real.active_calories
    if kcal is None:
        kcal = readings.draw_active_kcal(rng, person, distance_km=distance, weight_kg=weight)
    return context, {
        "heart_rate": current,
        "resting_heart_rate": rhr,
        "sleep_hr": readings.draw_sleep_h(rng, person, want)
        if real.sleep_hr is None
        else real.sleep_hr,
        "steps": steps,
        "distance_km": distance,
        "active_calories": kcal,
        "oxygen_saturation": readings.draw_spo2(rng, want)
        if real.oxygen_saturation is None
        else real.oxygen_saturation,
        "weight": weight,
        "bmi": person.body.bmi if real.bmi is None else real.bmi,
        **_by_themselves(rng, real),
    }


def _by_themselves(rng: Random, real: Vitals) -> dict[str, Any]:
    """Draw the readings that follow from no other."""
    known = real.__dict__
    return {
        name: readings.draw_by_itself(rng, name) if known[name] is None else known[name]
        for name in _rows()["days"]["by_itself"]
    }


def _movement(
    person: Person, rng: Random, want: Wish, real: Vitals, *, resting_hr: int
) -> tuple[int, float]:
    steps, distance = real.steps, real.distance_km
    if steps is None:
        lone = distance is not None
        steps = (
            readings.steps_of(distance, person)  # type: ignore[arg-type]
            if lone
            else readings.draw_steps(rng, person, want, resting_hr=resting_hr)
        )
    if distance is None:
        distance = readings.draw_distance_km(rng, person, steps)
    return steps, distance


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")
    return rows


def _symptoms(rng: Random, want: Wish) -> tuple[Symptom, ...]:
    if not want.symptoms or rng.random() >= want.symptom_share:
        return ()
    both = len(want.symptoms) > 1 and rng.random() < _rows()["strata"]["second_symptom_share"]
    chosen = rng.sample(want.symptoms, 2 if both else 1)
    return tuple(s for s in want.symptoms if s in chosen)  # type: ignore[misc]


def _profile(
    person: Person,
    rng: Random,
    stratum: str,
    context: HrContext | None,
    symptoms: tuple[Symptom, ...],
) -> Profile:
    ageless = stratum == "age_missing"
    tells_sex = person.tells_sex
    if ageless:
        tells_sex = rng.random() < _rows()["age_missing"]["told"]["sex"]
    return Profile(
        age=None if ageless else person.age,
        sex=person.sex if tells_sex or "pregnancy" in person.conditions else None,
        height_cm=person.body.height_cm if person.tells_height else None,
        baseline_rhr=None if stratum == "baseline_missing" else person.baseline_rhr,
        hr_context=context,
        regularly_active=person.regularly_active,
        athlete=person.athlete,
        desired_intensity=person.desired_intensity,
        goal=person.goal,
        conditions=person.conditions,
        symptoms=symptoms,
    )


def _profile_without_vitals(person: Person, rng: Random) -> Profile:
    told = _rows()["no_vitals"]["told"]
    return Profile(
        age=person.age if rng.random() < told["age"] else None,
        sex=person.sex if rng.random() < told["sex"] else None,
        regularly_active=person.regularly_active,
        desired_intensity=person.desired_intensity,
        goal=person.goal,
    )
