"""Who asks for a short answer in so many words gets one; who sleeps short does not."""

import pytest

from bench.everyday import answered
from wearable_coach.answers.manner import Manner

ASKED = "벤치프레스 무게가 석 달째 그대로예요."


@pytest.mark.parametrize(
    "wish", ["짧게 답해 주세요", "한 줄로 알려 줘", "결론만요", "간단히 알려 주세요"]
)
def test_a_wish_for_a_short_answer_is_heard(wish):
    long = answered(f"{ASKED} 왜 그럴까요?", Manner())[0]
    short = answered(f"{ASKED} {wish}", Manner())[0]
    assert short
    assert len(short) < len(long) / 2


def test_a_short_night_asks_for_no_short_answer():
    assert len(answered("잠을 짧게 자면 살이 찌나요?", Manner())[0]) > 120
