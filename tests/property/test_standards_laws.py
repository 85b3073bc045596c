from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.support.days import day as day_of
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.intensity import hrmax_bands, hrr_bands
from wearable_coach.standards.numbers import bands
from wearable_coach.standards.sleep import sleep_class

ORDER = ["none", "light", "moderate", "vigorous"]


@given(st.integers(18, 81), st.integers(40, 100), st.floats(30, 88), st.floats(1, 10))
def test_a_higher_share_of_the_reserve_never_lowers_the_target(age, rhr, percent, more):
    hr = day_of(Profile(age=age), Vitals(resting_heart_rate=rhr)).facts.hr
    assert hr.target_bpm(percent) <= hr.target_bpm(percent + more)


@given(st.decimals(0, 250, places=3), st.decimals(0, 250, places=3))
def test_bands_partition_the_line_in_order(first, second):
    low, high = sorted((first, second))
    for partition in (
        hrr_bands(), hrmax_bands(), bands("body", "ksso"), bands("body", "who"),
        bands("heart_rate", "resting"), bands("oxygen", ""),
    ):  # fmt: skip
        assert partition.names.index(partition.name_of(low)) <= partition.names.index(
            partition.name_of(high)
        )


@given(st.decimals(0, 24, places=2), st.one_of(st.none(), st.integers(18, 100)))
def test_every_night_has_one_sleep_class(hours, age):
    assert sleep_class(Decimal(hours), age_years=age) in {
        "very_short",
        "short",
        "recommended",
        "long",
    }


@given(
    st.integers(80, 100), st.integers(30, 140), st.floats(3, 10),
    st.lists(st.sampled_from(["chest_pain", "fever", "dizziness", "exertional_symptom"]), unique=True),
)  # fmt: skip
def test_a_further_symptom_never_raises_the_cap(spo2, rhr, sleep_h, symptoms):
    day = Vitals(oxygen_saturation=spo2, resting_heart_rate=rhr, sleep_hr=sleep_h)
    caps = [
        day_of(
            Profile(age=40, regularly_active=True, symptoms=tuple(symptoms[:n])), day
        ).facts.max_intensity_allowed
        for n in range(len(symptoms) + 1)
    ]
    assert [ORDER.index(c) for c in caps] == sorted((ORDER.index(c) for c in caps), reverse=True)
