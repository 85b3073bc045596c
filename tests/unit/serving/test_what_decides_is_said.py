"""A turn that only tells the reading which decides the day hears what the day allows, and nothing beside it."""

import pytest

from tests.unit.serving.test_heard import asked
from wearable_coach.serving.chat_rules import rules_chat


@pytest.mark.parametrize(
    "told", ["체온 38.2예요", "체온이 39도예요", "방금 재니까 체온이 38.6도네요"]
)
def test_who_only_tells_a_fever_hears_to_rest_and_when_it_is_one_for_a_doctor(told):
    text = rules_chat(asked(told)).text
    assert any(word in text.split(".")[0] for word in ("미루", "미뤄", "쉬", "멈")), text
    assert "119" in text
    assert len(text) < 250


def test_on_a_day_put_off_the_decision_stands_before_the_tips():
    day = {"vitals": {"resting_heart_rate": 108}}
    text = rules_chat(asked("커피를 마셨어요", **day)).text
    assert any(word in text[:90] for word in ("휴식", "쉬", "미루", "미뤄")), text
