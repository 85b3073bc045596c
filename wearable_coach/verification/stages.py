"""Stages of obesity, whose number is a class and no quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.verification.assertion import NEGATED, is_skipped
from wearable_coach.verification.claims import Objection, Remembered, contradicted, unsupported
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
                judge = Remembered(
                    StageNorm(slot - first, q.first - first, q.last - 1 - first, q.op)
                )
                span, slots = match.span(), (first, last)
                r.add("norm:bmi", "STD-BMI-001", judge, span=span, slots=slots)
            else:
                kind = WhoStage if by_who(r, match.start()) else Stage
                r.add("class:bmi", "STD-BMI-001", kind(negated), span=match.span())
        r.done.update(q.start for q in r.quantities if match.start() <= q.start < match.end())


def by_who(r: Reading, place: int) -> bool:
    """Say whether the source named last before a place is the WHO."""
    pattern, names = source_mentions()
    named = [names[(m.lastindex or 1) - 1] for m in pattern.finditer(r.text, 0, place)]
    return bool(named) and named[-1] == "who_2020"


_ROMAN = {"1": "obese_I", "2": "obese_II", "3": "obese_III"}


class Stage(NamedTuple):
    """A stage of obesity: "1단계 비만"."""

    negated: bool

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it by the KSSO's classes."""
        actual = evidence.classes["bmi"]
        if actual is None:
            return _NO_BMI
        if (actual == f"obese_{bound[0]}") != self.negated:
            return None
        return contradicted("STD-BMI-001", right_class("bmi", actual))


class WhoStage(NamedTuple):
    """A stage that the sentence gives as the WHO's: "WHO 기준 비만 1단계"."""

    negated: bool

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it by the WHO's stages when the user asked for them."""
        if not evidence.asks_who_bmi:
            return Stage(self.negated).judge(evidence, bound)
        actual = evidence.facts.bmi_who
        if actual is None:
            return _NO_BMI
        if (actual == _ROMAN.get(bound[0])) != self.negated:
            return None
        return contradicted("STD-BMI-002", right_class("bmi_who", actual, "WHO 기준"))


_NO_BMI = unsupported("VER-SOURCE-001", "BMI: 입력이 없어 분류할 수 없어요")


class StageNorm(NamedTuple):
    """The edges of a stage: "25~29.9는 1단계 비만"."""

    stage: int
    """Which of the bound numbers is the stage."""
    low: int
    high: int
    op: str
    """The comparator, nothing when it is a range."""

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the standard prints them for it."""
        low = number(bound[self.low])
        known = (
            thresholds("bmi").get((self.op, low))
            if self.op
            else ranges("bmi").get((low, number(bound[self.high])))
        )
        if known and f"obese_{bound[self.stage]}" in known:
            return None
        return contradicted("STD-BMI-001", "BMI 구간과 분류가 맞지 않아요")
