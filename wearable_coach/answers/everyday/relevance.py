"""Whether a question asks for signs of danger: only then an answer tells when to stop and where to get help."""

from __future__ import annotations

import re

from wearable_coach.answers.brief import Brief
from wearable_coach.standards.topics import OF_SYMPTOMS, EverydayTopic

_ASKS_OF_RISK = re.compile(
    r"아프|아파|아픈|통증|쑤시|결려|결리|저려|저리|시큰|욱신|뻐근|붓|부었|부어|삐|다치|다쳤|쥐가|당기|멍이|피가"
    r"|어지|숨이|숨차|가슴|쓰러|두근|열이|토했|메스|구토|심박이"
    r"|위험|조심|괜찮|안전|무리|주의|부작용|나빠|해로|해롭|증상|신호|병원|진료|의사|검사|언제 멈|멈춰"
    r"|수술|임신|출산|고혈압|당뇨|천식|심장|혈압|약을|약 먹|골다공|디스크|관절염"
)
_ALWAYS = OF_SYMPTOMS | {"pregnancy_exercise", "postpartum_return", "can_i_trust_you"}
"""Topics that who needs help may ask about: their answers always tell where to get it."""


def asks_of_risk(question: str, topic: EverydayTopic, brief: Brief) -> bool:
    """Say whether signs of danger belong to an answer.

    They do where the question asks about pain, a sign or a risk, where the person has a condition or a symptom, and
    with topics that who needs help may ask about; an age alone asks for none.

    Args:
        question: The user's own words.
        topic: What it is about.
        brief: The person and day.
    """
    p = brief.profile
    return (
        bool(p.conditions or p.symptoms)
        or topic.name in _ALWAYS
        or bool(_ASKS_OF_RISK.search(question))
    )
