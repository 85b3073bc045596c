"""A claim's kind in Korean words, for reasons that name claims."""

from __future__ import annotations

from wearable_coach.standards.labels import cap_label
from wearable_coach.verification.labels import LABELS

_FIELDS = {
    "heart": "심박수",
    "rhr_used": "계산에 쓴 안정시 심박수",
    "safety_level": "안전 단계",
    "sex": "성별",
    "decade": "나이대",
    "time_in_bed": "누워 있던 시간",
    "intensity": "운동 강도",
    "heart_rate-resting_heart_rate": "심박수와 안정시 심박수의 차이",
    "resting_heart_rate-heart_rate": "심박수와 안정시 심박수의 차이",
}
_WHOLE = {
    "target:bpm": "목표 심박수",
    "advice:exercise": "운동하라는 권유",
    "advice:words": "숫자 없는 권유",
    "class:words": "숫자 없는 분류",
    "value:words": "숫자 없는 값",
    "week:words": "숫자 없는 주간 권고",
    "week:sum": "주간 합계",
    "week:who": "WHO 주간 권고",
    "week:equivalence": "고강도와 중강도의 환산",
    "difference:week": "WHO 기준까지의 차이",
    "difference:rhr_delta": "평소와의 차이",
    "required:119": "119 안내",
    "required:medical_contact": "진료 안내",
}
_KINDS = {
    "value": "{}",
    "class": "{} 분류",
    "difference": "{} 차이",
    "advice": "{} 권유",
}


def claim_words(claim: str) -> str:
    """Return what a claim is about: ``value:bmi`` as BMI, ``class:bmi`` as BMI 분류.

    Raises:
        KeyError: the claim is of no kind that is compared between answers.
    """
    if claim in _WHOLE:
        return _WHOLE[claim]
    kind, _, name = claim.partition(":")
    said = cap_label(name) if kind == "advice" else LABELS.get(name) or _FIELDS[name]
    return _KINDS[kind].format(said)
