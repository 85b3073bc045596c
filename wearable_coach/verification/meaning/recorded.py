"""What the record is said to hold, or not to hold, of diseases, medicines and pregnancy: 고혈압은 적혀 있지 않아요, 임신 중으로 등록되어."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.medicine import is_had, names_any
from wearable_coach.verification.meaning.presuming import Presumed
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords

_KINDS = frozenset({"disease", "medicine"})
_IN_RECORD = r"(?:적혀|적힌|적어|써|쓰여|올라|나와|들어)|(?:등록|기록|입력|기재|확인|표시|저장)"
_NAME = r"(?:약|제|증|병|질환| ?복용자?| ?환자| ?이력| ?병력| ?칸| ?정보| ?항목)*"
_LACKS = re.compile(
    rf"^{_NAME}(?:[이가은는도을를]|에 ?대한 ?(?:말|기록|정보)[이은는가]?)? ?(?:"
    rf"있(?:는|다는|으신) ?(?:것|건|게|분)[은는이도]? ?아니"
    rf"|(?:{_IN_RECORD})[^.,]{{0,8}}?(?:지[는도]? ?않|안 ?[되돼]|없)"
    r"|(?:기록|입력|목록|프로필)(?:에|상|에는|에선)? ?(?:는 )?없"
    r"|(?:말씀|알려|얘기|이야기)[^.,]{0,8}?(?:적[이은도]? ?없|지[는도]? ?않|안 ?[하주])"
    r"|(?:빠져|빠진|비어)|(?:안|전혀 ?안) ?(?:드시|먹|복용)|(?:드시|먹|복용하)지[는도]? ?않(?:으시|으신|고|아|는|습)"
    r"|없(?:으시|으신|는 ?(?:분|걸로|것으로)|음|습니다|어요|네요|죠|지요|다고)"
    r"|(?:아니|아닌)(?:시|신|세요|에요|므로|고))"
)
"""Behind its name: that somebody has none of it, or that no record tells of it."""
_HOLDS = re.compile(
    rf"^{_NAME}(?: ?중)?(?:[이가은는도을를]|으로|로|인 ?(?:것|걸)로|있(?:는|다고|으신) ?(?:것|걸)?(?:으로|로)?|을? ?드시는 ?(?:것|걸)로)? ?(?:{_IN_RECORD}|나오)"
    r"(?:[되돼된됨됐]| ?있| ?와 ?있|셔|시|네|는 ?분|어 ?있|어요|죠|지요)"
)
"""Behind its name: that a record tells of it."""
_OPEN = re.compile(r"분들|사람|는지|다면|으면|라면|경우|까요|[이가은는] ?뭐|어디|누가|때문|만으로")
_STATE = re.compile(r"임신|출산|수유")
_TOLD_ABSENT = contradicted("VER-ABSENT-001", "없다고 한 것이 입력에는 있어요")


class ToldAbsent(NamedTuple):
    """A disease or a medicine that the person is said not to have."""

    word: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where the profile does not hold it."""
        return _TOLD_ABSENT if is_had(evidence, self.word) else None


def read_recorded(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a disease, a medicine or a pregnancy is in the record, or is not."""
    if said.clause.supposed or said.clause.asked or said.has(_OPEN):
        return
    for found in said.found:
        word, behind = said.text[found.start : found.end], said.text[found.end :]
        if found.kind not in _KINDS or names_any(word):
            continue
        if _LACKS.match(behind):
            yield ToldAbsent(word)
        elif _HOLDS.match(behind) and not said.denies(found.start):
            yield Presumed((word,), said.text)
    state = _STATE.search(said.text)
    if state is not None and _HOLDS.match(said.text[state.end() :]):
        yield Presumed((state.group(),), said.text)
