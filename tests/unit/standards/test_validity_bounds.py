"""Bounds are closed: what equals one is allowed, and the next value is not."""

import pytest

from tests.support.cases import some
from tests.support.days import check_records
from tests.support.days import checked as check_inputs
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.table import table

VITALS = {
    name: (row["impossible"], row["unusual"], 1 if row["type"] == "int" else 0.01)
    for name, row in table("vitals")["fields"].items()
}
PROFILE = {name: row["impossible"] for name, row in table("vitals")["profile"].items()}


def both(vitals, profile=None):
    """Check a day raw and typed; both say the same."""
    raw = check_inputs(profile or {}, vitals)
    typed = check_records(
        Profile.model_construct(**Profile().model_dump() | (profile or {})),
        Vitals.model_construct(**dict.fromkeys(Vitals.model_fields) | vitals),
    )
    assert raw[:2] == typed[:2]
    return raw.reject, tuple(w for w in raw.warnings if not w.startswith("missing:"))


@pytest.mark.parametrize("name", VITALS)
def test_a_reading_at_a_bound_is_allowed_and_beyond_it_impossible(name):
    (low, high), _, step = VITALS[name]
    for value in (low, high):
        assert both({name: value})[0] == ()
    for value in (round(low - step, 2), round(high + step, 2)):
        assert both({name: value}) == ((f"range:{name}",), ())


@pytest.mark.parametrize("name", VITALS)
def test_a_reading_at_the_edge_of_the_usual_is_usual_and_beyond_it_unusual(name):
    possible, (low, high), step = VITALS[name]
    for value in (low, high):
        assert both({name: value}) == ((), ())
    beyond = [round(low - step, 2), round(high + step, 2)]
    for value in some(v for v in beyond if possible[0] <= v <= possible[1]):
        assert both({name: value}) == ((), (f"unusual:{name}",))


@pytest.mark.parametrize("name", PROFILE)
def test_a_fact_at_a_bound_is_allowed_and_beyond_it_impossible(name):
    low, high = PROFILE[name]
    for value in (low, high):
        assert both({}, {name: value}) == ((), ())
    for value in (low - 1, high + 1):
        assert both({}, {name: value}) == ((f"range:{name}",), ())


def test_a_typed_day_is_checked_field_by_field_and_then_across():
    typed = check_records(
        Profile(age=40, hr_context="exercise"), Vitals(heart_rate=59, resting_heart_rate=60)
    )
    assert not typed.valid
    assert typed.reject == ("hr_below_rhr",)
    assert (typed.profile.age, typed.vitals.heart_rate) == (40, 59)
    fields_first = Vitals.model_construct(
        **dict.fromkeys(Vitals.model_fields) | {"heart_rate": 19, "resting_heart_rate": 60}
    )
    found = check_records(Profile(hr_context="exercise"), fields_first)
    assert found.reject == ("range:heart_rate",)
    assert check_records(Profile(), Vitals()).valid


def test_every_fault_is_named_in_the_order_of_the_checks():
    raw = {"pulse": 1, "heart_rate": 19, "steps": -1}
    assert check_inputs({"age": 121}, raw).reject == (
        "unknown:pulse", "range:heart_rate", "range:steps", "range:age",
    )  # fmt: skip


@pytest.mark.parametrize("name", [n for n, row in table("vitals")["fields"].items() if row["type"] == "int"])  # fmt: skip
def test_a_whole_reading_may_be_written_as_a_decimal_but_have_no_fraction(name):
    low, high = table("vitals")["fields"][name]["unusual"]
    middle = (low + high) // 2
    assert check_inputs({}, {name: float(middle)}).valid
    assert check_inputs({}, {name: middle + 0.5}).reject == (f"type:{name}",)


@pytest.mark.parametrize("name", ["sleep_hr", "distance_km", "weight", "bmi"])
def test_a_decimal_reading_may_have_a_fraction(name):
    low, high = table("vitals")["fields"][name]["unusual"]
    assert check_inputs({}, {name: (low + high) / 2 + 0.25}).valid


def test_a_whole_fact_may_be_written_as_a_decimal_but_have_no_fraction():
    assert check_inputs({"age": 45.0}, {}).profile.age == 45
    assert check_inputs({"age": 45.5}, {}).reject == ("type:age",)
    assert check_inputs({"height_cm": 170.5}, {}).profile.height_cm == 170.5
    assert check_inputs({"height_cm": float("nan")}, {}).reject == ("nan:height_cm",)


@pytest.mark.parametrize(("heart_rate", "below"), [(59, True), (60, False), (61, False)])
def test_a_heart_rate_at_the_resting_one_is_not_below_it(heart_rate, below):
    found = both({"heart_rate": heart_rate, "resting_heart_rate": 60})
    assert found == ((), ("hr_below_rhr",) if below else ())


BODY = {"weight": 70.0, "height_cm": 170.0}  # 24.22 kg/m²


@pytest.mark.parametrize(
    ("bmi", "fits"),
    [(24.22, True), (24.72, True), (24.73, False), (23.73, True), (23.72, False), (48.4, False)],
)
def test_a_bmi_fits_the_stated_height_within_the_tolerance(bmi, fits):
    found, _ = both({"weight": 70.0, "bmi": bmi}, {"height_cm": 170.0})
    assert found == (() if fits else ("bmi_weight_height_mismatch",))


def test_a_bmi_off_by_the_tolerance_itself_still_fits():
    assert both({"weight": 80.0, "bmi": 20.5}, {"height_cm": 200.0})[0] == ()


@pytest.mark.parametrize(
    ("vitals", "code"),
    [
        ({"weight": 72.0, "bmi": 50.0}, None),  # 1.20 m
        ({"weight": 71.9, "bmi": 50.0}, "implied_height"),
        ({"weight": 105.8, "bmi": 20.0}, None),  # 2.30 m
        ({"weight": 105.9, "bmi": 20.0}, "implied_height"),
    ],
)
def test_an_implied_height_at_a_bound_is_possible(vitals, code):
    assert both(vitals)[0] == ((code,) if code else ())


@pytest.mark.parametrize(
    ("vitals", "unusual"),
    [
        ({"weight": 49.0, "bmi": 25.0}, False),  # 1.40 m
        ({"weight": 48.9, "bmi": 25.0}, True),
        ({"weight": 84.05, "bmi": 20.0}, False),  # 2.05 m
        ({"weight": 84.1, "bmi": 20.0}, True),
    ],
)
def test_an_implied_height_at_the_edge_of_the_usual_is_usual(vitals, unusual):
    assert both(vitals) == ((), ("unusual:implied_height",) if unusual else ())


@pytest.mark.parametrize(
    ("steps", "distance_km", "reject", "warning"),
    [
        (10_000, 2.0, (), "unusual:stride"),  # 0.20 m
        (10_000, 1.99, ("stride",), None),
        (10_000, 20.0, (), "unusual:stride"),  # 2.00 m
        (10_000, 20.01, ("stride",), None),
        (10_000, 4.5, (), None),  # 0.45 m
        (10_000, 4.49, (), "unusual:stride"),
        (10_000, 11.0, (), None),  # 1.10 m
        (10_000, 11.01, (), "unusual:stride"),
        (1000, 3.1, ("stride",), None),
        (999, 3.1, (), "distance_without_steps"),
        (999, 3.0, (), None),
    ],
)
def test_stride_and_lone_distance_at_their_edges(steps, distance_km, reject, warning):
    found = both({"steps": steps, "distance_km": distance_km})
    assert found == (reject, (warning,) if warning else ())


@pytest.mark.parametrize(
    ("kcal", "distance_km", "unusual"),
    [
        (60, 2.0, False),  # 0.3 kcal/kg/km
        (59, 2.0, True),
        (800, 2.0, False),  # 4.0 kcal/kg/km
        (801, 2.0, True),
        (801, 1.99, False),
    ],
)
def test_energy_for_a_distance_at_its_edges(kcal, distance_km, unusual):
    found = both({"active_calories": kcal, "weight": 100.0, "distance_km": distance_km})
    assert found == ((), ("unusual:kcal_per_kg_km",) if unusual else ())


@pytest.mark.parametrize(("heart_rate", "far"), [(200, False), (201, True)])
def test_a_heart_rate_far_above_the_maximum_is_more_than_the_distance_above(heart_rate, far):
    # 208 − 0.7 × 40 = 180
    _, warnings = both({"heart_rate": heart_rate}, {"hr_context": "exercise", "age": 40})
    assert ("hr_far_above_hrmax" in warnings) is far
    assert (
        "hr_far_above_hrmax" not in both({"heart_rate": 230}, {"hr_context": "rest", "age": 40})[1]
    )


PAIRS = [
    ("weight", "bmi"), ("steps", "distance_km"), ("heart_rate", "resting_heart_rate"),
    ("active_calories", "weight", "distance_km"),
]  # fmt: skip
USUAL = {
    "weight": 65.0, "bmi": 24.0, "steps": 8000, "distance_km": 5.6, "heart_rate": 72,
    "resting_heart_rate": 60, "active_calories": 300,
}  # fmt: skip


@pytest.mark.parametrize("names", PAIRS)
def test_what_lacks_one_of_its_readings_is_not_checked_across(names):
    for gone in some(names):
        rest = {name: USUAL[name] for name in names if name != gone}
        assert both(rest) == ((), ())
        assert both({name: USUAL[name] for name in [gone]}) == ((), ())


def test_every_wrong_name_of_a_profile_is_named_once():
    found = check_inputs({"conditions": ["gout", "warts"], "nickname": "Kim", "pet": 1}, {})
    assert found.reject == ("type:conditions", "unknown:nickname", "unknown:pet")
    assert (found.profile, found.vitals) == (None, None)
