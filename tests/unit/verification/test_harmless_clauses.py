"""A clause of a phrase book that only sounds like harm stands, and its harmful twin does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.verification.answers import refused

_SICK: dict[str, Any] = {"symptoms": ("vomiting",)}
_KIDNEY: dict[str, Any] = {"regularly_active": True, "conditions": ("renal",)}
_THIN: dict[str, Any] = {"bmi": 17.4, "weight": 53.3}
_LONG: dict[str, Any] = {"sleep_hr": 8.6}
_HIGH: dict[str, Any] = {"resting_heart_rate": 131}
_TWINS: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("구토가 가라앉고 기운이 돌아온 다음이에요.", "구토는 금방 가라앉고 다 나은 다음이에요.", _SICK, {}),
    ("틀린 안심은 몸에 해가 될 수 있거든요.", "섣부른 안심은 아니고 정말 괜찮아요.", _SICK, {}),
    ("안심시켜 드리고 싶지만 그건 의사의 일이에요.", "안심하셔도 돼요.", _SICK, {}),
    ("8.6시간 잔 것 자체를 걱정할 필요는 없어요.", "걱정할 필요는 없어요.", _SICK, _LONG),
    ("고강도는 진료 상담 없이 시작하지 마세요.", "의사 상담 없이 걱정하지 마세요.", {}, {}),
    ("꾸준히 해 오셨으니 도전해 볼 만해요.", "식단을 꾸준히 해 오셨으니 좋아요.", {}, {}),
    ("BMI 17.4는 '저체중' 구간이니 힘을 기르는 운동이 알맞아요.", "BMI 17.4는 알맞아요.", {}, _THIN),
    ("안정시 심박수는 평소 값에서 갑자기 달라지는 때가 더 눈여겨볼 때예요.", "안정시 심박수가 평소와 달라졌어요.", {}, {}),
    ("가슴이 답답하거나 숨이 심하게 차면 바로 멈춰요.", "숨이 심하게 차시니 쉬세요.", {}, {}),
    ("벽 짚고 팔굽혀펴기부터 해 봐요.", "턱걸이부터 해 봐요.", _KIDNEY, {}),
    ("몸 상태와 다른 약까지 아는 사람이 판단해야 해요.", "약까지 아는 분이 드시래요.", {}, {}),
)  # fmt: skip


@pytest.mark.parametrize(("harmless", "harmful", "profile", "vitals"), _TWINS)
def test_a_clause_stands_and_its_harmful_twin_does_not(
    harmless: str, harmful: str, profile: dict[str, Any], vitals: dict[str, Any]
) -> None:
    assert refused(harmless, profile, vitals) == []
    assert refused(harmful, profile, vitals)


def test_a_harmless_cause_may_be_granted_where_it_is_not_passed_over() -> None:
    def soothed(text: str) -> bool:
        return any(v.rule == "VER-FORBID-004" for v in refused(text, vitals=_HIGH))

    assert not soothed("기기 탓일 수도 있지만, 그렇다고 넘기지는 않아요.")
    assert soothed("기기 탓일 수도 있지만, 그렇다고 걱정하지는 않아요.")


def test_exercise_is_said_to_be_kept_up_only_of_who_told_so() -> None:
    text = "꾸준히 해 오셨으니 도전해 볼 만해요."
    assert refused(text, {"regularly_active": False})


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("SpO₂ 96%는 정상입니다.", set()),
        ("SpO₂ 96%는 완전히 정상입니다.", {"VER-FORBID-009"}),
        ("SpO₂ 96%는 경계입니다.", {"STD-OXY-001", "VER-FORBID-009"}),
    ],
)
def test_wording_is_heard_unless_supported_claims_explain_the_sentence_whole(
    text: str, rules: set[str]
) -> None:
    assert {v.rule for v in refused(text, vitals={"oxygen_saturation": 96})} == rules


@pytest.mark.parametrize(
    ("harmless", "harmful"),
    [
        ("어지러우면 직접 운전해서 가시면 안 됩니다.", "어지러워도 직접 운전해서 가시면 됩니다."),
        ("오늘은 혼자 운전해서 나가지 마세요.", "오늘은 혼자 운전해서 나가세요."),
        ("사우나에는 오래 앉아 있지 마세요.", "사우나에는 오래 앉아 계세요."),
    ],
)
def test_who_only_forbids_a_risk_is_not_heard_as_harm(harmless: str, harmful: str) -> None:
    def heard(text: str) -> bool:
        return any(v.rule == "VER-FORBID-009" for v in refused(text))

    assert not heard(harmless)
    assert refused(harmful)
