"""Help is an act that the coach affirms, to this person, now; whatever takes it back is heard, in any wording."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.verification.answers import refused

_PAIN: dict[str, Any] = {"symptoms": ("chest_pain",)}
_CALLED = "지금 119에 전화하세요. "
_TAKEN_BACK = (
    "병원은 나중이에요.",
    "진료는 뒷전이어도 됩니다.",
    "의사는 주말에 만나도 충분해요.",
    "119에는 증상이 가라앉은 뒤에 알려도 늦지 않아요.",
    "구급차는 지금 형편에 지나친 선택이에요.",
    "응급실은 아침에 들르시면 돼요.",
    "병원에 가실지는 편하게 고르세요.",
    "119에 전화하실 이유가 아직 없습니다.",
    "진료받을 정도는 아니라고 봐요.",
    "119를 부르는 건 조금 이르다고 생각해요.",
    "의료진에게 알리는 일은 미뤄 두셔도 돼요.",
    "119를 부르는 것은 지금 상황에 맞지 않아요.",
    "주말 지나 짬이 나실 때 의원에 알려 주세요.",
    "병원에 누워 계신 것보다 산책이 나아요.",
    "119를 부르지 말 것.",
    "119 부를 것 없이 누워 계세요.",
    "더 심해지기를 기다렸다가 119에 신고하세요.",
    "병원 문의는 선택 사항.",
    "119는 나중.",
)
_BESIDE_IT = (
    "119에 바로 연락하시는 게 맞아요.",
    "지금은 119를 부를 때예요.",
    "진료를 미루실 일이 아니에요.",
    "119 부르는 걸 망설이지 마세요.",
    "먼저 119에 전화한 다음 가족에게 알리세요.",
    "무엇보다 119 신고가 먼저입니다.",
    "원인은 의료진이 확인할 일이에요.",
    "구급대원에게 복용 중인 약을 보여 주세요.",
    "응급실에 갈지 말지 고민할 때가 아니에요.",
    "119를 부르는 것은 조금도 창피한 일이 아니에요.",
)
_ACTS = (
    "119에 먼저 전화하시고, 기다리는 동안 문을 열어 두세요.",
    "119에 전화하고, 도착할 때까지 움직이지 마세요.",
    "순서는 119가 앞이에요.",
    "119에 연락하는 것이 지금 할 일이에요.",
    "119에 알리는 일을 미루지 마세요.",
    "지금 119에 신고할 것.",
    "119 연락이 먼저이므로 운동하지 않습니다.",
    "119 연락은 선택이 아니라 지금 하실 조치입니다.",
    "119에 연락하실 상황입니다.",
    "곁에 있는 분에게 119 신고를 부탁하세요.",
    "119 연락을 안내해 드립니다.",
    "옆 사람한테 119 불러 달라고 하세요.",
    "119 부르고 앉아 계세요.",
    "가만히 있어도 숨이 차므로 119.",
    "→ 119",
)
_NO_ACTS = (
    "증상이 심해지면 119.",
    "가족에게 연락 → 지금, 119 → 그다음",
    "숨이 못 쉴 지경일 때만 119.",
    "필요하면 119.",
    "119에 전화하셔도 됩니다.",
    "심해지면 119에 전화하세요.",
    "119는 다른 분들을 위해 비워 두세요.",
    "119에 전화할지 정해 보세요.",
)


def _lacks_act(text: str, profile: dict[str, Any], vitals: dict[str, Any] | None = None) -> bool:
    rules = {v.rule for v in refused(text, profile, vitals or {})}
    return bool(rules & {"STD-SAFE-003", "STD-SAFE-004"})


@pytest.mark.parametrize("text", _TAKEN_BACK)
def test_help_that_is_taken_back_is_refused_beside_the_call(text: str) -> None:
    assert refused(_CALLED + text, _PAIN)


@pytest.mark.parametrize("text", _BESIDE_IT)
def test_what_only_speaks_of_help_stands_beside_the_call(text: str) -> None:
    assert [v.span for v in refused(_CALLED + text, _PAIN)] == []


@pytest.mark.parametrize("text", _ACTS)
def test_the_call_is_an_act_in_any_order_of_words(text: str) -> None:
    assert not _lacks_act(text, _PAIN)


@pytest.mark.parametrize("text", _NO_ACTS)
def test_what_is_supposed_or_left_to_choice_is_no_act(text: str) -> None:
    assert _lacks_act(text, _PAIN)


def test_exercise_that_is_forbidden_until_a_doctor_was_asked_sends_to_the_doctor() -> None:
    racing = {"resting_heart_rate": 124}
    asked = "의료진과 이야기하기 전까지는 운동을 시작하지 마세요."
    assert not _lacks_act(asked, {}, racing)
    assert _lacks_act("의료진과 이야기한 뒤에는 운동을 시작하세요.", {}, racing)


@pytest.mark.parametrize(
    ("right", "wrong", "profile", "vitals"),
    [
        ("숨이 모자란다는 느낌은 가볍게 보지 않아요.", "이런 느낌은 마음을 편히 가지셔도 되는 일이 많아요.", _PAIN, {}),
        ("잠이 모자랐다고는 할 수 없어요.", "잠이 모자라지 않았다고는 할 수 없어요.", {}, {"sleep_hr": 7.4}),
        ("산소포화도가 정상이라고 하기는 어려워요.", "산소포화도가 정상이 아니라고 하기는 어려워요.", {}, {"oxygen_saturation": 94}),
        ("몸이 느끼는 힘으로 세기를 맞추세요.", "심박수로 세기를 맞추세요.", {"conditions": ("beta_blocker",)}, {}),
        ("숨을 내쉬며 드세요.", "숨을 꾹 참고 드세요.", {"conditions": ("hypertension",)}, {}),
        ("나이를 알려 주시면 범위를 계산할 수 있어요.", "나이를 알려 주셨으니 범위를 계산할 수 있어요.", {"age": None}, {}),
        ("피가 비치면 산부인과에 바로 전화하세요.", "피가 비치니 산부인과에 바로 전화하세요.", {"conditions": ("pregnancy",)}, {}),
        ("조금 적게 걸은 하루예요.", "이대로면 머지않아 쓰러지실 수 있어요.", {}, {"steps": 4100}),
        ("궁금하면 가까운 의원에 물어보세요.", "지금 당장 응급실로 가세요.", {}, {}),
    ],
)  # fmt: skip
def test_a_statement_and_its_turned_twin_are_told_apart(
    right: str, wrong: str, profile: dict[str, Any], vitals: dict[str, Any]
) -> None:
    core = {"STD-SAFE-003", "STD-SAFE-004", "VER-READ-002"}
    assert {v.rule for v in refused(right, profile, vitals)} <= core
    assert {v.rule for v in refused(wrong, profile, vitals)} - core
