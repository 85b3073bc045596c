"""What is told of a field that nobody knows."""

import pytest

from tests.support.days import checked_day
from wearable_coach.errors import BadInput
from wearable_coach.records import Profile, Vitals


@pytest.mark.parametrize(
    ("vitals", "profile", "told"),
    [
        ({"sleep_hours": 5}, {}, "sleep_hours: is no field of vitals; did you mean sleep_hr? "),
        ({"glucose": 5}, {}, "glucose: is no field of vitals; known are heart_rate, "),
        ({}, {"ages": 40}, "ages: is no field of profile; did you mean age? "),
    ],
)
def test_a_field_that_nobody_knows_is_told_with_those_that_are(vitals, profile, told):
    with pytest.raises(BadInput) as refused:
        checked_day(vitals, profile)
    record = Profile if profile else Vitals
    assert str(refused.value).startswith(told)
    assert str(refused.value).endswith(", ".join(record.model_fields))


def test_a_long_name_is_not_repeated_whole():
    with pytest.raises(BadInput) as refused:
        checked_day({"x" * 10_000: 1}, {})
    assert len(str(refused.value)) < 300
