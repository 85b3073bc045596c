"""Somebody below 18 hears what prescribes no exercise, and else who may prescribe it."""

import pytest

from tests.unit.serving.test_free_questions import said

FIFTEEN = {"age": 15}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("중2인데 스포츠브라는 어떻게 골라요?", "받침"),
        ("고1인데 철봉에 매달리면 키가 커요?", "매달"),
    ],
)
def test_a_minor_hears_what_prescribes_no_exercise(question, told):
    text = said(question, {}, FIFTEEN)
    assert told in text
    assert "처방" not in text


def test_a_minor_who_asks_for_a_plan_is_told_who_makes_it():
    text = said("오늘 운동 계획을 짜 주세요", {}, FIFTEEN)
    assert any(word in text for word in ("처방", "보호자", "부모님", "선생님"))
    assert "bpm" not in text
