"""Exact numbers, bands, and what codes are called."""

from decimal import Decimal

import pytest

from wearable_coach.standards.intensity import hrmax_bands, hrr_bands, lower_cap
from wearable_coach.standards.labels import (
    cap_label,
    class_labels,
    screening_label,
    withheld_label,
)
from wearable_coach.standards.numbers import (
    Bands,
    bands,
    exact,
    one_decimal,
    shown,
    two_decimals,
)
from wearable_coach.standards.table import table, table_names


def test_a_float_is_the_decimal_that_its_text_says():
    assert exact(0.1) == Decimal("0.1")
    assert exact(7) == 7
    assert exact(Decimal("0.10")) == Decimal("0.1")


def test_halves_are_rounded_away_from_zero_at_either_decimal():
    assert [str(one_decimal(Decimal(x))) for x in ("0.25", "0.35", "0.349")] == [
        "0.3",
        "0.4",
        "0.3",
    ]
    assert [str(two_decimals(Decimal(x))) for x in ("0.125", "0.135")] == ["0.13", "0.14"]
    assert shown(Decimal("22.25")) == "22.3"


def rows(*edges):
    return [{"class": str(i), "from": a, "to": b} for i, (a, b) in enumerate(edges)]


def test_bands_that_leave_a_gap_or_overlap_are_refused():
    for second in ((6, None), (4, None)):
        with pytest.raises(ValueError, match=r"^bands leave a gap or overlap: \('0', '1'\)$"):
            Bands(rows((None, 5), second))
    made = Bands(rows((None, 5), (5, None)))
    assert [made.name_of(x) for x in (4, 5)] == ["0", "1"]
    assert made.labels_ko == {"0": "", "1": ""}


def test_bands_are_found_under_a_name_or_at_the_top():
    assert bands("heart_rate", "resting").labels_ko["low_normal"] == "정상 하단"
    assert bands("oxygen", "").names[-1] == "normal"


def test_a_table_inside_a_table_is_reached_by_dots(monkeypatch):
    nested = {"one": {"two": {"bands": rows((None, 5), (5, None))}}}
    monkeypatch.setattr("wearable_coach.standards.numbers.table", lambda _: nested)
    assert bands("made here", "one.two").names == ("0", "1")


@pytest.mark.parametrize(
    ("first", "second", "lower"),
    [("none", "light", "none"), ("moderate", "light", "light"), ("vigorous", "moderate", "moderate")],
)  # fmt: skip
def test_the_lower_of_two_caps_is_by_their_order_not_by_their_letters(first, second, lower):
    assert lower_cap(first, second) == lower_cap(second, first) == lower
    assert lower_cap("light", "none") == "none"
    assert lower_cap("moderate", "light") == "light"


def test_intensity_bands_are_named_as_the_table_names_them():
    names = {row["class"]: row["label_ko"] for row in table("intensity")["classes"]}
    for made in (hrr_bands(), hrmax_bands()):
        assert made.labels_ko == names
    assert [hrr_bands().name_of(x) for x in (29, 30, 59, 60)] == [
        "very_light",
        "light",
        "moderate",
        "vigorous",
    ]
    assert [hrmax_bands().name_of(x) for x in (56, 57, 76, 77)] == [
        "very_light",
        "light",
        "moderate",
        "vigorous",
    ]


@pytest.mark.parametrize(
    ("field", "name", "label"),
    [
        ("bmi", "normal", "정상"), ("bmi_who", "overweight", "과체중"), ("steps", "active", "활동적"),
        ("resting_heart_rate", "low_normal", "정상 하단"), ("oxygen_saturation", "normal", "정상"),
        ("sleep_hr", "very_short", "매우 부족"), ("intensity", "light", "가벼운 강도"),
        ("pct_hrr", "moderate", "중강도"), ("pct_hrmax", "vigorous", "고강도"),
        ("mets", "near_maximal", "최대에 가까운 강도"), ("rpe", "very_light", "매우 가벼운 강도"),
    ],
)  # fmt: skip
def test_a_class_is_called_as_its_table_says(field, name, label):
    assert class_labels(field)[name] == label


def test_every_class_of_a_change_has_a_label_and_a_field_without_classes_has_none():
    assert class_labels("rhr_delta") == dict(bands("heart_rate", "delta").labels_ko)
    assert class_labels("rhr_delta")
    assert class_labels("weight") == {}
    assert "huge" not in class_labels("bmi")


def test_caps_and_decisions_are_called_as_the_table_says():
    assert (cap_label("none"), cap_label("vigorous")) == ("운동 쉬기", "고강도")
    assert screening_label("no_clearance") == "진료 확인 없이 시작 가능"
    for label in (cap_label, screening_label, withheld_label):
        with pytest.raises(KeyError):
            label("huge")


def test_why_no_target_is_given_names_the_conditions():
    assert withheld_label(None) == ""
    assert withheld_label("age_missing") == "나이를 모름"
    names = table("safety")["labels_ko"]["conditions"]
    assert withheld_label("hr_method_invalid:beta_blocker,pregnancy") == (
        f"{names['beta_blocker']}, {names['pregnancy']}: 심박수로 강도를 정할 수 없음"
    )


def test_the_names_of_the_tables_are_those_of_their_files_in_order():
    names = table_names()
    assert names == sorted(names)
    assert {"vitals", "safety", "sources"} <= set(names)
    assert not [name for name in names if "." in name]
    with pytest.raises(FileNotFoundError):
        table("none")
