"""A need over several turns: said in other words, help that was called, what was looked after; and who is hurt by another."""

from itertools import pairwise

import pytest

from tests.support.days import checked_day
from wearable_coach.records import Message
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.need import need_in, need_of, urgency_of
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day
from wearable_coach.serving.urgency import SEEN, UNCLEAR
from wearable_coach.verification import accepted


def after(*turns):
    """Return the last of several turns, asked after the others on a quiet day."""
    day = checked_day({"resting_heart_rate": 62, "sleep_hr": 7.5}, {"age": 40})
    told = tuple(Message(role="user", content=turn) for turn in turns[:-1])
    request = Asked("coaching", day, day, turns[-1], told)
    return request._replace(known=known_day(day, request.user_words))


CHEST = "가슴이 쥐어짜듯 아파요"


def test_a_need_that_stays_is_told_in_other_words():
    turns = (CHEST, "이제 괜찮아요 산책할래요", "그럼 물은 얼마나 마셔요?", "신발은 뭘 살까요?")
    told = [rules_chat(after(*turns[:n])) for n in range(1, len(turns) + 1)]
    assert all(accepted(answer.verdicts) and "119" in answer.text for answer in told)
    for one, following in pairwise(told):
        assert one.text != following.text


@pytest.mark.parametrize("help_is", ["119 불렀어요", "구급차 왔어요", "지금 응급실에 왔어요", "119에 신고했어요"])  # fmt: skip
def test_who_called_is_not_told_to_call_and_the_need_stays(help_is):
    request = after(CHEST, help_is)
    assert urgency_of(request) == "emergency"
    text = rules_chat(request).text
    assert "잘하셨어요" in text
    assert "지금 바로 119" not in text


@pytest.mark.parametrize("planned", ["119 불러야 하나요?", "응급실은 내일 가 볼게요", "구급차 부를까요"])  # fmt: skip
def test_help_that_is_only_planned_is_none(planned):
    assert not need_of(after(CHEST, planned)).helped


@pytest.mark.parametrize("seen", ["병원 갔다왔고 역류성식도염이래요", "스텐트 넣고 퇴원했어요 언제부터 운동해요", "응급실 다녀왔어요"])  # fmt: skip
def test_what_was_looked_after_ends_and_is_nothing_to_be_congratulated(seen):
    request = after(CHEST, seen)
    assert (need_of(request).kind, urgency_of(request)) == (SEEN, "none")
    answer = rules_chat(request)
    assert accepted(answer.verdicts)
    assert "의료진에게 물어본 뒤" in answer.text
    assert need_of(after(CHEST, seen, "물은 얼마나 마셔요?")).kind != SEEN


def test_a_new_sign_says_anew_what_to_do():
    request = after("아버지가 갑자기 쓰러졌어요", "숨을 안 쉬어요")
    need = need_of(request)
    assert (need.who, need.kind, need.held) == ("아버지", "arrest", 0)
    assert "가슴 한가운데" in rules_chat(request).text
    worse = need_of(after("살기 싫다는 친구가 있어요", "지금 전화도 안 받아요"))
    assert (worse.urgency, worse.who) == ("emergency", "친구")


def test_what_no_word_told_ends_where_something_else_is_asked():
    assert need_in("시험 또 떨어졌어요").kind == UNCLEAR
    assert urgency_of(after("시험 또 떨어졌어요", "스쿼트 자세 알려주세요")) == "none"


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("남편이 술만 먹으면 손을 대요", "contact"),
        ("남자친구가 자꾸 죽여버리겠다고 협박해요", "emergency"),
        ("아빠한테 맞았어요", "contact"),
        ("남편이 어제 목을 졸랐어요", "emergency"),
        ("남편이 밀쳐서 벽에 머리를 박았는데 속이 울렁거려요", "emergency"),
    ],
)
def test_who_is_hurt_by_another_is_the_one_in_need(text, urgency):
    need = need_in(text)
    assert (need.urgency, need.kind, need.who) == (urgency, "violence", "")
    told = rules_chat(after(text))
    assert accepted(told.verdicts)
    assert "112" in told.text
    assert "곁에 있어 주세요" not in told.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("출산 열흘째인데 패드가 한 시간에 하나씩 젖어요", "heavy_flow"),
        ("할머니가 넘어져서 못 걸으세요", "injury"),
        ("수면제 먹고 다시는 깨고 싶지 않아요", "suicide_self_harm"),
        ("벌써 어제 비아그라 먹었고 지금 가슴이 뻐근한데 니트로 한 알 먹을까요", "heart_attack"),
        ("운전하는데 자꾸 졸아요", "driving"),
    ],
)
def test_what_was_missed_is_heard(text, kind):
    assert need_in(text).kind == kind


def test_missed_insulin_is_no_low_sugar():
    assert need_in("인슐린 안 맞았어요").kind != "low_sugar"
    assert "설탕" not in rules_chat(after("인슐린을 깜빡했어요 손이 떨려요")).text


@pytest.mark.parametrize(
    "text",
    [
        "어제 가슴이 답답해서 응급실 갔는데 검사 다 하고 역류성식도염이래요",
        "어머니가 쓰러져서 지금 중환자실에 계세요",
    ],
)
def test_what_the_same_words_say_was_looked_after_is_over(text):
    assert need_of(after(text)).kind == SEEN


@pytest.mark.parametrize(
    "text",
    ["병원 다녀왔는데 지금도 가슴이 아파요", "상담 받았는데도 죽고 싶어요", "어제 응급실 퇴원했는데 숨이 안 쉬어져요"],
)  # fmt: skip
def test_what_comes_after_the_doctor_is_heard(text):
    assert urgency_of(after(text)) in {"emergency", "crisis"}


def test_two_harmless_turns_are_no_alarm_together():
    assert (
        urgency_of(after("혈압약 먹은지 10년인데 근력운동 해도 되지예?", "역기도 들어도 됩니꺼"))
        == "none"
    )
    assert urgency_of(after("심박수가 높아요", "커피 마셨어요")) == "none"
    assert urgency_of(after("요즘 사는 게 의미가 없어요", "약을 모아 뒀어요")) == "crisis"


def test_who_asks_what_to_do_for_another_is_not_the_one_in_need():
    need = need_of(after("마라톤 하다가 옆 사람이 쓰러졌어요", "내가 뭘 해야돼 숨을 꺽꺽거려"))
    assert need.who == "그분"


def test_fear_of_who_hurts_is_no_crisis():
    request = after("남편이 술만 먹으면 손을 대요", "신고는 무서워요 어깨 스트레칭이나 알려주세요")
    assert need_of(request).kind == "violence"
