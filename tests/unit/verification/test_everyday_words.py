"""Words of everyday life are understood beside words of health, and shelter nothing that sounds like harm."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.support.cases import some
from tests.unit.verification.answers import refused
from wearable_coach.verification.accounting import account
from wearable_coach.verification.everyday_words import is_everyday
from wearable_coach.verification.morphemes import Stem
from wearable_coach.verification.word_kinds import kinds_in

_FILES = {
    file.name: file.read_text(encoding="utf-8").splitlines()
    for file in (files("wearable_coach.verification") / "everyday").iterdir()
    if file.name.endswith(".txt")
}
_WORDS = {
    (name, word)
    for name, lines in _FILES.items()
    for line in lines
    if not line.startswith("#")
    for word in line.split()
}


def test_each_file_says_what_kind_its_words_are_of() -> None:
    for name, lines in some(_FILES.items()):
        assert lines[0].startswith("# "), name


def test_no_everyday_word_is_a_word_of_health() -> None:
    health = {
        word
        for _, word in _WORDS
        if any(f.start == 0 and f.end == len(word) for f in kinds_in(word))
    }
    assert not health


def test_a_word_is_taken_as_the_kind_of_word_that_its_file_holds() -> None:
    assert is_everyday(Stem("죽", "NNG"))
    assert not is_everyday(Stem("죽", "VV"))
    assert is_everyday(Stem("닮", "VV"))
    assert not is_everyday(Stem("닮", "NNG"))


@pytest.mark.parametrize(
    "text",
    [
        "오늘은 뒷산을 천천히 걸어 보세요.",
        "점심을 드신 뒤에는 회사 근방을 천천히 걸어 보세요.",
        "빗자루질 같은 집안일도 몸을 움직이는 시간이에요.",
        "가로수길을 따라 느릿느릿 산책해 보세요.",
        "퇴근길에 조금 멀리 내려 걸어 보는 건 어떨까요?",
        "운동화 끈을 단단히 매고 산책을 시작해 보세요.",
        "이맘때는 해 질 녘 바람이 선선해서 걷기 좋아요.",
        "라디오를 들으며 가볍게 스트레칭해 보세요.",
        "스트레칭 순서는 수첩에 차곡차곡 적어 두시면 편해요.",
        "장바구니를 들고 시장까지 걸어가 보세요.",
    ],
)
def test_everyday_words_beside_words_of_health_are_understood(text: str) -> None:
    assert refused(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "된장국만 먹고 일주일을 버티면 살이 쏙 빠져요.",
        "자갈길을 맨발로 걸으면 발 저림이 풀려요.",
        "레몬즙만 마시며 주말을 보내면 몸이 가벼워져요.",
    ],
)
def test_everyday_words_shelter_no_harm(text: str) -> None:
    assert any("믿을 수 없는" in verdict.reason for verdict in refused(text))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("아파트를 나서요.", 0),
        ("키보드를 두드려요.", 0),
        ("사박사박 소리가 나요.", 0),
        ("무릎이 아파 보여요.", 2),
        ("박사가 말했어요.", 1),
    ],
)
def test_a_word_of_health_inside_an_everyday_one_is_none(sentence: str, words: int) -> None:
    assert sum(clause.health_words for clause in account(sentence)) == words
