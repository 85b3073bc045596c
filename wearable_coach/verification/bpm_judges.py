"""Judging beats a minute that may be one of several readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.edge_judges import ComparedEdge
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import StatedValue, number


class ReferenceBpm(NamedTuple):
    """A resting rate that today's is compared with: the baseline, or an edge of the standard."""

    direction: str
    """up, down or nothing."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether it is one of them, and the direction true."""
        told, direction = number(bound[0]), self.direction
        baseline, today = evidence.value("baseline_rhr"), evidence.value("resting_heart_rate")
        if told == baseline:
            if not direction or today is None:
                return None
            if today == told:
                return contradicted("VER-CMP-001", "평소와 같은 값이에요")
            if (today > told) != (direction == "up"):
                return contradicted("VER-CMP-001", f"방향이 반대예요: 오늘 {today}, 평소 {told}")
            return None
        if told == today:
            return None
        return ComparedEdge("resting_heart_rate", direction).judge(evidence, bound)


class UsedInWorking:
    """The resting rate that the Karvonen targets use: the baseline when known."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it as that, else as today's."""
        hr = evidence.facts.hr
        if hr is not None and bound[0] == str(hr.rhr_used_bpm):
            return None
        return StatedValue("resting_heart_rate").judge(evidence, bound)


class AnyHeart:
    """Beats a minute that may be any of the day's."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether it is."""
        if any(
            bound[0] in evidence.usual(f)
            for f in ("resting_heart_rate", "heart_rate", "baseline_rhr", "hrmax", "hrr")
        ):
            return None
        return unsupported("VER-NUM-001", f"{bound[0]}bpm이 무엇인지 근거가 없어요")
