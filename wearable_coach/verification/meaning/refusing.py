"""Help that the coach itself refuses: no answer, no talk, no right to say; where nothing bars it, nobody knows why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords, not_understood

_REFUSES = re.compile(
    r"(?:상담|대화|답변|안내|이야기)[은는을를]? ?(?:여기서|여기까지만?|이만|그만)? ?(?:마치|끝내|종료하|중단하|닫|접)겠|(?:질문|물음|요청|문의)[^.,]{0,14}(?:받지 ?않|받을 ?수 ?없|답하지 ?않|답할 ?수 ?없|답해 ?드리지 ?않|대답할 ?수 ?없|거절|사양하)|(?:대답|답변|답|말씀|설명|안내|알려)[^.,]{0,8}(?:권한|자격|의무)[이가은는도]? ?(?:없|아니)|(?:풀이|설명|안내|대답|답변|공개)[^.,]{0,4}(?:하지|드리지) ?않는 ?(?:것이|게|편이)? ?(?:원칙|방침|규정)|제 ?입으로[는는]?|(?:전문가|의사|트레이너)[가도이]? ?아니(?:라|라서|어서|므로|니)[^.,]{0,8}(?:못 ?(?:드|해|알)|(?:드릴|알려|말할) ?수 ?없)|떠오르지 ?않|(?:답|말|알려|가르쳐) ?(?:해 ?)?(?:드리|주)(?:고 ?싶지|기 ?싶지|기) ?(?:않|싫|귀찮)"
)
_RIGHTLY = re.compile(
    r"진단|병명|병인지|질환|처방|약|용량|수술|원인|혈압|다른 ?(?:분|사람|회원)|개인 ?정보|법|주식|투자|정치|심박|맥박|bpm|목표|추세|흐름|강도"
)
"""What a coach rightly says nothing of."""
_UNREAD = not_understood("도움을 거절하는 말인데, 까닭을 알 수 없어요")


class WithoutReason:
    """That the coach does not help, where neither the day nor the person bars it."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where exercise is barred, or the person is no adult."""
        is_barred = evidence.facts.safety_level >= SafetyLevel.CONTACT or evidence.cap == "none"
        age = evidence.profile.age
        is_minor = age is not None and age < table("activity")["who_2020"]["ages"]["adult_from"]
        return None if is_barred or is_minor else _UNREAD


def read_refusing(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the coach does not answer."""
    refused = _REFUSES.search(said.text)
    if refused is not None and not said.clause.asked and not said.has(_RIGHTLY):
        yield WithoutReason()
