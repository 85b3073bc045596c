"""A glucose that was low is minded in the turns after it, and one that is another's is judged as theirs."""

import pytest

from tests.unit.serving.test_heard import asked
from wearable_coach.records import Message
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.need import need_of
from wearable_coach.serving.readings import glucoses_in, readings_in
from wearable_coach.verification import accepted


def after(*turns):
    history = [
        Message(role=role, content=text)
        for before in turns[:-1]
        for role, text in (("user", before), ("assistant", "네"))
    ]
    return asked(turns[-1], profile={"conditions": ["diabetes"]}, history=tuple(history))


RECOVERED = [
    ("혈당이 58 나왔어요", "주스 마시고 다시 재니까 혈당 101이에요", "자전거 타러 나가도 될까요"),
    ("혈당 66이네요", "사탕 먹고 지금 혈당 95예요. 요가 가도 되죠?"),
    ("아까 혈당 61이었는데 지금은 108이에요 뛰어도 돼요?",),
]


@pytest.mark.parametrize("turns", RECOVERED)
def test_nobody_trains_on_the_day_of_a_low(turns):
    answer = rules_chat(after(*turns))
    assert answer.text.startswith("오늘 운동은 쉬고 먼저 식사")
    assert accepted(answer.verdicts)


def test_another_question_is_answered_after_a_low():
    turns = ("혈당이 58 나왔어요", "주스 마시고 다시 재니까 혈당 101이에요", "요즘 잠이 안 와요")
    assert need_of(after(*turns)).kind != "after_low_sugar"


@pytest.mark.parametrize("turns", [("혈당 110인데 걸어도 되나요",), ("혈당 62예요", "병원 다녀왔어요. 혈당 130이래요. 산책해도 되나요")])  # fmt: skip
def test_what_was_not_low_or_was_looked_after_bars_nothing(turns):
    assert need_of(after(*turns)).kind != "after_low_sugar"


OF_OTHERS = [
    (("남편 혈당이 47이에요",), "남편", "emergency"),
    (("장모님 혈당 재니까 64 나왔어요",), "장모님", "contact"),
    (("제 혈당은 117이고 남편 혈당은 49예요",), "남편", "emergency"),
    (("혈당 50이에요", "아니 그건 남편 거예요"), "남편", "emergency"),
    (("혈당이 52 나왔어요", "아까 그건 엄마 혈당이고 제 건 121이에요"), "엄마", "emergency"),
    (("엄마 혈당이 51이에요", "엄마는 사탕 먹고 누워 계세요"), "엄마", "emergency"),
]


@pytest.mark.parametrize(("turns", "who", "urgency"), OF_OTHERS)
def test_anothers_low_is_theirs_and_stays_so(turns, who, urgency):
    request = after(*turns)
    need = need_of(request)
    assert (need.kind, need.who, need.urgency) == ("low_sugar", who, urgency)
    answer = rules_chat(request)
    assert who in answer.text
    assert accepted(answer.verdicts)


def test_anothers_low_ends_with_a_better_one():
    assert need_of(after("엄마 혈당이 51이에요", "엄마 다시 재니 혈당 104예요")).urgency == "none"


def test_a_glucose_is_whose_it_is_named():
    told = glucoses_in("남편 혈당 재니까 58 나왔고 제 혈당은 117이에요")
    assert [(one.who, one.value) for one in told] == [("남편", 58), ("", 117)]
    assert readings_in("남편 혈당 재니까 58 나왔어요") == {}
