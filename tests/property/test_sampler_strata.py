"""Every sampled day is valid and belongs to the stratum that it was asked for."""

from __future__ import annotations

from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.days import checked
from tests.support.days import day as built
from wearable_coach.errors import RecipeUnmet
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Kind, Profile, Vitals
from wearable_coach.sources import STRATA, belongs, sample_day, sample_person, stratum_of
from wearable_coach.sources.strata import PRIORITY, missing_vitals
from wearable_coach.standards.fields import contradictions
from wearable_coach.standards.validity import Validity

KINDS: tuple[Kind, ...] = ("health_interpretation", "exercise_recommendation", "coaching")
ABOUT = {
    "rhr_high": {"unusual:resting_heart_rate"},
    "rhr_very_high": {"unusual:resting_heart_rate"},
    "rhr_very_low": {"unusual:resting_heart_rate", "unusual:heart_rate"},
    "spo2_low": {"unusual:oxygen_saturation"},
    "spo2_critical": {"unusual:oxygen_saturation"},
    "red_flag": {"unusual:oxygen_saturation", "unusual:resting_heart_rate"},
    "bmi_obese_3": {"unusual:bmi"},
    "inconsistent": set(contradictions()),
    "fields_missing": {f"missing:{name}" for name in VITAL_FIELDS},
    "no_vitals": {f"missing:{name}" for name in VITAL_FIELDS},
}
"""Warnings that a stratum is about; any other warning is a fault of the sampler."""


def day_of(stratum: str, seed: int, kind: Kind = "coaching") -> tuple[Profile, Vitals]:
    rng = Random(seed)
    person = sample_person(rng, stratum=stratum, kind=kind)
    return sample_day(person, rng, stratum=stratum, kind=kind)


def judged(profile: Profile, vitals: Vitals, formula: HrmaxFormula = "tanaka") -> Validity:
    return checked(profile.model_dump(), vitals.model_dump(), formula)


def test_the_priority_and_the_list_name_the_same_strata() -> None:
    assert sorted(PRIORITY) == sorted(STRATA)
    assert PRIORITY[0] == "red_flag"
    assert PRIORITY[-1] == "normal"


@pytest.mark.parametrize("stratum", STRATA)
@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(min_value=0),
    kind=st.sampled_from(KINDS),
    formula=st.sampled_from(get_args(HrmaxFormula)),
)
def test_a_sampled_day_is_valid_and_counts_in_its_stratum_by_every_formula(
    stratum: str, seed: int, kind: Kind, formula: HrmaxFormula
) -> None:
    profile, vitals = day_of(stratum, seed, "coaching" if stratum == "no_vitals" else kind)
    made = judged(profile, vitals, formula)
    assert not made.reject
    assert set(made.warnings) <= ABOUT.get(stratum, set())
    day = built(profile, vitals, formula)
    assert belongs(stratum, day)
    assert stratum_of(day) == stratum


@pytest.mark.parametrize("stratum", [s for s in STRATA if s not in ("minor", "no_vitals")])
def test_adults_are_19_to_79(stratum: str) -> None:
    ages = {day_of(stratum, seed)[0].age for seed in range(150)} - {None}
    assert all(19 <= age <= 79 for age in ages if age is not None)
    assert len(ages) >= 10 or stratum == "age_missing"


def test_a_normal_day_has_no_finding_at_all() -> None:
    for seed in range(300):
        profile, vitals = day_of("normal", seed)
        facts = built(profile, vitals).facts
        assert facts.safety_level == 0
        assert (facts.sleep_flag, facts.spo2_flag, facts.bmi_ksso) == (
            "recommended",
            "normal",
            "normal",
        )
        assert facts.rhr_delta_flag == "none"
        assert profile.age is not None
        assert 19 <= profile.age < 65
        assert not missing_vitals(vitals)
        assert not profile.conditions
        assert not profile.symptoms


@pytest.mark.parametrize(
    ("stratum", "field", "least"),
    [("red_flag", "symptoms", 6), ("illness", "symptoms", 5), ("hr_invalid", "conditions", 5)],
)
def test_every_symptom_and_condition_of_a_stratum_occurs(
    stratum: str, field: str, least: int
) -> None:
    seen = {code for seed in range(400) for code in getattr(day_of(stratum, seed)[0], field)}
    assert len(seen - {"cvd"}) == least


def test_every_kind_of_contradiction_occurs_alone() -> None:
    seen = [judged(*day_of("inconsistent", seed)).warnings for seed in range(200)]
    assert {w for warnings in seen for w in warnings} == {
        "hr_below_rhr",
        "unusual:stride",
        "distance_without_steps",
        "unusual:kcal_per_kg_km",
    }
    assert all(len(warnings) == 1 for warnings in seen)


def test_one_to_four_fields_are_missing_and_every_field_is_missing_somewhere() -> None:
    gaps = [missing_vitals(day_of("fields_missing", seed)[1]) for seed in range(300)]
    assert {len(gap) for gap in gaps} == {1, 2, 3, 4}
    assert {name for gap in gaps for name in gap} == set(VITAL_FIELDS)


def test_a_withheld_heart_rate_has_no_context() -> None:
    days = [day_of("fields_missing", seed) for seed in range(300)]
    assert all((v.heart_rate is None) == (p.hr_context is None) for p, v in days)


@pytest.mark.parametrize(
    ("stratum", "field", "low", "high"),
    [
        ("spo2_critical", "oxygen_saturation", 85, 90),
        ("spo2_low", "oxygen_saturation", 91, 92),
        ("rhr_very_high", "resting_heart_rate", 121, 140),
        ("rhr_very_low", "resting_heart_rate", 32, 39),
    ],
)
def test_a_rare_reading_varies_inside_its_range(
    stratum: str, field: str, low: int, high: int
) -> None:
    seen = {getattr(day_of(stratum, seed)[1], field) for seed in range(400)}
    assert min(seen) >= low
    assert max(seen) <= high
    assert len(seen) >= (high - low + 1) * 0.7


def test_exercise_readings_span_every_intensity_class() -> None:
    seen = set()
    for seed in range(900):
        profile, vitals = day_of("normal", seed)
        facts = built(profile, vitals).facts
        if profile.hr_context == "exercise" and facts.hr is not None:
            seen.add(facts.hr.acsm_class)
            assert vitals.heart_rate is not None
            assert vitals.heart_rate <= facts.hr.hrmax_bpm
        elif facts.hr is not None:
            assert facts.hr.acsm_class is None
    assert seen == {"very_light", "light", "moderate", "vigorous", "near_maximal"}


def test_pregnancy_is_of_women_of_its_age() -> None:
    days = [day_of("hr_invalid", seed)[0] for seed in range(400)]
    pregnant = [p for p in days if "pregnancy" in p.conditions]
    assert pregnant
    assert all(p.sex == "F" and p.age is not None and 21 <= p.age <= 43 for p in pregnant)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0), stratum=st.sampled_from(STRATA))
def test_the_same_seed_gives_the_same_day(seed: int, stratum: str) -> None:
    assert day_of(stratum, seed) == day_of(stratum, seed)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(min_value=0))
def test_weight_height_and_bmi_agree_as_printed(seed: int) -> None:
    profile, vitals = day_of("older_adult", seed)
    if profile.height_cm is None or vitals.weight is None or vitals.bmi is None:
        return
    assert abs(vitals.weight / (profile.height_cm / 100) ** 2 - vitals.bmi) <= 0.0501
    assert round(profile.height_cm, 1) == profile.height_cm
    assert round(vitals.weight, 1) == vitals.weight


def test_a_person_of_another_stratum_is_refused_by_name() -> None:
    rng = Random(3)
    young = sample_person(rng, stratum="normal", kind="coaching")
    for stratum in ("older_adult", "bmi_obese_2", "known_disease", "rhr_low"):
        with pytest.raises(RecipeUnmet, match=stratum):
            sample_day(young, rng, stratum=stratum, kind="coaching")


def test_an_unknown_stratum_is_refused_with_the_list() -> None:
    with pytest.raises(RecipeUnmet, match=r"'hot_day' is unknown; use one of normal"):
        sample_person(Random(1), stratum="hot_day", kind="coaching")


def test_only_coaching_goes_without_vitals() -> None:
    rng = Random(1)
    person = sample_person(rng, stratum="no_vitals", kind="coaching")
    with pytest.raises(RecipeUnmet, match="no_vitals is for coaching"):
        sample_day(person, rng, stratum="no_vitals", kind="health_interpretation")
