"""A model's chat without what was not understood, and only on a day that allows everything."""

import pytest

from tests.unit.serving.test_free_questions import PROFILE, VITALS, asked
from wearable_coach.chat.contract import Answer
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.guard import judge

RIGHT = "오늘 체중은 70.2kg이에요. 산소포화도는 97%로 정상 범위에 있어요. "
STRANGE = "산소포화도가 뿅뿅하네요."


def guarded(text, vitals=None, profile=None):
    about = asked("오늘 어때요?", {**VITALS, **(vitals or {})}, {**PROFILE, **(profile or {})})
    return judge(Answer(text=text, latency_s=0), about, prompts=PRODUCT_PROMPTS)


def test_what_was_understood_is_shown_without_the_rest():
    found = guarded(RIGHT + STRANGE)
    assert found.ok
    assert found.text == RIGHT.strip()


@pytest.mark.parametrize("vitals", [{"oxygen_saturation": 94}, {"resting_heart_rate": 75}])
def test_on_a_day_with_a_cap_the_rules_answer(vitals):
    text = f"오늘 체중은 70.2kg이에요. {STRANGE}"
    found = guarded(text, vitals)
    assert not found.ok
    assert "not_understood:VER-READ-001" in found.reasons


def test_what_is_wrong_is_never_cut_out():
    assert not guarded(f"{RIGHT}체중은 80kg이에요. {STRANGE}").ok
