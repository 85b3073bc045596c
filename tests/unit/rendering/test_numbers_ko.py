from __future__ import annotations

from decimal import Decimal

import pytest

from wearable_coach.rendering import numbers_ko as ko


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (6.5, "6시간 30분"),
        (7.0, "7시간"),
        (6.53, "6시간 32분"),
        (0.5, "30분"),
        (6.1, "6시간 6분"),
        (0.0, "0시간"),
    ],
)
def test_hours_are_written_in_minutes_rounded_half_up(hours: float, text: str) -> None:
    assert ko.hours_minutes(hours) == text


def test_rounding_never_lifts_a_sleep_into_the_next_class() -> None:
    assert ko.hours_minutes(5.995) == "5.995시간"


def test_minutes_are_whole_only_when_the_hours_say_so_exactly() -> None:
    assert ko.whole_minutes(6.1) == 366
    assert ko.whole_minutes(6.53) is None


def test_a_bmi_shows_two_decimals_where_one_would_show_another_class() -> None:
    assert ko.bmi(22.95) == "22.95"
    assert ko.bmi(22.9) == "22.9"
    assert ko.bmi(27.04) == "27.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ko.steps(8123), "8,123보"),
        (ko.bpm(62), "62bpm"),
        (ko.bpm_range(108, 131), "108~131bpm"),
        (ko.signed_bpm(12), "+12bpm"),
        (ko.signed_bpm(-3), "-3bpm"),
        (ko.signed_bpm(0), "±0bpm"),
        (ko.kcal(1350), "1,350kcal"),
        (ko.km(5.684), "5.68km"),
        (ko.km(5.0), "5km"),
        (ko.kg(70.2), "70.2kg"),
        (ko.percent(Decimal("59.2")), "59.2%"),
        (ko.plain(100.0), "100"),
        (ko.plain(Decimal("22.90")), "22.9"),
    ],
)
def test_numbers_take_the_canonical_form(text: str, expected: str) -> None:
    assert text == expected
