"""Unconditioned days have the marginals and correlations of standards.md §6."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from random import Random
from statistics import correlation, fmean, stdev, variance

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.cases import some
from tests.support.days import checked
from wearable_coach.records import Profile, Vitals
from wearable_coach.sources import Person, sample_population_day
from wearable_coach.sources.draws import between, hundredth, tenth, whole, within

PEOPLE, DAYS = 1_400, 5
Row = tuple[Person, Profile, Vitals]


@cache
def days() -> list[Row]:
    rng = Random(20_130_101)
    rows: list[Row] = []
    for _ in range(PEOPLE):
        first = sample_population_day(rng)
        rows += [first, *(sample_population_day(rng, person=first[0]) for _ in range(DAYS - 1))]
    return rows


def column(name: str) -> list[float]:
    return [getattr(vitals, name) for _, _, vitals in days()]


def by_person(name: str) -> list[list[float]]:
    values = column(name)
    return [values[i : i + DAYS] for i in range(0, len(values), DAYS)]


def within_sd(groups: Sequence[Sequence[float]]) -> float:
    return math.sqrt(fmean(variance(group) for group in groups))


def between_sd(groups: Sequence[Sequence[float]]) -> float:
    noise = within_sd(groups) ** 2 / DAYS
    return math.sqrt(variance([fmean(g) for g in groups]) - noise)


def test_no_population_day_is_invalid() -> None:
    for _, profile, vitals in some(days()[::7]):
        made = checked(profile.model_dump(), vitals.model_dump())
        assert made.valid
        assert set(made.warnings) <= {"unusual:oxygen_saturation"}


@pytest.mark.parametrize(
    ("name", "mean", "tolerance"),
    [
        ("resting_heart_rate", 66, 0.8),
        ("sleep_hr", 6.6, 0.12),
        ("oxygen_saturation", 96, 0.1),
        ("steps", 8970, 900),
    ],
)
def test_the_population_means_are_those_of_the_standard(
    name: str, mean: float, tolerance: float
) -> None:
    assert fmean(column(name)) == pytest.approx(mean, abs=tolerance)


@pytest.mark.parametrize(
    ("name", "between_people", "within_person"),
    [("resting_heart_rate", (7, 0.6), (2.4, 0.15)), ("sleep_hr", (0.8, 0.1), (1.3, 0.1))],
)
def test_people_differ_and_their_days_differ_as_measured(
    name: str, between_people: tuple[float, float], within_person: tuple[float, float]
) -> None:
    groups = by_person(name)
    assert between_sd(groups) == pytest.approx(between_people[0], abs=between_people[1])
    assert within_sd(groups) == pytest.approx(within_person[0], abs=within_person[1])


def test_steps_differ_between_and_within_people_as_measured() -> None:
    assert between_sd(by_person("steps")) == pytest.approx(4350, rel=0.2)
    logs = [[math.log(steps) for steps in group] for group in by_person("steps")]
    assert within_sd(logs) == pytest.approx(0.6, abs=0.04)


def test_oxygen_saturation_spreads_as_measured() -> None:
    assert stdev(column("oxygen_saturation")) == pytest.approx(1.1, abs=0.12)


@pytest.mark.parametrize(
    ("one", "other", "expected", "tolerance"),
    [
        ("steps", "distance_km", 0.99, 0.01),
        ("steps", "active_calories", 0.64, 0.08),
        ("resting_heart_rate", "steps", -0.19, 0.06),
        ("sleep_hr", "steps", 0, 0.06),
        ("sleep_hr", "resting_heart_rate", 0, 0.06),
        ("oxygen_saturation", "steps", 0, 0.06),
        ("oxygen_saturation", "resting_heart_rate", 0, 0.06),
    ],
)
def test_readings_go_together_as_measured(
    one: str, other: str, expected: float, tolerance: float
) -> None:
    assert correlation(column(one), column(other)) == pytest.approx(expected, abs=tolerance)


def test_the_daily_mean_follows_the_resting_rate() -> None:
    pairs = [(v.resting_heart_rate, v.heart_rate) for _, p, v in days() if p.hr_context == "24h"]
    resting, mean = ([float(x or 0) for x in side] for side in zip(*pairs, strict=True))
    assert correlation(resting, mean) == pytest.approx(0.64, abs=0.08)
    assert fmean(mean) == pytest.approx(80, abs=2)


def test_stride_is_the_standards_and_men_step_further() -> None:
    strides: dict[str, list[float]] = defaultdict(list)
    for person, _, _ in days()[::DAYS]:
        strides[person.sex].append(person.stride_m)
    assert fmean(strides["M"]) == pytest.approx(0.72, abs=0.01)
    assert fmean(strides["F"]) == pytest.approx(0.68, abs=0.01)
    middle = [s for both in strides.values() for s in both if 0.64 <= s <= 0.77]
    assert len(middle) / PEOPLE > 0.85


@pytest.mark.parametrize(
    ("sex", "decade", "height", "weight"),
    [("M", 2, 174.1, 72.7), ("M", 6, 166.4, 66.8), ("F", 3, 160.9, 56.7), ("F", 5, 156.1, 57.9)],
)
def test_bodies_are_korean_means_of_sex_and_decade(
    sex: str, decade: int, height: float, weight: float
) -> None:
    bodies = [p.body for p, _, _ in days()[::DAYS] if p.sex == sex and p.age // 10 == decade]
    assert fmean(b.height_cm for b in bodies) == pytest.approx(height, abs=2.2)
    assert fmean(b.weight_kg for b in bodies) == pytest.approx(weight, abs=3.5)
    assert stdev(b.weight_kg for b in bodies) == pytest.approx(9, abs=2)


def test_a_ten_bpm_day_is_rare_unless_asked_for() -> None:
    above = [
        1
        for person, _, v in days()
        if v.resting_heart_rate and v.resting_heart_rate - person.baseline_rhr >= 10
    ]
    assert len(above) / len(days()) < 0.003


@given(
    seed=st.integers(min_value=0),
    mean=st.floats(-50, 50),
    sd=st.floats(0.1, 20),
    low=st.floats(-100, 100),
    width=st.floats(0, 50),
)
@example(seed=0, mean=1.0, sd=1.0, low=0.0, width=5e-324)
def test_a_conditioned_draw_stays_in_its_range(
    seed: int, mean: float, sd: float, low: float, width: float
) -> None:
    drawn = within(Random(seed), mean=mean, sd=sd, low=low, high=low + width)
    assert low <= drawn <= low + width + 1e-9


def test_a_far_tail_is_not_piled_on_its_edge() -> None:
    rng = Random(7)
    drawn = [within(rng, mean=60, sd=2, low=100, high=120) for _ in range(500)]
    assert 100 <= min(drawn) < 100.2
    assert max(drawn) > 104
    assert fmean(drawn) < 105


def test_halves_round_up() -> None:
    assert (whole(182.5), whole(2.5), tenth(0.25), hundredth(0.125)) == (183, 3, 0.3, 0.13)
    assert between(Random(1), (3, 3)) == 3
