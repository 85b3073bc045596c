"""That one is to recover first: said to somebody whom only a condition or a clearance holds back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel, cap_of
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords

_RECOVERS = re.compile(
    r"회복(?:하고(?:$| ?(?:나서|다시|나면|만나|봐|뵈))|(?:하|되)(?:면|시면)|[한된] ?(?:뒤|다음|후|날)|[할될] ?때까지|(?:하기|되기)? ?전(?:까지)?[은는에]?[ ,]|[을를]? ?확인)|(?:몸이|컨디션이) ?(?:나아지|돌아오)(?:면|고)|나으시?면|다시 ?[잰잴재][^.,]{0,10}평소로 ?돌아"
)
"""That exercise waits until one has recovered, or a reading is as it was."""
_OF_ANOTHER = re.compile(r"근육|부위|세트|운동 ?(?:뒤|후)|훈련|출산|산후|수술")
"""What does recover, whatever the day says."""
_NOTHING_TO_RECOVER_FROM = contradicted(
    "STD-SAFE-001", "오늘 회복을 기다릴 이유가 없어요. 진료 확인이 먼저인 분이에요"
)


class HeldOnlyByThePerson(NamedTuple):
    """Refuse on a day without any finding, of a person who may not train for a condition or a clearance."""

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse where the readings ask for no rest and nobody is ill."""
        facts = evidence.facts
        held = cap_of(facts.max_intensity_allowed) <= cap_of("light")
        well = facts.safety_level == SafetyLevel.PROCEED and not evidence.profile.symptoms
        return _NOTHING_TO_RECOVER_FROM if held and well else None


def read_recovery(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that one is to recover first, which who only lacks a doctor's word need not."""
    if said.has(_RECOVERS) and not said.clause.asked and not _OF_ANOTHER.search(said.sentence):
        yield HeldOnlyByThePerson()
