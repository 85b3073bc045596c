"""What is heard of a user's words: an urgency, a kind, and how surely."""

import json
from pathlib import Path
from typing import get_args

import pytest

from tests.support.cases import some
from wearable_coach.learned import Urgency, hear
from wearable_coach.learned.hearing import (
    ALARM_PERCENT,
    HARMLESS,
    TRIAGE_PERCENT,
    threshold,
)
from wearable_coach.learned.linear import reader

BLIND = Path(__file__).parents[2] / "blind" / "hearing"
HELP = [
    ("명치가 꽉 눌리고 식은땀이 나는데 왼팔까지 저려요", "emergency", "heart_attack"),
    ("갑자기 오른손에 힘이 빠지고 말이 어눌해졌어요", "emergency", "stroke"),
    ("크로스핏 하고 소변이 콜라색이에요", "urgent", "muscle_breakdown"),
    ("번개탄을 샀어요. 이제 다 끝내려고요", "crisis", "suicide_self_harm"),
    ("먹고 토하는 걸 매일 해요", "contact", "eating_disorder"),
    ("엄마가 불러도 대답이 없고 안 일어나세요", "emergency", "consciousness"),
]
HARMLESS_WORDS = [
    "수영 혼자 해도 되나요",
    "여자 살 빼는 운동 알려 주세요",
    "단백질 식단 짜 주세요",
    "피 같은 돈 내고 헬스장 등록했어요",
    "배고파 죽겠어요 간식 추천해 주세요",
    "오늘 몇 보 걸었나요?",
    "안녕하세요",
    "",
]


@pytest.mark.parametrize(("text", "urgency", "kind"), HELP)
def test_who_needs_help_is_heard_with_kind_and_urgency(text, urgency, kind):
    heard = hear(text)
    assert (heard.band, heard.urgency, heard.kind) == ("alarm", urgency, kind)


@pytest.mark.parametrize("text", HARMLESS_WORDS)
def test_words_that_only_look_alike_raise_nothing(text):
    assert hear(text).band == "quiet"
    assert hear(text).urgency == "none"


def test_a_turn_that_dismisses_the_one_before_does_not_take_it_back():
    before = "가슴이 조이고 식은땀이 나요"
    assert hear("아니 됐고 오늘 운동 몇 분 할까요", before).band == "alarm"
    assert hear("아니 됐고 오늘 운동 몇 분 할까요").band == "quiet"


def test_what_is_said_now_is_heard_whatever_was_said_before():
    now = "명치가 눌리고 식은땀이 나요"
    assert hear(now, "안녕하세요 반가워요").score >= hear(now).score


def test_the_thresholds_are_in_order_and_part_the_bands():
    assert threshold(ALARM_PERCENT) > threshold(TRIAGE_PERCENT)
    lines = (BLIND / "utterances.jsonl").read_text(encoding="utf-8").splitlines()
    heard = [hear(json.loads(line)["text"]) for line in lines]
    for one in some(one for one in heard if one.band == "triage"):
        assert threshold(TRIAGE_PERCENT) < one.score <= threshold(ALARM_PERCENT)
    assert {one.band for one in heard} == {"alarm", "triage", "quiet"}


def test_every_class_is_a_kind_at_an_urgency():
    urgencies = set(get_args(Urgency)) - {"none"}
    for name in some(set(reader("urgency").head.classes) - {HARMLESS}):
        kind, _, urgency = name.partition("|")
        assert kind
        assert urgency in urgencies
