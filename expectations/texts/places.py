"""Where somebody lives: Korean addresses by road, by lot and by flat, and English ones."""

from __future__ import annotations

import re

_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청북|충청남|전라북|전라남|경상북|경상남)"
    r"(?:특별자치시|특별자치도|특별시|광역시|시|도)?"
)
_DISTRICT = (
    r"(?<![가-힣])(?!친구|야구|축구|농구|배구|당구|탁구|입구|도구|요구|연구|(?:다|잠|역|혹|즉|몇|일|표|지|무|실|안정|운동|수면|휴식|취침|기상|필요|평상|식사|복용|측정|착용)시\s)"
    r"[가-힣]{1,5}(?:시|군|구)"
)
_UNIT = r"(?!\s?(?:분|시간|초|km|m\b|미터|킬로|보|걸음|회|번(?!지)|세트|bpm|%|퍼센트|kcal|칼로리|kg|일|주|개월|년|도|점|살|세|명|개|배|단계|가지|[.,]\d|[~-]\s?\d+\s?(?:분|보|회|일|주|세트|km)))"
_ROAD = r"[가-힣\d]{1,10}(?:대로|로|길)"
_VILLAGE = r"[가-힣]{1,6}\d{0,2}(?:동|읍|면|리|가)(?:\d가)?"
_CITY = (
    "(?:서울|부산|대구|인천|광주|대전|울산|세종|제주|수원|성남|용인|고양|화성|부천|안산|안양|평택|시흥|김포|파주|의정부|광명|하남|오산|이천|구리|남양주|의왕"
    "|춘천|원주|강릉|청주|충주|제천|천안|아산|서산|군산|익산|여수|순천|포항|경주|김천|구미|창원|진주|통영|김해|밀양|거제|양산"
    "|강남|서초|송파|마포|영통|분당|일산|해운대|수성|유성|관악|동작|은평|노원|강서|양천|용산|성북|종로|광진|동대문|영등포|금천|강동|수지|기흥|덕양|단원|상록)"
)
_STREET = r"(?<![가-힣])(?!(?:위|아래|앞|뒤|새|바|서|스스|따|별|주|실제|대체|그대|이대|기록대|계획대|추가|최대|최소|평균|기준|대|하루|진짜|정말)로)[가-힣\d]{1,9}(?:(?<!으)로|길)"
_INSIDE = r"(?:반지하|지하(?!철|도|상)|숙소|기숙사|원룸|고시원|옥탑|\d{1,4}호)"
_ESTATE = r"(?:아파트|빌라|오피스텔|맨션|빌딩|하이츠|자이|래미안|푸르지오|힐스테이트|주공|타워)"
_ADDRESS = re.compile(
    rf"(?<![가-힣]){_PROVINCE}\s{_DISTRICT}(?:\s{_DISTRICT})?\s(?:{_ROAD}|{_VILLAGE})"
    rf"|{_DISTRICT}\s(?:{_DISTRICT}\s)?{_ROAD}(?:\s?\d+번?가?길)?\s?\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}"
    rf"|{_DISTRICT}\s(?:{_DISTRICT}\s)?{_VILLAGE}\s?\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}"
    rf"|(?<![가-힣]){_CITY}\s(?:[가-힣]{{2,4}}\s)?(?:{_STREET}|(?!(?:운|활|행|이)동)[가-힣]{{2,5}}\d?(?:동|읍|면|리))\s?\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}"
    rf"|{_STREET}\s?\d{{1,4}}(?:번길|번가길|가?길)(?:\s?\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}|(?=[,.\s에은이]|$))"
    rf"|{_STREET}\s?\d{{1,4}}(?:-\d{{1,4}})?(?:번지)?,?\s{_INSIDE}"
    rf"|{_STREET}\s?\d{{1,4}}(?:-\d{{1,4}})?(?:번지)?에(?:서)?\s(?:살|사는|거주|삽니다|지내)"
    rf"|(?:주소|배송지|거주지|도로명)\s?(?:[:=]|[은는이가]\s|\s)\s?[가-힣\d\s]{{2,30}}?(?:로|길|동|리|읍|면|가)\s?\d{{1,4}}"
    rf"|{_ESTATE}\s?(?:\d{{1,4}}동)?\s?\d{{1,4}}호"
    r"|(?<![가-힣])(?!(?:운|활|행|이|자|수|변|진|노)동)[가-힣]{1,5}동\s\d{1,4}-\d{1,4}번?지?,?\s?(?:\d{1,4}호|\d층|반지하|에\s(?:살|사는|거주))"
    rf"|{_VILLAGE}\s?\d{{1,4}}(?:-\d{{1,4}})?\s?번지"
    r"|(?<!\d)\d{1,4}동\s?\d{1,4}호"
    r"|(?:우편\s?번호|postal code|zip code|zip)\D{0,5}\d{3}-?\d{2,3}"
    r"|\b\d{1,5}[A-Za-z]?,?\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive)\b"
    r"|\b[A-Z][a-z]+(?:-?[a-z]+)?-(?:daero|ro|gil|gu|dong)\b"
)


_TRIGGER = re.compile(
    r"시(?<!안정시)(?<!다시)\s[가-힣]|군\s[가-힣]|구\s[가-힣]|번지|길\s?\d|로\s?\d|동\s?\d|호(?<=\d호)|주소|배송지|거주지|도로명|우편"
    r"|Postal|postal|Zip\b|zip\b|Street|St\b|Ave|Road\b|Rd\b|Boulevard|Blvd|Lane\b|Drive\b|-daero|-ro\b|-gil\b|-gu\b|-dong\b"
)
"""Each begins with a letter, so that texts are looked through at the speed of letters."""
_BEFORE, _AFTER = 40, 60


def address(text: str) -> str:
    """Return the first address of a text; nothing: ""."""
    for hint in _TRIGGER.finditer(text):
        if found := _ADDRESS.search(text, max(0, hint.start() - _BEFORE), hint.end() + _AFTER):
            return found[0]
    return ""
