"""Whatever a model writes, the verifier answers, points inside the text, and accounts for every digit."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.cases import some
from tests.support.days import day
from tests.unit.verification.answers import ADULT, DAY
from wearable_coach.records import Profile, Vitals
from wearable_coach.verification import verify_answer

WORDS = (
    "안정시 심박수", "심박수", "평소", "보다", "높아요", "낮아요", "수면", "6시간", "30분", "주", "5일", "×", "=", "→", "(", ")",
    "BMI", "1단계 비만", "정상", "중강도", "여유심박수의", "40~59%", "108~130bpm", "bpm", "%", "km", "보", "WHO", "Buchheit(2014)",
    "이상", "미만", "이에요.", "예요.", "\n", "| ", " |", "## ", "- ", "**", "세트", "회", "RPE", "119", "doi:10.1/2", "여섯", "두 배",
    "최대심박수", "208 − 0.7 × 45", "63 + 0.40 × (176.5 − 63)", "8,123", "22.9", "317", "–", "-", "±", "+",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=24).map(" ".join)
TODAY = day(Profile(**ADULT), Vitals(**DAY))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_text_is_judged_and_spans_lie_inside_it(text: str) -> None:
    text = f"{text} 걸음수는 3보예요."  # one claim at least
    for verdict in some(verify_answer(text, day=TODAY, kind=None)):
        assert 0 <= verdict.start <= len(text)
        assert verdict.verdict in {"supported", "contradicted", "unsupported", "not_understood"}


@settings(max_examples=300, deadline=None)
@example(before="208 − 0.7 × 45 –", after="", number=100_000)
@given(before=TEXTS, after=TEXTS, number=st.integers(100_000, 999_999))
def test_a_number_from_nowhere_never_passes(before: str, after: str, number: int) -> None:
    text = f"{before} {number} {after}"
    found = verify_answer(text, day=TODAY, kind=None)
    assert any(v.verdict != "supported" and str(number) in v.span for v in found), text


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_the_same_text_gets_the_same_verdicts(text: str) -> None:
    first = verify_answer(text, day=TODAY, kind="coaching")
    again = verify_answer(text, day=TODAY, kind="coaching")
    assert first == again
    assert not re.search(r"[\x01\x02]", "".join(v.span for v in first))
