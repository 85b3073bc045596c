"""The intensity class of a reading: "현재 심박수 130bpm은 중강도"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.verification.assertion import NEGATED
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.class_words import QUOTES
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.reading import Reading, level_classes
from wearable_coach.verification.stance import is_conditional
from wearable_coach.verification.wording import named


def read_intensity_class(r: Reading) -> None:
    """Read "현재 심박수 130bpm은 중강도": the class of a reading."""
    for match in r.levels:
        if (
            r.row == "heart_rate"
            and re.match(rf"[{QUOTES}]?(?:\)|,| *\|)", r.text[match.end() :])
            and re.search(rf"[(,] ?[{QUOTES}]?$", r.text[: match.start()])
        ):
            r.add(
                "class:intensity",
                "STD-INT-001",
                IntensityClass(level_classes(match), negated=False),
                span=match.span(),
            )
            continue
        before = r.text[: match.start()]
        near = re.search(
            rf"(?:현재|지금|오늘|측정|당시|운동 ?중)?[^,.]{{0,6}}심박(?! ?조율)수?[^,.]{{0,30}}$|{SLOT} ?(?:bpm|BPM)(?:은|는|이|=|으로|로|,)? ?[^,.]{{0,24}}$",
            before,
        )
        after = re.match(
            r" ?(?:운동|활동|신체활동|유산소)? ?(?:구간|수준|강도|범위|영역|단계)?(?:에|으로|로|의)? ?(?:해당|속|들어|예요|이에요|입니다|이에|였|이었|분류|$)",
            r.text[match.end() :],
        )
        if (
            near is None
            or after is None
            or re.search(r"목표|권장|처방|범위|~|보다|하려|위해|까지|이상|이하", before[-40:])
            or is_conditional(r.text, match.end())
        ):
            continue
        if any(q.is_range for q in r.quantities) or (
            r.section in {"plan", "intensity", "main"} and not re.search("현재|지금|오늘", before)
        ):
            continue
        negated = bool(NEGATED.match(r.text, match.end()))
        r.add(
            "class:intensity",
            "STD-INT-001",
            IntensityClass(level_classes(match), negated),
            span=match.span(),
        )


class IntensityClass(NamedTuple):
    """The intensity class of the current heart rate."""

    classes: frozenset[str]
    negated: bool

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Judge it: only a reading taken in exercise has one."""
        if evidence.profile.hr_context != "exercise":
            return None if self.negated else _NOT_IN_EXERCISE
        actual = evidence.classes["intensity"]
        if actual is None:
            return unsupported("STD-INT-002", "강도를 계산할 값이 없어요")
        if (actual in self.classes) != self.negated:
            return None
        right = named("intensity", [actual])
        return contradicted("STD-INT-001", f"현재 심박수: 맞는 강도는 {right}")


_NOT_IN_EXERCISE = contradicted("STD-INT-002", "운동 중에 잰 값이 아니라서 강도로 분류하지 않아요")
