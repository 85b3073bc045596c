"""Every answer of a dataset fits the tokens that a model is asked for, and a prescription says what it is made of once."""

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription import composer
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.chat.served import ANSWER_TOKENS, LOCAL_ANSWER_TOKENS, LocalAdapter
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.tokens import answer_tokens

LONGEST = {
    "two diseases, older, all wished": (
        {"age": 70, "conditions": ("cvd", "diabetes"), "desired_intensity": "vigorous", "goal": "stress_relief"},
        {"sleep_hr": 5.5},
    ),
    "vigorous and older": ({"age": 68, "desired_intensity": "vigorous", "goal": "weight_loss"}, {"bmi": 26.8, "weight": 70.0}),
    "usual": ({}, {}),
}  # fmt: skip
WISHES = Wishes(place="home", days=4, limit="shoulders")
TRIES = 16
SAID_ONCE = (
    r"회당 \d+분(?! 안| ?× ?|씩)",
    r"RPE \d+~\d+",
    r"\d+세트",
    r"\d+초씩 \d회|\| \d+초씩",
    "세트 사이",
)


def answers(name, wishes=WISHES):
    profile, vitals = LONGEST[name]
    of_day = day(Profile(**(WELL | profile)), Vitals(**(DAY | vitals)))
    for n in range(TRIES):
        brief = Brief(of_day, "", n % VOICES, n % composer.FRAMES, Random(n))
        yield composer.compose_told(brief, wishes).turns[0][1]


@pytest.mark.parametrize("name", LONGEST)
def test_a_prescription_fits_what_a_model_is_asked_for(name):
    for text in some(answers(name)):
        assert answer_tokens(text) <= LOCAL_ANSWER_TOKENS < ANSWER_TOKENS, text
    assert LocalAdapter().max_tokens == LOCAL_ANSWER_TOKENS


def test_the_usual_one_is_far_from_the_limit():
    sizes = sorted(answer_tokens(text) for text in some(answers("usual", Wishes())))
    assert sizes[len(sizes) // 2] < 1200


def test_a_dose_is_said_once():
    for text in some(answers("usual", Wishes())):
        for pattern in some(SAID_ONCE):
            assert len(re.findall(pattern, text)) <= 1, (pattern, text)


def test_every_prescription_has_its_aerobic_and_its_strength_part():
    for name in some(LONGEST):
        for text in some(answers(name)):
            main = text.partition("## 본운동")[2].partition("## 정리운동")[0]
            assert "**근력" in main or "회복" in main, text
            assert "유산소" in main, text
