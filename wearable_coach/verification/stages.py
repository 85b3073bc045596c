"""Stages of obesity, whose number is a class and no quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.verification.assertion import NEGATED, is_skipped
from wearable_coach.verification.claims import Finding, contradicted, pure, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.norms import ranges, thresholds
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.wording import right_class

_NEAR = 12
"""How far a stage stands from the range it names [characters]."""
STAGE = re.compile(rf"{SLOT} ?단계 ?비만|비만 ?{SLOT} ?단계|{SLOT} ?도 ?비만")


def read_stages(r: Reading) -> None:
    """Read "1단계 비만", whose number is a class and no quantity."""
    for match in STAGE.finditer(r.text):
        if not is_skipped(r, match.start(), match.end()):
            negated = bool(NEGATED.match(r.text, match.end()))
            norm = [
                q
                for q in r.quantities
                if (q.is_range and abs(q.start - match.end()) < _NEAR)
                or (q.op in {"ge", "lt"} and 0 <= match.start() - q.op_end < _NEAR)
            ]
            slot = r.slots_before(match.start())
            if norm and norm[0].unit != "stage":
                q = norm[0]
                first, last = min(q.first, slot), max(q.last, slot + 1)
                r.add(
                    "norm:bmi",
                    "STD-BMI-001",
                    stage_norm,
                    (slot - first, q.first - first, q.last - 1 - first, q.op),
                    span=match.span(),
                    slots=(first, last),
                )
            else:
                judge = who_stage if by_who(r, match.start()) else stage
                r.add("class:bmi", "STD-BMI-001", judge, negated, span=match.span())
        r.done.update(q.start for q in r.quantities if match.start() <= q.start < match.end())


def by_who(r: Reading, place: int) -> bool:
    """Say whether the source named last before a place is the WHO."""
    pattern, names = source_mentions()
    named = [names[(m.lastindex or 1) - 1] for m in pattern.finditer(r.text, 0, place)]
    return bool(named) and named[-1] == "who_2020"


_ROMAN = {"1": "obese_I", "2": "obese_II", "3": "obese_III"}


def who_stage(evidence: Evidence, bound: Sequence[str], negated: bool) -> Finding | None:  # noqa: FBT001 - a judge's form
    """Judge "WHO 기준 비만 1단계": the WHO's stages, when the user asked for them."""
    if not evidence.asks_who_bmi:
        return stage(evidence, bound, negated)
    actual = evidence.facts.bmi_who
    if actual is not None and (actual == _ROMAN.get(bound[0])) != negated:
        return None
    if actual is None:
        return unsupported("VER-SOURCE-001", "BMI: 입력이 없어 분류할 수 없어요")
    return contradicted("STD-BMI-002", right_class("bmi_who", actual, "WHO 기준"))


def stage(evidence: Evidence, bound: Sequence[str], negated: bool) -> Finding | None:  # noqa: FBT001 - a judge's form
    """Judge "1단계 비만"."""
    actual = evidence.classes["bmi"]
    if actual is None:
        return unsupported("VER-SOURCE-001", "BMI: 입력이 없어 분류할 수 없어요")
    if (actual == f"obese_{bound[0]}") != negated:
        return None
    return contradicted("STD-BMI-001", right_class("bmi", actual))


@pure
def stage_norm(
    _led: Evidence, bound: Sequence[str], args: tuple[int, int, int, str]
) -> Finding | None:
    """Judge "25~29.9는 1단계 비만". Args: places of the stage, the low and the high, comparator."""
    at, low, high, op = args
    name = f"obese_{bound[at]}"
    known = (
        ranges("bmi").get((number(bound[low]), number(bound[high])))
        if not op
        else thresholds("bmi").get((op, number(bound[low])))
    )
    return (
        None
        if known and name in known
        else contradicted("STD-BMI-001", "BMI 구간과 분류가 맞지 않아요")
    )
