"""Reading what a sentence holds: every kind of proposition, remembered by sentence and day."""

from __future__ import annotations

import re

from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.compared import compared
from wearable_coach.verification.propositions.crediting import cited, credited
from wearable_coach.verification.propositions.norming import edged, normed, of_study
from wearable_coach.verification.propositions.phrases import told
from wearable_coach.verification.propositions.proposition import Proposition

_COMPARES = re.compile(
    r"평소|평상|기저|기준|보다|비해|비하|비교|견주|대비|차이|넘|웃돌|밑돌|미치|모자|부족|남|권장|정상|하한|상한|채우|채웠|만큼|높|낮|짧|길|긴|많|적|올|내려|떨어|늘|줄|여유|위에|아래"
)


_NUMBERS = re.compile(
    r"WHO|ACSM|보건 ?기구|의학회|권고|권장|권하|권해|권한|권합|지침|최소|하한|상한|기준|문턱|분류|구분|규칙|실무|선수|수면|잠|밤|시간|평소|기저|Milewski|밀레"
)


_REFERS = re.compile(
    r"(?:^|[\s,])(?:이|그|해당|위|앞의?) ?(?:연구|논문|조사|구분|분류|기준|지침|단계|숫자|수치|권고|자료|값|원칙)"
)


def findings(
    sentence: str, carry: str, evidence: Evidence, before: str = ""
) -> tuple[Proposition, ...]:
    """Return what a sentence holds of readings, norms and sources, judged by a day.

    Args:
        sentence: As written.
        carry: The field that the sentence before was about, empty when none.
        evidence: What is known of the day.
        before: The sentence before, whose source "이 연구" means.
    """
    found: list[Proposition] = []
    if _COMPARES.search(sentence):
        found += compared(told(sentence), carry, evidence)
    if cited(sentence):
        found += credited(told(sentence), evidence)
    elif before and cited(before) and _REFERS.search(sentence):
        found += credited(told(sentence), evidence, cited(before))
    if _NUMBERS.search(sentence):
        parts = told(sentence)
        found += normed(parts, carry, evidence)
        found += edged(parts, evidence)
        found += of_study(parts)
    return tuple(found)
