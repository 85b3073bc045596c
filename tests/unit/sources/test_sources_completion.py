"""A completed day keeps what was measured and says what was not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.support.cases import some
from tests.support.days import checked
from tests.support.days import day as day_of
from wearable_coach.errors import RecipeUnmet
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.sources import RealDay, complete_day, real_day_index, stratum_of

MEASURED = Vitals(
    heart_rate=76,
    resting_heart_rate=62,
    sleep_hr=7.42,
    steps=8833,
    distance_km=6.52,
    oxygen_saturation=96,
)


def real(
    vitals: Vitals = MEASURED,
    profile: Profile | None = None,
    *,
    age_range: tuple[int, int] | None = (19, 29),
    bmi_range: tuple[float, float] | None = (22, 22.5),
) -> RealDay:
    own = profile or Profile(
        sex="M", baseline_rhr=62, hr_context="24h" if vitals.heart_rate else None
    )
    return RealDay("real-0001", 1, "lifesnaps", own, vitals, (), age_range, bmi_range)


def served(day: RealDay) -> set[str]:
    return {
        stratum
        for stratum, places in real_day_index([day], hrmax_formula=DEFAULT_FORMULA).items()
        if places
    }


def changed(**values: float | None) -> Vitals:
    return MEASURED.model_copy(update=values)


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(min_value=0),
    hidden=st.sets(st.sampled_from(VITAL_FIELDS), max_size=3),
    sleep=st.sampled_from([4.5, 6.25, 7.42, 9.8]),
    rhr=st.sampled_from([47, 62, 68, 75, 104, 124]),
    spo2=st.sampled_from([89, 92, 94, 97]),
)
def test_whatever_a_day_serves_it_completes_to_untouched(
    seed: int, hidden: set[str], sleep: float, rhr: int, spo2: int
) -> None:
    full = changed(
        sleep_hr=sleep, resting_heart_rate=rhr, oxygen_saturation=spo2, heart_rate=rhr + 9
    )
    day = real(full.model_copy(update=dict.fromkeys(hidden)))
    strata = served(day)
    assume(strata)  # a day may serve none: SpO₂ of 89 and no resting rate
    for stratum in some(strata):
        profile, vitals, completed = complete_day(
            day, Random(seed), stratum=stratum, kind="coaching", hrmax_formula=DEFAULT_FORMULA
        )
        assert not checked(profile.model_dump(), vitals.model_dump()).reject
        assert stratum_of(day_of(profile, vitals)) == stratum
        for name in VITAL_FIELDS:
            measured = getattr(day.vitals, name)
            assert getattr(vitals, name) == measured or (measured is None and name in completed)
        assert profile.sex == "M"
        assert profile.baseline_rhr == 62
        assert not profile.symptoms
        assert not profile.conditions


def test_what_was_sampled_is_named_and_nothing_else() -> None:
    _, _, completed = complete_day(
        real(), Random(1), stratum="normal", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )
    assert {"age", "active_calories", "weight", "bmi"} <= set(completed)
    assert not {"sex", "baseline_rhr", "hr_context", "steps", "sleep_hr"} & set(completed)


def test_a_completed_value_stays_inside_its_bin() -> None:
    for seed in range(60):
        profile, vitals, _ = complete_day(
            real(), Random(seed), stratum="normal", kind="coaching", hrmax_formula=DEFAULT_FORMULA
        )
        assert profile.age is not None
        assert 19 <= profile.age <= 29
        assert vitals.bmi is not None
        assert 22 <= vitals.bmi < 22.5


def test_a_bin_below_19_is_completed_to_the_side_that_the_stratum_asks_for() -> None:
    thin = real(bmi_range=(16.2, 19))
    assert {"normal", "bmi_underweight"} <= served(thin)
    for stratum, low, high in (("normal", 18.5, 19), ("bmi_underweight", 16.2, 18.5)):
        _, vitals, _ = complete_day(
            thin, Random(5), stratum=stratum, kind="coaching", hrmax_formula=DEFAULT_FORMULA
        )
        assert vitals.bmi is not None
        assert low <= vitals.bmi < high


def test_a_real_person_is_alike_in_all_rows() -> None:
    people = {
        (p.age, p.sex)
        for seed in range(20)
        for p, _, _ in [
            complete_day(
                real(),
                Random(seed),
                stratum="normal",
                kind="coaching",
                hrmax_formula=DEFAULT_FORMULA,
            )
        ]
    }
    assert len(people) == 1


@pytest.mark.parametrize(
    ("values", "stratum"),
    [
        ({}, "normal"),
        ({"sleep_hr": 5.98}, "sleep_very_short"),
        ({"sleep_hr": 6.2}, "sleep_short"),
        ({"sleep_hr": 9.5}, "sleep_long"),
        ({"resting_heart_rate": 72}, "rhr_elevated"),
        ({"resting_heart_rate": 68}, "rhr_mild"),
        ({"resting_heart_rate": 72, "sleep_hr": 5.5}, "rhr_elevated_short_sleep"),
        ({"resting_heart_rate": 45, "heart_rate": 60}, "rhr_low"),
        ({"oxygen_saturation": 94}, "spo2_borderline"),
        ({"oxygen_saturation": 92}, "spo2_low"),
        ({"oxygen_saturation": 89}, "spo2_critical"),
        ({"heart_rate": 58}, "inconsistent"),
    ],
)
def test_a_finding_serves_its_stratum_and_no_milder_one(
    values: dict[str, float], stratum: str
) -> None:
    gaps = {"fields_missing", "age_missing"}
    assert served(real(changed(**values))) - gaps == {stratum}


@pytest.mark.parametrize(
    ("bmi_range", "strata"),
    [
        ((24, 24.5), {"bmi_pre_obese"}),
        ((25, 30), {"bmi_obese_1"}),
        ((30, 39), {"bmi_obese_2", "bmi_obese_3"}),
        (None, {"normal"}),
    ],
)
def test_a_bmi_bin_serves_only_the_classes_that_it_reaches(
    bmi_range: tuple[float, float] | None, strata: set[str]
) -> None:
    assert served(real(bmi_range=bmi_range)) - {"fields_missing", "age_missing"} == strata


def test_a_missing_reading_never_serves_the_stratum_that_it_would_define() -> None:
    day = real(changed(sleep_hr=None, resting_heart_rate=None))
    assert not served(day) & {
        "sleep_short",
        "sleep_long",
        "sleep_very_short",
        "rhr_mild",
        "rhr_low",
    }


def test_a_day_left_incomplete_keeps_its_gaps() -> None:
    profile, vitals, completed = complete_day(
        real(), Random(2), stratum="fields_missing", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )
    assert vitals == MEASURED
    assert profile.age is not None
    assert not set(completed) & set(VITAL_FIELDS)


def test_missing_age_and_baseline_stay_missing_where_the_stratum_is_about_them() -> None:
    ageless, _, _ = complete_day(
        real(), Random(2), stratum="age_missing", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )
    assert ageless.age is None
    bare = real(profile=Profile(hr_context="24h"))
    assert "baseline_missing" in served(bare)
    profile, _, _ = complete_day(
        bare, Random(2), stratum="baseline_missing", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )
    assert profile.baseline_rhr is None
    assert "baseline_missing" not in served(real())


@pytest.mark.parametrize(
    "vitals",
    [
        Vitals(steps=8000, distance_km=5.6),
        changed(sleep_hr=1.5),
        changed(steps=100, distance_km=0.1),
    ],
)
def test_days_with_too_little_or_with_unusual_readings_serve_nothing(vitals: Vitals) -> None:
    assert served(real(vitals)) == set()


@pytest.mark.parametrize(
    "stratum", ["red_flag", "hr_invalid", "illness", "sleep_short", "no_vitals"]
)
def test_a_day_refuses_a_stratum_that_its_values_do_not_show(stratum: str) -> None:
    assert stratum not in served(real())
    with pytest.raises(RecipeUnmet, match=stratum):
        complete_day(
            real(), Random(1), stratum=stratum, kind="coaching", hrmax_formula=DEFAULT_FORMULA
        )


def test_a_stated_condition_serves_its_own_stratum() -> None:
    day = real(profile=Profile(age=60, sex="F", baseline_rhr=62, conditions=("beta_blocker",)))
    assert "hr_invalid" in served(day)
    profile, _, _ = complete_day(
        day, Random(1), stratum="hr_invalid", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )
    assert profile.conditions == ("beta_blocker",)
    assert profile.age == 60


def test_a_real_weight_and_bmi_stay_and_height_follows() -> None:
    day = real(changed(weight=70.2, bmi=22.65), bmi_range=None)
    for seed in range(30):
        profile, vitals, completed = complete_day(
            day, Random(seed), stratum="normal", kind="coaching", hrmax_formula=DEFAULT_FORMULA
        )
        assert (vitals.weight, vitals.bmi) == (70.2, 22.65)
        assert "weight" not in completed
        if profile.height_cm is not None:
            assert profile.height_cm == pytest.approx(176.1, abs=0.1)


def test_the_same_seed_completes_the_same_day() -> None:
    one = complete_day(
        real(), Random(9), stratum="normal", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )
    assert one == complete_day(
        real(), Random(9), stratum="normal", kind="coaching", hrmax_formula=DEFAULT_FORMULA
    )


@settings(max_examples=120, deadline=None)
@given(
    seed=st.integers(min_value=0),
    weight=st.none() | st.sampled_from([40.1, 58.3, 70.2, 95.4, 130.0]),
    bmi=st.none() | st.sampled_from([17.2, 22.65, 22.95, 31.0]),
    height=st.none() | st.sampled_from([148.0, 163.5, 175.0, 199.0]),
    kcal=st.none() | st.sampled_from([0, 40, 350, 2800]),
    hidden=st.sets(st.sampled_from(["steps", "distance_km", "resting_heart_rate"]), max_size=2),
)
def test_lone_body_and_energy_values_of_a_table_complete_or_do_not_serve(
    seed: int,
    weight: float | None,
    bmi: float | None,
    height: float | None,
    kcal: int | None,
    hidden: set[str],
) -> None:
    vitals = changed(weight=weight, bmi=bmi, active_calories=kcal, **dict.fromkeys(hidden))
    own = Profile(sex="F", height_cm=height, baseline_rhr=62, hr_context="24h")
    if checked(own.model_dump(), vitals.model_dump()).reject:
        return
    day = real(vitals, own, bmi_range=None)
    for stratum in served(day):
        profile, done, _ = complete_day(
            day, Random(seed), stratum=stratum, kind="coaching", hrmax_formula=DEFAULT_FORMULA
        )
        assert height is None or profile.height_cm == height
        assert weight is None or done.weight == weight
        assert bmi is None or done.bmi == bmi
        assert kcal is None or done.active_calories == kcal
