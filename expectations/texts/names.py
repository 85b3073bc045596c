"""Who somebody is: a name beside a title, or where one says one's name.

A Korean full name is a surname and one or two syllables that given names are made of; a word that
merely begins like a surname (고객님, 주치의 선생님) has others. A given name alone is two syllables, of
those that names begin with and of those that they end with, and no noun.
"""

from __future__ import annotations

import re

from expectations.texts.found import any_of

_SURNAME = (
    "(?:남궁|황보|제갈|선우|독고|사공|"
    "[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도석선설마길연위표명기반라왕금옥육인맹제모탁국봉편])"
)
_GIVEN = "민수지영서준하은호현우진경희미정숙순성훈철재동원예윤도연아빈채유나다주혁석태승규상명용기종병광남옥춘복길식환욱범찬혜선란화애림린율시이라온솔별봄슬람세훤근균배학형창헌홍일인설송안향효휘후한필택익웅운완열신비보무목만리대단노건강율겸결담록든루빛솜엘오임장준중헌소"
_OLDER = "(?:영|순|말|숙|정|명|춘|옥|경|미|희|화|봉|금|길|복|점|분)자"
_NOUNS = "안정|조정|유지|유의|주의|지도|전용|정보|정리|이상|이동|이용|이후|이전|진료|기준|기록|기본|여유|우선|원인|전문|전체|주말|주간|지금|지난|지속|추천|구성|남은|도움|모두|변화|성인|신체|오늘|오전|오후|운동|연락|최근|최대|최소|최고|방문|반응|선호|설명|소개|하루|하나|호흡|지인|우울|위험|신호|인지|원래|이번|여러|현재|주기|조기|정기|전기|장기|임신|고민|문의|명상|안내|상담|강도|한도"
_NOT_NAMES = (
    "강아지|고양이|한동안|하지만|여기|저기|이상한|이상하|주인공|정기적|이정도|우리나라|유지하|조심하|심한|한시간|안정시|정상인"
    rf"|(?:{_NOUNS})[이은도인만]"
)
_NAME = rf"(?<![가-힣])(?!{_NOT_NAMES}){_SURNAME}(?:[{_GIVEN}][{_GIVEN}]|{_OLDER})"
_SHORT = rf"(?<![가-힣]){_SURNAME}[{_GIVEN}]"
_FIRST, _LAST = (
    "가건경규기나다도동래무미민병보상서선성세소수승시아연영예용우원유윤은인재정종주준지진채태하해현형혜호희효찬",
    "민지서수연윤은현준아빈원영진경호우희훈석섭혁미정선숙순환철욱국린율온솔람주비예유라성승연나리",
)
_NO_GIVEN = (
    "선생|선수|가수|하나|우리|다리|나리|지정|주원|주주|유저|동지|형수|동서|시민|주민|수영|유아|소아|현재|우수|정원|지원|기준|재원|해주|도우|가정|무선"
    "|성원|인원|수정|소원|도와|주유|시정|보정|재수|서비|예비|준비|주연|주비|소비|경비|정비|동료|상주|수지|원서|수석|보호|신호|진지|시아|다정|상호|도수|경호|미온|수온"
)
_CALLED = rf"(?<![가-힣])(?!{_NO_GIVEN})[{_FIRST}][{_LAST}]"
_TITLE = "(?:선생|쌤|교수|박사|원장|과장|부장|차장|대리|팀장|실장|사장|회장|간호사|코치|트레이너|강사|감독|선수|기자|목사|신부|여사|어르신|할머니|할아버지|어머님|아버님|환자분|회원분|고객분|보호자분)"
_TITLED_ONLY_POLITELY = "(?:의사|환자|회원|고객|학생|보호자|약사|물리치료사|영양사|상담사|간호사|코치|트레이너|선생|강사|원장|어머|아버|할머)님"
_POLITE = rf"(?:{_TITLED_ONLY_POLITELY}|(?:환자|회원|고객|보호자)분|쌤|어르신|간호사|코치|트레이너)"
_ENDING = "(?:이에요|예요|입니다|이라고|라고|이고요|인데요|이야)"
_AFTER_NAME = r"(?=이?[가은는을를께와과의도랑,.!?)~\s]|에게|한테|하고|이?랑|님|씨|예요|이에요|입니다|이라|라고|인데|$)"
_AFTER_TITLE = (
    r"(?=[은는이가을를의와과도만께에랑,.!?)~:\s]|하고|한테|처럼|보다|이?랑|라|예요|입니다|$)"
)
_PERSON = re.compile(
    rf"{_NAME}\s?(?:씨|님|귀하)(?![가-힣]*[실방])"
    rf"|{_NAME}\s?(?:{_TITLE}(?![가-힣]*[자들])|{_TITLED_ONLY_POLITELY})"
    rf"|{_NAME}(?:군|양){_AFTER_TITLE}"
    rf"|{_SHORT}\s씨(?=[가는를와의도께에,.\s])"
    rf"|{_CALLED}\s?(?:씨|님){_AFTER_TITLE}"
    rf"|{_CALLED}(?:군|양)(?=[이은의을과께,]|에게|한테)"
    rf"|{_CALLED}\s?{_POLITE}{_AFTER_TITLE}"
    rf"|(?:환자|의사|코치|트레이너|교수|박사|선생님?|담당의|담당자|담당|간호사|원장|회원|고객|보호자|주치의|강사|팀장|쌤|약사|물리치료사|영양사|상담사)님?\s{_NAME}{_AFTER_NAME}"
    rf"|(?:이름|성명|성함|환자명|작성자|실명|예금주|신청인|수신인)\s?(?:[:=]|[은는이가]\s|\s)\s?(?:{_NAME}(?![가-힣])|(?:{_NAME}|{_SHORT}){_ENDING}|{_NAME}[이은는가,.])"
    rf"|(?:저는|나는|제가)\s{_NAME}(?<!이){_ENDING}"
    rf"|{_NAME}(?<!이)(?:이?라고\s?(?:해요|합니다|하는데|불러))"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s[A-Z][a-z]+"
    r"|\b(?:[Mm]y )?[Nn]ame(?: is|:)\s?[A-Z][a-z]+"
    r"|\bI(?:'m| am)\s[A-Z][a-z]+\s[A-Z][a-z]+"
)


_TRIGGER = re.compile(
    r"씨|님|귀하|군(?=[은의을과께,.\s이에한])|양(?=[은의을과께,.이에한])|선생|쌤|교수|박사|장(?<=[원과부차팀실사회]장)|대리|간호사|의사|코치|트레이너|강사|감독|선수|기자"
    r"|목사|신부|여사|어르신|할머니|할아버지|환자|담당|회원|고객|보호자|주치의|이름|성명|성함|작성자|실명|예금주|신청인|수신인|치료사|영양사|상담사|약사"
    r"|저는\s|나는\s|제가\s|라고\s?[해합하불]|Mr\b|Mrs\b|Ms\b|Miss\b|Dr\b|Prof\b|Name\b|name\b|I'm|I am"
)
_HINTING = any_of((
    "씨", "님", "귀하", "군", "양", "선생", "쌤", "교수", "박사", "장", "대리", "사", "코치", "트레이너", "감독", "선수", "기자", "신부",
    "어르신", "할", "환자", "담당", "회원", "고객", "보호자", "주치의", "이름", "성명", "성함", "작성자", "실명", "예금주", "신청인", "수신인",
    "저는", "나는", "제가", "라고", "Mr", "Ms", "Miss", "Dr", "Prof", "ame", "I'm", "I am",
))  # fmt: skip
_BEFORE, _AFTER = 8, 20


def named_person(text: str) -> str:
    """Return the first named person of a text; nothing: ""."""
    if not _HINTING.search(text):
        return ""
    for hint in _TRIGGER.finditer(text):
        end = hint.end() + _AFTER
        if found := _PERSON.search(text, max(0, hint.start() - _BEFORE), end):
            return found[0]
    return ""
