"""Violence is heard as such: who is hurt needs help, and nobody is told to stay with who does it."""

import pytest

from tests.support.cases import some
from tests.unit.serving.test_heard import asked
from wearable_coach.records import Message, Profile
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.need import need_in, need_of
from wearable_coach.serving.urgent_text import urgent_text
from wearable_coach.serving.violence import violence_in
from wearable_coach.verification import accepted

TOLD = [
    ("남편이 술만 마시면 손을 대요", "contact", ""),
    ("남친이 헤어지면 찔러버리겠대요", "emergency", ""),
    ("아빠가 제 목을 졸랐어요", "emergency", ""),
    ("어제 남편한테 목을 졸렸어요", "emergency", ""),
    ("오빠가 저를 방에 가두고 못 나가게 해요", "emergency", ""),
    ("만삭인데 시동생이 배를 발로 찼어요", "emergency", ""),
    ("삼촌한테 얻어맞고 살아요", "contact", ""),
    ("선임이 발로 차고 때립니다", "contact", ""),
    ("아내가 저를 때려요", "contact", ""),
    ("계부가 동생을 때려요", "contact", "동생"),
    ("친구가 남편한테 맞고 산대요", "contact", "친구"),
    ("동생이 학교 폭력을 당하고 있어요", "contact", "동생"),
    ("손님이 제 머리채를 잡고 흔들었어요", "contact", ""),
    ("할머니가 시설 직원한테 맞은 것 같아요", "contact", "할머니"),
    ("애인이 제 목에 칼을 댔어요", "emergency", ""),
    ("간병인이 할머니를 때린 것 같아요", "contact", "할머니"),
]
HARMLESS = [
    "공을 발로 찼어요",
    "농구하다가 친구한테 얼굴을 맞았어요",
    "링거 맞고 지내요",
    "엄마가 살 안 빼면 죽인대요",
    "남편한테 맞는 운동 추천해 주세요",
    "이 강도가 엄마한테 맞을까요",
    "의사한테 주사를 맞았어요",
    "스파링하다가 형한테 맞았어요",
    "남편이 어깨를 때려 주면 시원해요",
    "아기가 발로 차요",
    "넥타이가 목을 조르는 느낌이에요",
    "어릴 때 아빠가 때렸어요",
    "아들이 친구를 때렸대요",
    "드라마에서 남편이 아내를 때렸어요",
]


@pytest.mark.parametrize(("text", "urgency", "who"), TOLD)
def test_who_is_hurt_needs_help(text, urgency, who):
    need = need_in(text)
    assert (need.urgency, need.kind, need.who) == (urgency, "violence", who)


@pytest.mark.parametrize("text", HARMLESS)
def test_no_violence_in_play_or_in_what_fits(text):
    assert violence_in(text) is None


def test_a_threat_in_fun_is_no_wish_to_die():
    assert need_in("형이 운동 안 하면 죽인다고 해요 ㅋㅋ").urgency == "none"


def test_what_it_did_to_the_body_is_said_too():
    need = need_in("아들이 저를 밀쳐서 머리를 벽에 박았는데 토하고 어지러워요")
    said = urgent_text(need, Profile(age=70, sex="F"))
    assert said.startswith("지금 바로 119에 전화하고 112에도")
    assert "머리와 목을 움직이지 말고" in said


def test_the_police_come_first_and_nobody_stays_with_who_does_it():
    turns = [
        "남자친구가 죽여버리겠다고 협박해요",
        "밖에도 못 나가게 해요",
        "스트레칭이나 알려 주세요",
    ]
    for k, turn in some(enumerate(turns)):
        history = [
            Message(role=role, content=text)
            for before in turns[:k]
            for role, text in (("user", before), ("assistant", "네"))
        ]
        answer = rules_chat(asked(turn, profile={"age": 30, "sex": "F"}, history=tuple(history)))
        assert answer.text.startswith("지금 바로 112에")
        assert "1366" in answer.text
        assert "109" not in answer.text
        assert "곁에" not in answer.text
        assert accepted(answer.verdicts)


@pytest.mark.parametrize(
    ("profile", "line"),
    [({"age": 15}, "1388"), ({"age": 40, "sex": "F"}, "1366"), ({"age": 40, "sex": "M"}, "112")],
)
def test_each_is_told_of_their_own_line(profile, line):
    assert line in urgent_text(need_in("형이 저를 때려요"), Profile(**profile))


def test_what_hurts_later_is_of_who_was_hurt():
    history = (
        Message(role="user", content="남편이 저를 때려요"),
        Message(role="assistant", content="네"),
    )
    need = need_of(asked("남편은 나갔는데 숨쉬기가 힘들고 피를 토했어요", history=history))
    assert (need.kind, need.urgency, need.who) == ("violence", "emergency", "")
    assert need.beside


def test_a_wish_to_die_after_violence_is_heard_beside_it():
    need = need_in("남편이 때려서 죽고 싶어요")
    said = urgent_text(need, Profile(age=30, sex="F"))
    assert (need.urgency, need.who) == ("crisis", "")
    assert "109" in said
    assert "112" in said
