"""Amounts that a coach may advise, and numbers that can only be a reading, stand; the same words with more do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.verification.answers import refused

_TIRED: dict[str, Any] = {"sleep_hr": 5.4}
_TWINS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("20~30분 정도 대화가 되는 속도로 걸어 보세요.", "120~130분 정도 대화가 되는 속도로 걸어 보세요.", {}),
    ("- 평소보다 40분 일찍 잠자리에 들기", "- 평소보다 400분 일찍 잠자리에 들기", {}),
    ("오늘 밤엔 한 시간 먼저 눕는 걸 추천해요.", "오늘 밤엔 일곱 시간 먼저 눕는 걸 추천해요.", {}),
    ("- 잠들기 두 시간 전에는 화면을 끄기", "- 잠들기 열두 시간 전에는 화면을 끄기", {}),
    ("2. 의자에서 일어났다 앉기: 열두 번", "2. 의자에서 일어났다 앉기: 90번", {}),
    ("2. 20분쯤 뒤 다시 재기", "2. 90분쯤 뒤 다시 재기", {}),
    ("2주만 아침마다 재서 모아 보세요.", "20주만 아침마다 재서 모아 보세요.", {}),
    ("오늘 기록은 안정시 맥박 66회, 산소포화도 97%예요.", "오늘 기록은 안정시 맥박 96회, 산소포화도 97%예요.", {}),
    ("97%면 넉넉한 값이에요.", "93%면 넉넉한 값이에요.", {}),
    ("5.4시간이면 부족한 밤이었어요.", "4.4시간이면 부족한 밤이었어요.", _TIRED),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "vitals"), _TWINS)
def test_an_amount_stands_that_may_be_advised_or_was_read(
    right: str, wrong: str, vitals: dict[str, Any]
) -> None:
    assert not [v for v in refused(right, None, vitals) if v.rule != "VER-READ-002"]
    assert any(
        v.rule.startswith(("VER-NUM", "STD-DOSE", "STD-PLAN", "VER-VALUE", "STD-STEP"))
        for v in refused(wrong, None, vitals)
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("위 혈압이 180mmHg 이상이면 쉬세요.", "위 혈압이 200mmHg 이상이면 쉬세요."),
        ("아래 혈압이 110mmHg 이상이면 쉬세요.", "아래 혈압이 180mmHg 이상이면 쉬세요."),
        (
            "위 혈압이 180mmHg 이상이거나 아래 혈압이 110mmHg 이상이면 쉬세요.",
            "위 혈압이 180mmHg 이상이에요.",
        ),
    ],
)
def test_from_which_pressure_to_rest_stands_and_no_pressure_that_was_not_told(
    right: str, wrong: str
) -> None:
    assert refused(right, None, {}) == []
    assert [v.rule for v in refused(wrong, None, {})] == ["VER-NOWHERE-001"]
