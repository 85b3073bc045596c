"""Sampling a person: what stays the same from day to day."""

from __future__ import annotations

import math
from functools import cache
from random import Random
from typing import Any, Literal, NamedTuple

from wearable_coach.records import Condition, Intensity, Kind
from wearable_coach.sources.bodies import (
    Body,
    sample_body,
    sample_body_of_bmi,
    sample_body_of_weight,
)
from wearable_coach.sources.draws import Weighted, pick, tenth, whole, within
from wearable_coach.sources.wishes import Span, Wish, wish
from wearable_coach.standards.table import table

Sex = Literal["M", "F"]


class Person(NamedTuple):
    """Someone whose days can be sampled. Units are suffixes; shown values are rounded."""

    age: int
    sex: Sex
    body: Body
    resting_hr_mean_bpm: float
    baseline_rhr: int
    sleep_mean_h: float
    steps_mean: float
    stride_m: float
    fitness: float
    """A standard normal trait, higher is fitter."""
    regularly_active: bool | None
    athlete: bool
    goal: str | None
    desired_intensity: Intensity
    conditions: tuple[Condition, ...]
    tells_sex: bool
    tells_height: bool


class Known(NamedTuple):
    """What is known of a real person; sampling the rest keeps to it."""

    age: tuple[int, int] | None = None
    """Closed range of completed years."""
    sex: Sex | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    bmi: float | None = None
    bmi_range: tuple[float, float] | None = None
    """Half-open [kg/m²]."""
    baseline: Span | None = None
    """Baseline resting HR [bpm]."""
    conditions: tuple[Condition, ...] = ()
    """Conditions that the person has, beside those of the stratum."""


NOTHING_KNOWN = Known()


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")["people"]
    return rows


@cache
def _ages(low: int, high: int) -> Weighted[int]:
    weights = _rows()["ages"]["decades"]
    ages = range(low, high + 1)
    return Weighted(ages, [weights[min(max(a // 10, min(weights)), max(weights))] for a in ages])


def sample_person(rng: Random, *, stratum: str, kind: Kind, known: Known = NOTHING_KNOWN) -> Person:
    """Sample a person who can have a day of `stratum`.

    Args:
        rng: Randomness; the same state gives the same person.
        stratum: One of `STRATA`.
        kind: The conversation's kind; it moves how often a goal is stated.
        known: Of a real person; nothing by default.

    Raises:
        RecipeUnmet: there is no such stratum, or what is known forbids it.

    Source: POP-001 (standards.md §6).
    """
    return person_for(wish(stratum), rng, kind=kind, known=known)


def person_for(want: Wish, rng: Random, *, kind: Kind, known: Known = NOTHING_KNOWN) -> Person:
    """Sample a person under the conditions of `want`; see `sample_person`."""
    carried = _carried(rng, want, known.conditions)
    low, high = known.age or carried.get("age", want.age)
    age = _ages(low, high).pick(rng)
    sex = known.sex or carried.get("sex") or _sex(rng)
    fitness, active, athlete = _fitness(rng, fit=want.fit)
    body = _body(rng, want, known, sex=sex, age_years=age)
    resting = _resting_mean(rng, _baseline_span(want, carried, known), sex, fitness, athlete)
    rows = _rows()
    sleep_mean_h = rng.gauss(rows["sleep_h"]["mean"], rows["sleep_h"]["sd"])
    steps_mean = _steps_mean(rng, fitness)
    return Person(
        age=age,
        sex=sex,
        body=body,
        resting_hr_mean_bpm=resting,
        baseline_rhr=whole(resting),
        sleep_mean_h=sleep_mean_h,
        steps_mean=steps_mean,
        stride_m=_stride_m(rng, sex, body.height_cm),
        fitness=fitness,
        regularly_active=_active_by_steps(active, steps_mean),
        athlete=athlete,
        goal=_goal(rng, kind),
        desired_intensity=pick(rng, rows["desired_intensity"]["usual"]),
        conditions=tuple(dict.fromkeys((*carried.get("conditions", ()), *known.conditions))),
        tells_sex=rng.random() < rows["told"]["sex"],
        tells_height=rng.random() < rows["told"]["height"],
    )


def restated(person: Person, rng: Random, *, kind: Kind) -> Person:
    """Return the same person saying other things about themselves: goal, wish, sex, height."""
    rows = _rows()
    return person._replace(
        goal=_goal(rng, kind),
        desired_intensity=pick(rng, rows["desired_intensity"]["usual"]),
        tells_sex=rng.random() < rows["told"]["sex"],
        tells_height=rng.random() < rows["told"]["height"],
    )


def _carried(rng: Random, want: Wish, known: tuple[Condition, ...]) -> dict[str, Any]:
    """Return a row of conditions, by weight; empty for people without any.

    Where one that is known stands in such rows, it is one of those.
    """
    if want.people is None:
        return {}
    rows = _condition_rows(want.people)
    fitting = [row for row in rows.items if not set(known).isdisjoint(row["conditions"])]
    return fitting[int(rng.random() * len(fitting))] if fitting else rows.pick(rng)


@cache
def _condition_rows(key: str) -> Weighted[dict[str, Any]]:
    rows = table("population")["conditions"][key]
    return Weighted(rows, [row["weight"] for row in rows])


def _sex(rng: Random) -> Sex:
    return "F" if rng.random() < _rows()["female_share"]["value"] else "M"


def _fitness(rng: Random, *, fit: bool) -> tuple[float, bool | None, bool]:
    """Return fitness, whether regularly active (None: unknown), and whether an athlete."""
    row = _rows()["activity"]
    fitness = rng.gauss(0, 1)
    if fit:
        fitness = row["athlete_from_fitness"] + abs(fitness)
    logit = row["logit"]["at_mean"] + row["logit"]["per_fitness"] * fitness
    active = rng.random() < 1 / (1 + math.exp(-logit))
    if rng.random() < row["unknown_share"]:
        return fitness, None, False
    share = row["fit_athlete_share"] if fit else row["athlete_share"]
    candidate = active and fitness >= row["athlete_from_fitness"]
    return fitness, active, candidate and rng.random() < share


def _baseline_span(want: Wish, carried: dict[str, Any], known: Known) -> Span:
    if known.baseline is not None:
        return known.baseline
    own = carried.get("baseline")
    if own is None:
        return want.baseline
    return Span(own["range"][0], own["range"][1], own["mean"], own["sd"])


def _resting_mean(rng: Random, span: Span, sex: Sex, fitness: float, athlete: bool) -> float:  # noqa: FBT001 - one caller
    """Draw the person's mean resting HR [bpm]. Source: POP-RHR-001."""
    row = _rows()["resting_hr_bpm"]
    if span.mean is not None:
        return within(rng, mean=span.mean, sd=span.sd or row["sd"], low=span.low, high=span.high)
    along = _rows()["fitness"]["with_resting_hr"]
    mean = row["mean"] + row["female_minus_male"] * (0.5 if sex == "F" else -0.5)
    mean += row["sd"] * along * fitness + (row["athlete_shift"] if athlete else 0)
    left = row["sd"] * math.sqrt(1 - along**2)
    return within(rng, mean=mean, sd=left, low=span.low, high=span.high)


def _steps_mean(rng: Random, fitness: float) -> float:
    """Draw the person's mean steps a day, log-normal. Source: POP-STEP-001."""
    row, along = _rows()["steps"], _rows()["fitness"]["with_steps"]
    variance = math.log(1 + (row["sd"] / row["mean"]) ** 2)
    trait = along * fitness + math.sqrt(1 - along**2) * rng.gauss(0, 1)
    mean: float = row["mean"]
    return mean * math.exp(math.sqrt(variance) * trait - variance / 2)


def _active_by_steps(active: bool | None, steps_mean: float) -> bool | None:  # noqa: FBT001 - one caller
    """Return whether someone of so many steps a day is regularly active; who says nothing of it stays so."""
    most: float = _rows()["activity"]["inactive_steps_mean_at_most"]
    return True if active is False and steps_mean > most else active


def _stride_m(rng: Random, sex: Sex, height_cm: float) -> float:
    """Draw the step length [m]. Source: POP-STRIDE-001."""
    row = _rows()["stride_m"]
    mean = row["mean"][sex] + row["per_cm"] * (height_cm - row["at_height_cm"][sex])
    return within(rng, mean=mean, sd=row["sd"], low=row["range"][0], high=row["range"][1])


def _goal(rng: Random, kind: Kind) -> str | None:
    row = _rows()["goals"]
    stated = rng.random() < row["stated_share"][kind]
    return pick(rng, row["weights"]) if stated else None


def _body(rng: Random, want: Wish, known: Known, *, sex: Sex, age_years: int) -> Body:
    if known.weight_kg is not None and known.bmi is not None:
        height_cm = known.height_cm or tenth(100 * math.sqrt(known.weight_kg / known.bmi))
        return Body(height_cm, known.weight_kg, known.bmi)
    if known.bmi is not None and known.height_cm is not None:
        weight_kg = tenth(known.bmi * (known.height_cm / 100) ** 2)
        return Body(known.height_cm, weight_kg, known.bmi)
    if known.bmi is not None:
        return sample_body_of_bmi(rng, sex=sex, age_years=age_years, bmi=known.bmi)
    bmi_range = known.bmi_range or want.bmi
    if known.weight_kg is not None:
        return sample_body_of_weight(
            rng, sex=sex, age_years=age_years, bmi_range=bmi_range, weight_kg=known.weight_kg
        )
    return sample_body(
        rng,
        sex=sex,
        age_years=age_years,
        bmi_range=bmi_range,
        stratum=want.stratum,
        height_cm=known.height_cm,
    )
