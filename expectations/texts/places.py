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
_ADDRESS = re.compile(
    rf"(?<![가-힣]){_PROVINCE}\s{_DISTRICT}(?:\s{_DISTRICT})?\s(?:{_ROAD}|{_VILLAGE})"
    rf"|{_DISTRICT}\s(?:{_DISTRICT}\s)?{_ROAD}(?:\s?\d+번?가?길)?\s?\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}"
    rf"|{_DISTRICT}\s(?:{_DISTRICT}\s)?{_VILLAGE}\s?\d{{1,4}}(?:-\d{{1,4}})?(?!\d){_UNIT}"
    rf"|{_VILLAGE}\s?\d{{1,4}}(?:-\d{{1,4}})?\s?번지"
    r"|(?<!\d)\d{1,4}동\s?\d{1,4}호"
    r"|(?:우편\s?번호|postal code|zip code|zip)\D{0,5}\d{3}-?\d{2,3}"
    r"|\b\d{1,5}[A-Za-z]?,?\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive)\b"
    r"|\b[A-Z][a-z]+(?:-?[a-z]+)?-(?:daero|ro|gil|gu|dong)\b"
)


_TRIGGER = re.compile(
    r"(?<!안정)(?<!다)[시군구]\s[가-힣]|번지|\d동\s?\d|우편|[Pp]ostal|[Zz]ip\b"
    rf"|(?<![가-힣]){_PROVINCE}\s"
    r"|(?:[a-z]\s(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive)|[a-z]-(?:daero|ro|gil|gu|dong))\b"
)
_BEFORE, _AFTER = 40, 60


def address(text: str) -> str:
    """Return the first address of a text; nothing: ""."""
    for hint in _TRIGGER.finditer(text):
        near = text[max(0, hint.start() - _BEFORE) : hint.end() + _AFTER]
        if found := _ADDRESS.search(near):
            return found[0]
    return ""
