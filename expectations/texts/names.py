"""Who somebody is: a full name beside a title, or where one says one's name.

A Korean full name is a surname and one or two syllables that given names are made of; a word that
merely begins like a surname (고객님, 주치의 선생님) has others.
"""

from __future__ import annotations

import re

from expectations.texts.found import any_of

_SURNAME = (
    "(?:남궁|황보|제갈|선우|독고|사공|"
    "[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도석선설마길연위표명기반라왕금옥육인맹제모탁국])"
)
_GIVEN = "민수지영서준하은호현우진경희미정숙순성훈철재동원예윤도연아빈채유나다주혁석태승규상명용기종병광남옥춘복길식환욱범찬혜선란화애림린율시이라온솔별봄슬람세훤근균배학형창헌홍일인설송안향효휘후한필택익웅운완열신비보무목만리대단노건강율겸결담록든루빛솜엘오임장준중헌"
_OLDER = "(?:영|순|말|숙|정|명|춘|옥|경|미|희|화|봉|금|길|복|점|분)자"
_NOT_NAMES = "강아지|고양이|한동안|하지만|여기|저기|이상한|이상하|주인공|정기적|이정도|우리나라|유지하|조심하|심한|한시간|안정시|정상인"
_NAME = rf"(?<![가-힣])(?!{_NOT_NAMES}){_SURNAME}(?:[{_GIVEN}][{_GIVEN}]|{_OLDER})"
_SHORT = rf"(?<![가-힣]){_SURNAME}[{_GIVEN}]"
_TITLE = "(?:선생|교수|박사|원장|과장|부장|차장|대리|팀장|실장|사장|회장|간호사|코치|트레이너|강사|감독|선수|기자|목사|신부|여사|어르신|할머니|할아버지|어머님|아버님)"
_TITLED_ONLY_POLITELY = "(?:의사|환자|회원|고객|학생|보호자|약사)님"
_ENDING = "(?:이에요|예요|입니다|이라고|라고|이고요|인데요|이야)"
_PERSON = re.compile(
    rf"{_NAME}\s?(?:씨|님|귀하)(?![가-힣]*[실방])"
    rf"|{_NAME}\s(?:{_TITLE}(?![가-힣]*[자들])|{_TITLED_ONLY_POLITELY})"
    rf"|{_SHORT}\s씨(?=[가는를와의도께에,.\s])"
    rf"|(?:환자|의사|코치|트레이너|교수|박사|선생님?|담당의|담당자|간호사|원장|회원|보호자|주치의)\s{_NAME}(?=[이가은는을를께와과의도,.\s]|$)"
    rf"|(?:이름|성명|성함|환자명|작성자|실명)\s?(?:[:=]|[은는이가]\s|\s)\s?(?:{_NAME}(?![가-힣])|(?:{_NAME}|{_SHORT}){_ENDING}|{_NAME}[이은는가,.])"
    rf"|(?:저는|나는|제가)\s{_NAME}(?<!이){_ENDING}"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s[A-Z][a-z]+"
    r"|\b(?:[Mm]y )?[Nn]ame(?: is|:)\s?[A-Z][a-z]+"
    r"|\bI(?:'m| am)\s[A-Z][a-z]+\s[A-Z][a-z]+"
)


_TRIGGER = re.compile(
    r"[가-힣]\s?(?:씨|님|귀하)|선생|교수|박사|[원과부차팀실사회]장|대리|간호사|의사|코치|트레이너|강사|감독|선수|기자"
    r"|목사|신부|여사|어르신|할머니|할아버지|환자|담당|회원|보호자|주치의|이름|성명|성함|작성자|실명"
    r"|저는\s|나는\s|제가\s|\bM(?:r|rs|s|iss)\b|\b(?:Dr|Prof)\b|[Nn]ame\b|\bI(?:'m| am)"
)
_HINTING = any_of((
    "씨", "님", "귀하", "선생", "교수", "박사", "장", "대리", "간호사", "의사", "코치", "트레이너", "강사", "감독", "선수", "기자", "목사",
    "신부", "여사", "어르신", "할", "환자", "담당", "보호자", "주치의", "이름", "성명", "성함", "작성자", "실명", "저는", "나는", "제가",
    "Mr", "Ms", "Miss", "Dr", "Prof", "ame", "I'm", "I am",
))  # fmt: skip
_BEFORE, _AFTER = 8, 20


def named_person(text: str) -> str:
    """Return the first named person of a text; nothing: ""."""
    if not _HINTING.search(text):
        return ""
    for hint in _TRIGGER.finditer(text):
        near = text[max(0, hint.start() - _BEFORE) : hint.end() + _AFTER]
        if found := _PERSON.search(near):
            return found[0]
    return ""
