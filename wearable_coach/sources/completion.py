"""Completing a real day: what it lacks is sampled conditionally on what it has."""

from __future__ import annotations

from functools import cache, lru_cache
from random import Random
from typing import Any

from wearable_coach.day import warned_day
from wearable_coach.errors import RecipeUnmet
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, HrContext, Kind, Profile, Vitals
from wearable_coach.sources.days import Given, day_for
from wearable_coach.sources.draws import tenth
from wearable_coach.sources.identities import Identity, identity_of
from wearable_coach.sources.people import Known, Person, person_for, restated
from wearable_coach.sources.readings import most_steps
from wearable_coach.sources.real_days import RealDay
from wearable_coach.sources.strata import stratum_of
from wearable_coach.sources.wishes import Span, Wish, wish
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.table import table
from wearable_coach.standards.validity import check_inputs

_TRIES = 24

_UNKNOWN = Profile()


def complete_day(
    day: RealDay, rng: Random, *, stratum: str, kind: Kind, hrmax_formula: HrmaxFormula
) -> tuple[Profile, Vitals, tuple[str, ...]]:
    """Complete a real day so that it counts in `stratum`; its own values stay untouched.

    The person has one age, one sex and one height in all rows (`identities`); activity is drawn from the
    pseudonym first, the goal and the day are drawn from `rng`.
    Symptoms and conditions are never added to a real person. Of ``fields_missing`` the vitals stay
    incomplete, ``age_missing`` and ``baseline_missing`` keep their gap.

    Args:
        day: A real day.
        rng: Randomness.
        stratum: One that `real_day_index` gives for the day.
        kind: The conversation's kind.
        hrmax_formula: The dataset's one formula.

    Returns:
        A valid profile and vitals, and the names of the fields that were sampled.

    Raises:
        RecipeUnmet: the day's own values do not go with the stratum.
    """
    want = fitted_wish(day, wish(stratum))
    if want is not None:
        for attempt in range(_TRIES):
            try:
                profile, vitals = _complete(day, rng, want, kind, steady=attempt == 0)
            except RecipeUnmet:
                continue
            if _counts_in(stratum, profile, vitals, hrmax_formula):
                return profile, vitals, _completed(day, profile, vitals)
    message = f"stratum: {stratum} cannot be had from a real day of {day.source} ({day.person_key}, day {day.day}); take a day that real_day_index gives for it"
    raise RecipeUnmet(message)


def fitted_wish(day: RealDay, want: Wish) -> Wish | None:
    """Return the stratum's conditions cut to what the day has; None when they exclude it."""
    age = _age_span(day, want)
    bmi = _bmi_span(day, want)
    resting = _resting_spans(day, want)
    if age is None or bmi is None or resting is None or want.stratum == "no_vitals":
        return None
    rhr, baseline = resting
    return want._replace(
        age=age, bmi=bmi, rhr=rhr, baseline=baseline, people=None, symptoms=(), symptom_share=0
    )


def _age_span(day: RealDay, want: Wish) -> tuple[int, int] | None:
    if day.profile.age is not None:
        return (day.profile.age, day.profile.age)
    age = _identity(day).age
    return (age, age) if want.age[0] <= age <= want.age[1] else None


def _identity(day: RealDay) -> Identity:
    return day.identity or _identity_alone(day)


@lru_cache(maxsize=256)
def _identity_alone(day: RealDay) -> Identity:
    return identity_of((day,))


def _bmi_span(day: RealDay, want: Wish) -> tuple[float, float] | None:
    bmi = _known_bmi(day)
    if bmi is not None:
        return want.bmi if want.bmi[0] <= bmi < want.bmi[1] else None
    low, high = day.bmi_range or want.bmi
    low, high = max(low, want.bmi[0]), min(high, want.bmi[1])
    return (low, high) if high - low >= _rows()["least_bmi_span"] else None


def _known_bmi(day: RealDay) -> float | None:
    """Return the BMI as measured, or as the weight and the person's height give it [kg/m²]."""
    weight, height_cm = day.vitals.weight, _identity(day).height_cm
    if day.vitals.bmi is not None or weight is None:
        return day.vitals.bmi
    return tenth(weight / (height_cm / 100) ** 2)


def _resting_spans(day: RealDay, want: Wish) -> tuple[Span, Span] | None:
    """Return the ranges of today's and of the baseline resting HR [bpm] that go together."""
    rhr, base = want.rhr, want.baseline
    today, own = day.vitals.resting_heart_rate, day.profile.baseline_rhr
    if today is not None:
        rhr = Span(today, today)
    elif day.vitals.heart_rate is not None:
        rhr = rhr.meet(rhr.low, day.vitals.heart_rate - _rows()["least_above_resting_bpm"])
    if own is not None:
        base = Span(own, own)
        if today is not None:
            return rhr, base
        met = rhr.meet(own + want.delta.low, own + want.delta.high)
        return (rhr, base) if met.low <= met.high else None
    wide = _population_baseline() if today is not None else base
    low, high = rhr.low - want.delta.high, rhr.high - want.delta.low
    mean, sd = (base.mean, base.sd) if base.mean is not None else _around(today, want)
    base = Span(max(wide.low, low), min(wide.high, high), mean, sd)
    return (rhr, base) if base.low <= base.high and rhr.low <= rhr.high else None


def _around(today: int | None, want: Wish) -> tuple[float | None, float | None]:
    """Return where a baseline lies from which today's reading comes."""
    if today is None:
        return None, None
    spread = table("population")["days"]["resting_hr_sd_bpm"]["value"]
    return today - (want.delta.mean or 0), spread


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")["imports"]["completion"]
    return rows


@cache
def _population_baseline() -> Span:
    """Return every baseline that a sampled person of any stratum may have [bpm]."""
    low, high = vital_rows()["resting_heart_rate"].unusual
    return Span(low - _rows()["baseline_below_usual_bpm"], high)


def _complete(
    day: RealDay, rng: Random, want: Wish, kind: Kind, *, steady: bool
) -> tuple[Profile, Vitals]:
    person = _person(day, rng, want, kind, steady=steady)
    given = Given(day.vitals, _context(day))
    profile, vitals = day_for(want, person, rng, kind=kind, given=given)
    if want.stratum == "fields_missing":
        vitals = day.vitals
    real = {name: value for name, value in _own(day.profile).items() if value is not None}
    if day.vitals.heart_rate is None and want.stratum == "fields_missing":
        real["hr_context"] = None
    if _moves_much(profile, vitals) and "regularly_active" not in real:
        real["regularly_active"] = None  # so many steps and no exercise do not go together
    return profile.model_copy(update=real), vitals


def _moves_much(profile: Profile, vitals: Vitals) -> bool:
    most = most_steps(profile.regularly_active, None)
    return vitals.steps is not None and vitals.steps > most


def _person(day: RealDay, rng: Random, want: Wish, kind: Kind, *, steady: bool) -> Person:
    """Draw the person; `steady` draws what stays the same from the pseudonym."""
    own, who = day.profile, _identity(day)
    known = Known(
        age=want.age,
        sex=own.sex or who.sex,
        height_cm=own.height_cm or who.height_cm,
        weight_kg=day.vitals.weight,
        bmi=_known_bmi(day),
        bmi_range=want.bmi,
        baseline=want.baseline,
    )
    if not steady:
        return person_for(want, rng, kind=kind, known=known)
    same = person_for(want, Random(day.person_key), kind=kind, known=known)
    return restated(same, rng, kind=kind)


def _context(day: RealDay) -> HrContext | None:
    """Return how a real heart rate was taken; far above rest it was not taken at rest."""
    context, current = day.profile.hr_context, day.vitals.heart_rate
    if context is not None or current is None:
        return context
    resting = day.vitals.resting_heart_rate or day.profile.baseline_rhr
    far = _rows()["exercise_above_resting_bpm"]
    return "exercise" if resting is not None and current > resting + far else "rest"


def _own(profile: Profile) -> dict[str, Any]:
    """Return what the real profile states."""
    return {
        name: value
        for name in Profile.model_fields
        if (value := getattr(profile, name)) != getattr(_UNKNOWN, name)
    }


def _counts_in(stratum: str, profile: Profile, vitals: Vitals, hrmax_formula: HrmaxFormula) -> bool:
    checked = check_inputs(profile.model_dump(), vitals.model_dump(), hrmax_formula=hrmax_formula)
    if not checked.valid:
        return False
    day = warned_day(profile, vitals, checked.warnings, hrmax_formula=hrmax_formula)
    return stratum_of(day) == stratum


def _completed(day: RealDay, profile: Profile, vitals: Vitals) -> tuple[str, ...]:
    """Return the names of what was sampled: of the profile, then of the vitals."""
    real = _own(day.profile)
    return (
        *(name for name in _own(profile) if name not in real),
        *(
            name
            for name in VITAL_FIELDS
            if getattr(day.vitals, name) is None and getattr(vitals, name) is not None
        ),
    )
