"""Days, minutes and what is to be left out, wished for in a chat, are kept in what is said of a plan."""

from tests.unit.serving.test_measured_again import said
from wearable_coach.answers.everyday.wished import Wished, is_wish_alone, wished_in

PLAN = "일주일 운동 계획표 짜줘 직장인이고 주3회 30분 가능"


def test_what_a_plan_is_to_keep_to_is_read():
    assert wished_in(PLAN) == Wished(days=3, minutes=30)
    assert wished_in("루틴 부탁해요 화요일은 약속이라 못해요").no_days == {"화"}
    assert wished_in("계획 짜줘 버피는 빼고").no_moves == {"버피"}
    assert wished_in("주 3회 커피를 마셔요") == Wished()


def test_what_goes_against_a_wish_is_not_said():
    wished = wished_in("주 2회 20분 루틴 짜줘 수요일은 안돼 런지는 빼줘")
    against = (
        "월수금은 20분 걷기로 하세요.", "운동은 일주일에 3~5번이 알맞아요.", "한 번에 30~50분 걸으세요.",
        "월요일과 수요일 20분이면 돼요.", "런지를 10번 하세요.", "매일 걷는 게 좋아요.",
    )  # fmt: skip
    assert not any(map(wished.allows, against))
    with_it = (
        "주 2번 20분이면 돼요.",
        "일주일에 150분이 목표예요.",
        "런지는 빼고 하세요.",
        "화목 20분 걷기로 하세요.",
    )
    assert all(map(wished.allows, with_it))


def test_a_turn_that_only_wishes_is_of_the_plan_before():
    assert is_wish_alone("수요일은 회식이라 안돼")
    assert not is_wish_alone("수요일 회식에서 뭘 먹을까?")
    first, second = said(PLAN), said(PLAN, "수요일은 회식이라 안돼")
    assert first.startswith("주 3회")
    for text in (first, second):
        assert "월수금" not in text
        assert "토요일" not in text
    assert "고깃집" not in second
