"""Which of the day's readings a short question asks of: 내 체중은?, 어제 몇 시간 잤어?, 나 비만이야?"""

from __future__ import annotations

import re

from wearable_coach.serving.symptoms import squeezed
from wearable_coach.serving.turns import without_lead

_WHO = r"(?:나는|나의|나|난|내가|내|제가|제|저는|저의|저|전)?"
_WHEN = r"(?:오늘|어제|어젯밤|간밤|지난밤|밤새|지금|현재|방금)?(?:의|은|에)?"
_NAMES = {
    "resting_heart_rate": r"안정시?심박수?|안정시?맥박수?",
    "heart_rate": r"심박수?|맥박수?",
    "sleep_hr": r"수면시간|수면|잠|잔시간",
    "steps": r"걸음수?|걸은수",
    "distance_km": r"이동거리|걸은거리|뛴거리",
    "active_calories": r"활동칼로리|소모칼로리|칼로리",
    "oxygen_saturation": r"산소포화도|혈중산소",
    "weight": r"체중|몸무게",
    "bmi": r"bmi|체질량지수",
}
"""How readings are called, squeezed; the longer names first."""
_DONE = {
    "sleep_hr": r"(?:잠을?|잠은)?(?:총)?(?:몇시간|얼마나|얼만큼|몇시간이나)(?:이나)?잤",
    "steps": r"(?:총)?(?:몇보|몇걸음|얼마나)(?:나|이나)?걸었",
    "distance_km": r"(?:총)?몇(?:km|키로|킬로)(?:나)?(?:걸었|뛰었)",
    "bmi": r"(?:많이)?(?:비만|과체중|저체중)(?:이야|인가|인지|일까|이에|이예|이죠|이지|이니|인가요|맞|임|에속|에들|축|편|야|\?).{0,4}$",
}
"""How readings are asked of by what was done, or by their class."""
_NUMBER = r"(?:\d+(?:\.\d+)?(?:시간|보|bpm|%|퍼센트|퍼|kg|키로|킬로|점)?(?:인데|이면|나왔는데|라는데|면|이라는데)?)"
_ASKED = r"(?:(?:몇|얼마|어때|어떤|어떠|어떻|정상|괜찮|좋은|나쁜|높|낮|많|적|부족|충분|모자|양호|심각|큰일|이상|위험|문제|병원(?:에)?가야|알려|말해|보여).{0,8})"
_END = r"(?:이)?(?:요|야|임|니|냐|여|예요|에요|이에요|입니까|인가요?|나|난|내|뭐야|뭐예요)?[?!.~ㅋㅎㅠ]*$"
_ASKS = re.compile(r"[?까니냐죠지나]$|(?:나요|가요|까요|죠|어때|어떤가|어떤지)[요?]*$|몇|얼마")
_BARE = re.compile(r"^[a-z가-힣]{1,8}(?:은|는)(?:요|여)?[?~]*$")
_OF_ELSE = re.compile(
    r"왜|어떻게(?!돼|되|나왔)|(?<!\d)(?<!이)면(?!요)|려면|목표|최대|평균|권장|정확|재는|낮추|올리|올려|줄이|줄여|늘리|늘려|빼|뺄|믿|자야|걸어야|먹|뛰어|달려|운동|해도"
)
"""What asks for something else than what the reading is and means."""
_SHORT = 32
"""What is longer asks for something else, too [letters without spaces]."""


_LEAVE = re.compile(
    r"(?:해도|가도|뛰어도|걸어도|달려도|타도|쳐도|들어도|올라도)(?:괜찮|되|돼|될|됩|좋)|(?:하는|가는)날인데|(?:오늘|이따|지금|저녁에).{0,8}(?:못해|못하나|못가|할까|갈까|뛸까|해볼까|쉴까)"
)


def asks_leave(question: str) -> bool:
    """Say whether a question asks whether to train: 오늘 축구 못 해요?, 하체 하는 날인데 해도 되죠?"""
    return bool(_LEAVE.search(squeezed(question)))


def own_reading(question: str) -> str:
    """Return the reading whose value or meaning a question asks for; empty where it asks for something else.

    Args:
        question: The user's own words.

    >>> own_reading("내 체중은?"), own_reading("어제 몇시간 잤어 나?"), own_reading("나 비만이야?")
    ('weight', 'sleep_hr', 'bmi')
    >>> own_reading("체중은 어떻게 재요?")
    ''
    """
    said = squeezed(without_lead(question))
    if len(said) > _SHORT or _OF_ELSE.search(re.sub(_NUMBER, "", said)):
        return ""
    for name, way in _DONE.items():
        if re.match(rf"{_WHO}{_WHEN}{_WHO}(?:지금)?{way}", said):
            return name
    for name, way in _NAMES.items():
        found = re.match(
            rf"(?P<own>{_WHO}{_WHEN}{_WHO})(?:{way})(?:은|는|이|가|도)?(?P<number>{_NUMBER})?(?P<asked>{_ASKED})?{_END}",
            said,
        )
        if found and _is_asked(found, said):
            return name
    return ""


def _is_asked(found: re.Match[str], said: str) -> bool:
    """Say whether a reading that is named is asked of: by whose or when it is, by its number, or by what it means."""
    if found["own"] or found["number"] or _BARE.search(said):
        return True
    return bool(found["asked"] and _ASKS.search(said))
