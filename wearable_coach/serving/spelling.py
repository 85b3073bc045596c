"""Numerals as people type what they hear, in the form that the reader of Korean knows: 팔십 사, 백공삼, 팔십넷."""

from __future__ import annotations

import re

_ONES = "일이삼사오육칠팔구"
_NATIVE = dict(
    zip(("하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"), _ONES, strict=True)
)
_ENDS = r"(?=$|[^가-힣]|이(?![가-힣]{2}[는은])|입|예|여|라|래|나|찍|뜨|밖|까|정|쯤|으|로|퍼|프|도|번|점|인|에|를|을|가|밑|넘|안|요(?!일))"
_SPACED = re.compile(rf"([{_ONES}]?십|[{_ONES}]?백) ([{_ONES}]?십)?([{_ONES}])?{_ENDS}")
_NOUGHT = re.compile(rf"백 ?[공영] ?([{_ONES}])")
_MIXED = re.compile(
    rf"(?<![만천])((?:[{_ONES}]?백 ?)?[{_ONES}]?십|[{_ONES}]?백) ?({'|'.join(_NATIVE)})(?![가-힣]*째)"
)
"""Tens of the one kind and ones of the other: 육십둘, 백칠십 다섯."""
_NATIVE_TENS = dict(
    zip(("스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"), "23456789", strict=True)
)
_NATIVE_TAIL = rf"({'|'.join(_NATIVE_TENS)}) ?({'|'.join(_NATIVE)})?"
_HUNDRED_NATIVE = re.compile(rf"(?<![가-힣])백 ?{_NATIVE_TAIL}(?![가-힣]{{3}})")
"""A hundred, and native words behind it: 백서른여섯."""
_BESIDE_NATIVE = re.compile(rf"(?<=\d에 ){_NATIVE_TAIL}")
"""The other number of a pressure in native words: 136에 여든둘."""
_SINO_POINT = re.compile(
    rf"(?<![가-힣])(?P<hundreds>[{_ONES}]?백)?(?P<tens>[{_ONES}]?십)(?P<ones>[{_ONES}])? ?[점쩜] ?(?P<tenths>[{_ONES}영])(?=$|[^가-힣]|라|래|네|이|입|예|도|키|킬)"
)
"""A number with tenths in words: 육십삼 점 오라예."""
_NATIVE_POINT = re.compile(
    rf"(?<![가-힣])({'|'.join(_NATIVE_TENS)}) ?({'|'.join(_NATIVE)})? ?점 ?([{_ONES}영])(?![가-힣]{{2}})"
)
"""Degrees in words that were always there: 서른여섯 점 팔."""
_ONE_HUNDRED = re.compile(r"일백(?=[일이삼사오육칠팔구십])")
_AGED = re.compile(r"(?<=\d)( ?[세살])라(?= |,|서)")
"""열다섯 살이라 without what a vowel takes away: 만 15세라 궁금해요."""
_TOLD_ASKING = re.compile(
    r"(?<=거든)(?:요\?+|\?+)|(?<=거든) (?=(?:내가|제가|나도|저도)(?:[.!?]|$))"
)
"""What only sounds like a question, or has its subject behind it: 인슐린 맞거든요? 뇌경색이 왔거든 내가."""
_SAID_SO = re.compile(r"(?<=\d)(이야|야)(?= [가-힣])")
"""That a number is so, before another sentence: 몸무게 74.3이야 빼야 돼?"""
_COPULA = re.compile(
    r"(?<=\d)(?P<unit> ?(?:bpm|%|퍼센트|프로|회|번|시간|kg|키로|킬로|정도|쯤))?(?:이?에요|이?예요|이?여요|이?애요|이?얘요)(?P<next> (?=[가-힣]))?",
    re.IGNORECASE,
)
"""That a number is so, however it is spelt: 62에요, 62이예요; and where another sentence runs on behind it."""
_QUOTING = re.compile(
    r"(?<=[라다냐자]) ?카(?=(?:고|네|데)(?:[요예]?[ ,.?!]|[요예]?$)|는|더라|던데|니까)"
)
"""Gyeongsang's way to quote: 사천 보라 카네; 카네이션 and 카데터 are none."""
_HOURS_SHORT = re.compile(
    r"(?<![\d.])(\d{1,2}) ?h(?:rs?)? ?(\d{1,2}) ?m(?:in)?(?![A-Za-z])", re.IGNORECASE
)
"""8h 15m: hours and minutes."""
_RATE_SHORT = re.compile(r"(?<=\d) hr(?= \d)")
"""A heart rate's name behind another number: spo2 99 hr 70."""
_POLITE_AS = {"심더": "습니다", "심니더": "습니다", "어예": "어요", "고예": "고요", "데예": "데요"}
_POLITE = re.compile(rf"(?<=[가-힣])(?:{'|'.join(_POLITE_AS)})(?=$|[^가-힣])")
"""Polite endings of Gyeongsang: 깼심더, 나왔어예."""
_AGED_BUT = re.compile(r"(?<=\d)센데(?![가-힣])|(?<=\d )센데(?![가-힣])")
_STOPPED = re.compile(r"(?<=[가-힣\d])([.!?]+)(?=[가-힣])")
"""A sentence's end without a blank behind it: 혈당118.밥먹어도됨?"""
_RUN_ON = re.compile(
    r"(?<=\d)(?=안정시|맥박|심박|산소|포화도|혈압|혈당|체온|체중|몸무게|걸음|수면|정상|괜찮)"
)
"""A number that runs on into what is told next: 산소포화도97맥박76정상임?"""
_FULL_YEARS = re.compile(r"(?<![가-힣])만(?=\d{1,2} ?[세살])")
_IN_WORDS = re.compile(
    rf"(?<![가-힣])(?<!만 )(?<!천 )(?P<hundreds>[{_ONES}]?백)?(?P<tens>[{_ONES}]?십)?(?P<ones>[{_ONES}])?"
    r"(?=$|[^가-힣\s]|\s(?!점|도|만|천|시간|분|살|세|보|걸음|명|개)|이[에고라래네었던지거니면야죠]|입|예|여|라|래|나|찍|뜨|밖|까|정도|쯤|으로|로|퍼|프로|번|인데|에|를|을|가|밑|넘|안|네|더|요)"
)
"""A numeral below a thousand in words, where it is one: 이백에 백이십, 팔십사래요."""
_THREE = re.compile(rf"(?<![가-힣])([{_ONES}]?백) ?([{_ONES}]?십) ?([{_ONES}]){_ENDS}")
"""백 이십 오: three parts, however they are spaced."""
_BESIDE = re.compile(
    rf"(?<![가-힣])([{_ONES}]?백[{_ONES}]?십?[{_ONES}]?)에 ((?:[{_ONES}]?백(?:[{_ONES}]?십)?|[{_ONES}]십)(?:[일삼사오육칠팔구]|이(?![가-힣]))?)(?=$|[^가-힣]|이[에고라래네었던지거니면야죠]|나|래|예|찍|떴|뜨)"
)
"""Two numbers of a pressure: 백육십에 백, 백팔십이에 백십일."""
_DEGREES = re.compile(rf"(?<![가-힣])([삼사]십[{_ONES}]?)(?= ?도(?![가-힣]?[달시구]))")
_GLUED = re.compile(
    rf"(포화도|심박수?|맥박수?|혈압|혈당|체온|몸무게|체중)(?=[{_ONES}]?[십백][{_ONES}십]*)"
)


def follows_latin(text: str, at: int) -> bool:
    """Say whether a Latin letter stands right before a place."""
    return at > 0 and text[at - 1].isascii() and text[at - 1].isalpha()


def respelt(text: str) -> str:
    """Return a text with the numerals of speech written together."""
    text = _COPULA.sub(_copula, _AGED.sub(r"\1이라", text)).replace("비엠아이", "BMI")
    text = _POLITE.sub(lambda m: _POLITE_AS[m.group()], _AGED_BUT.sub("세인데", text))
    text = _QUOTING.sub("고 하", _SAID_SO.sub(r"\1.", _TOLD_ASKING.sub("요. ", text)))
    text = _SINO_POINT.sub(_sino_decimal, _NATIVE_POINT.sub(_native_decimal, text))
    text = _HUNDRED_NATIVE.sub(lambda m: f"1{_tens_and_ones(m)}", text)
    text = _BESIDE_NATIVE.sub(_tens_and_ones, text)
    text = _HOURS_SHORT.sub(r"\1시간 \2분", _RATE_SHORT.sub(" HR", text))
    text = _STOPPED.sub(r"\1 ", text)
    text = _RUN_ON.sub(" ", _FULL_YEARS.sub("만 ", text))
    text = _ONE_HUNDRED.sub("백", text)
    text = _THREE.sub(r"\1\2\3", text)
    text = _BESIDE.sub(lambda m: f"{_figures(m[1])}에 {_figures(m[2])}", text)
    text = _DEGREES.sub(lambda m: _figures(m[1]), text)
    text = _NOUGHT.sub(r"백\1", text)
    text = _MIXED.sub(lambda m: _figures(m[1].replace(" ", "") + _NATIVE[m[2]]), text)
    text = _SPACED.sub(lambda m: m.group().replace(" ", "") if m[2] or m[3] else m.group(), text)
    return _SAID_SO.sub(r"\1.", _IN_WORDS.sub(_in_figures, _GLUED.sub(r"\1 ", text)))


def _copula(found: re.Match[str]) -> str:
    """Return a copula behind a number as it is spelt right, with the end of its sentence where one is missing."""
    return f"{found['unit'] or ''}{'예요' if found['unit'] is None else '이에요'}{'. ' if found['next'] else ''}"


def _in_figures(found: re.Match[str]) -> str:
    """Return a numeral in figures; one that ends like a particle or a day is left to the reader of Korean."""
    written = found.group()
    if len(written) < 2 or written[-1] in "이일" or not set(written) & set("십백"):  # noqa: PLR2004 - one syllable may be a word
        return written
    hundreds = _part(found["hundreds"])
    tens = _part(found["tens"])
    return str(
        hundreds * 100 + tens * 10 + (_ONES.index(found["ones"]) + 1 if found["ones"] else 0)
    )


def _tens_and_ones(found: re.Match[str]) -> str:
    """Return the two figures of native tens, and ones that may be there."""
    ones = _ONES.index(_NATIVE[found[2]]) + 1 if found[2] else 0
    return f"{_NATIVE_TENS[found[1]]}{ones}"


def _native_decimal(found: re.Match[str]) -> str:
    return f"{_tens_and_ones(found)}.{_tenths(found[3])}"


def _sino_decimal(found: re.Match[str]) -> str:
    whole = "".join(filter(None, (found["hundreds"], found["tens"], found["ones"])))
    return f"{_figures(whole)}.{_tenths(found['tenths'])}"


def _tenths(written: str) -> int:
    return 0 if written == "영" else _ONES.index(written) + 1


def _figures(written: str) -> str:
    """Return a numeral below a thousand in figures."""
    hundreds, _, rest = written.rpartition("백")
    tens, _, ones = rest.rpartition("십")
    hundred = _part(hundreds or "백") if "백" in written else 0
    ten = _part(tens or "십") if "십" in rest else 0
    return str(hundred * 100 + ten * 10 + (_ONES.index(ones) + 1 if ones else 0))


def _part(written: str | None) -> int:
    if not written:
        return 0
    return _ONES.index(written[0]) + 1 if written[0] in _ONES else 1
