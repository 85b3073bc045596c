"""What is claimed of the person that only the person, or weeks of readings, can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import NOT_TOLD, ClauseJudge, ClauseWords
from wearable_coach.verification.sentence import mentions

_STAYS = re.compile(
    r"(?:지금도|아직도?|여전히|아직까지도?|이 ?시간에도)[^.,]{0,6}(?:남아 ?있는|있는|나는|계속되는|이어지는|심한|오르는|남은) ?(?:[가-힣]{1,4} )?(?P<what>열|통증|기침|몸살|어지|두통|설사|구토|가슴|숨|저림|부종|증상)"
)
_GONE = re.compile(
    r"멀쩡|나았|나은 ?(?:뒤|후|지)|다 ?나|가라앉|사라|없어[졌지]|내렸|내려갔|떨어졌|괜찮아[졌지]|이제 ?(?:안|괜찮|없)|좋아졌"
)


class StillThere(NamedTuple):
    """That a symptom is there now."""

    what: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where the user told of it, and not that it is gone."""
        if self.what in evidence.stated and not _GONE.search(evidence.question):
            return None
        return None if evidence.profile.symptoms else NOT_TOLD


_USUAL_VALUE = re.compile(
    r"(?:재신|잰|모은|모으신|측정하신|측정한)[^.,]{0,10}(?:가운데 ?값|중앙값|평균)(?:인|은|이|으로) ?\x01"
)


class UsualKnown:
    """That the person's usual rate was found of earlier readings."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where a usual rate is known."""
        if evidence.value("baseline_rhr") is not None:
            return None
        return contradicted("VER-ABSENT-001", "평소 안정시 심박수: 알려 준 값이 없어요")


_ATHLETE = re.compile(
    r"선수(?:로 ?[가-힣 ]{0,10}(?:계시|뛰시|활동하시|등록하)|이?시니|이?시라서|이?시므로|이신 ?만큼|셨으니)"
)


class AnAthlete:
    """That the person is an athlete."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where it was told."""
        is_told = evidence.profile.athlete or "선수" in evidence.stated
        return None if is_told else NOT_TOLD


_BY_AN_ACT = re.compile(
    r"(?P<what>[가-힣]+?)(?:을|를|까지|도|만|이|가)? ?(?P<did>[가-힣]{0,3}셔서|[가-힣]{1,4}신 ?(?:탓|바람))(?:에|이라)? ?(?:그래|그렇|그런|생긴|나온|오른|올라|높|빨)"
)


class ActTold(NamedTuple):
    """That something comes of what the person did."""

    words: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where a word of it was told."""
        return None if any(w in evidence.stated for w in self.words) else NOT_TOLD


_UNIT = re.compile(
    r"단위[는가로]? ?(?P<unit>퍼센트|프로|%|밀리미터 ?수은주|mmHg|bpm|분당|회|킬로 ?칼로리|kcal|줄|킬로그램|kg|킬로미터|km|시간|보|걸음|밀리그램|점)"
)
_UNITS = {
    "oxygen_saturation": r"퍼센트|프로|%",
    "heart_rate": r"bpm|분당|회",
    "resting_heart_rate": r"bpm|분당|회",
    "baseline_rhr": r"bpm|분당|회",
    "steps": r"보|걸음",
    "sleep_hr": r"시간",
    "distance_km": r"킬로미터|km",
    "active_calories": r"킬로 ?칼로리|kcal",
    "weight": r"킬로그램|kg",
}
_NO_READING = re.compile(r"수은주|mmHg|밀리그램|줄|점")


class UnitOf(NamedTuple):
    """The unit that a reading is said to have."""

    unit: str
    fields: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the reading that is named, else by the one that was asked about."""
        fields = self.fields or tuple(m.field for m in mentions(evidence.question))
        known = [_UNITS[f] for f in fields if f in _UNITS]
        is_wrong = not any(re.match(units, self.unit) for units in known) if known else None
        if is_wrong or (is_wrong is None and _NO_READING.search(self.unit)):
            return contradicted("VER-VALUE-001", f"단위: {self.unit}")
        return None


def read_claimed(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is claimed of the person: a symptom now, a usual rate, a sport, a cause; and a unit."""
    stays = _STAYS.search(said.text)
    if stays is not None and said.states(stays.end() - 1):
        yield StillThere(stays["what"])
    if said.has(_USUAL_VALUE) and said.is_plain:
        yield UsualKnown()
    athlete = _ATHLETE.search(said.text)
    if athlete is not None and said.states(athlete.start()):
        yield AnAthlete()
    done = _BY_AN_ACT.search(said.text)
    if done is not None and not said.clause.asked and not said.clause.supposed:
        yield ActTold((done["what"][:2], done["did"][:2]))
    unit = _UNIT.search(said.text)
    if unit is not None and said.states(unit.start()):
        yield UnitOf(unit["unit"], said.fields[:1])
