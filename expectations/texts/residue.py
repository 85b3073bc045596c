"""What a template, a program or a writer left behind: placeholders, missing values, notes, particles."""

from __future__ import annotations

import re

from expectations.texts.found import any_of, shown
from wearable_coach.standards.table import table

_VALUES = re.compile(
    r"(?<![A-Za-z_\"'-])(?:null|None|NaN|nan|undefined|nil|NULL|NoneType|#N/A|#REF!|Infinity|-?inf)(?![A-Za-z_])"
    r"|\[object Object\]"
)
_WHOSE = "(?:사용자|회원|고객|환자|질문|답변|상담|본인|코치)"
_THINGS = r"(?:여기에?|구체적인?|실제|수치|이름|성함|값|날짜|숫자|내용|사용자|회원|고객|질문|답변|시간|나이|단위|운동|종목|목표|결과|문장|근거|심박수?|걸음(?:\s?수)?|체중|키|혈압|수면|증상|출처|링크|문구|설명|예시|횟수|거리|강도)"
_FILL = "입력|기입|삽입|작성|채우|채워|넣기|넣으|적기|적으|추가|선택"
_PLACES = re.compile(
    r"\{\{|\}\}|\{%|%\}|\$\{|\{#"
    r"|(?<![\"'\w])\{[A-Za-z_가-힣][\w.:가-힣 ]*\}"
    r"|(?<![\d%])%(?:\(\w+\))?[sdif](?![A-Za-z])"
    r"|<(?:[A-Z_]{2,}|\w*(?:[Nn]ame|[Vv]alue|[Nn]um|[Dd]ate|이름|값|숫자)\w*)>"
    r"|\[(?:여기에?|이름|값|날짜|숫자|내용|사용자|NAME|VALUE|INSERT|PLACEHOLDER)[^\]\n]{0,20}\]"
    r"|_{3,}|(?<!\w)_{2,}(?=\s?[가-힣])"
    r"|(?<![A-Za-z])(?:O{2,4}|X{2,4})(?=[\s가-힣.,%]|$)|[○◯△▲□■◇◆▢〇◎]{2,}|(?<![A-Za-z])[ox]{2,4}(?=\s?(?:시간|분|회|보|세트|주|님|씨|bpm|kg|km|%))"
    r"|[○◯△□◇〇](?=\s?(?:시간|분|회|보(?![가-힣])|님|씨|세트|bpm|kg))|ㅇㅇ(?=시간|분|회|님|세트)|(?<![A-Za-z])N(?=시간|분(?!의)|회|세트)"
    r"|(?<![\w?!.)\]])\?{1,3}(?=(?:시간|분|회|보|bpm|kg))"
    rf"|<\s?(?:(?:{_THINGS}|입력)\s?){{1,3}}>|\[(?:(?:{_THINGS})\s?){{1,3}}\](?=[을를은는이가의로에]|bpm|kg|km|%|시간|분|회|보|님)"
    rf"|\[(?:운동|회원|고객|환자|사용자|종목|병원)명\]|@@(?:{_THINGS})@@|##(?:{_THINGS})##|%%(?:{_THINGS})%%"
    rf"|[\[<【《〈(]\s?(?:{_THINGS}\s?){{1,3}}(?:[을를]\s)?(?:{_FILL})[^\]>】》〉)\n]{{0,10}}[\]>】》〉)]"
    rf"|[\[<【《〈]\s?(?:여기에?|{_WHOSE}\s?)?(?:이름|성함|성명|닉네임|질문|답변|응답|내용|날짜|숫자|값|수치|문구)\s?(?:\d|내용|[A-Z])?\s?[\]>】》〉]"
)
_FILLING = ("lorem ipsum", "placeholder")
_NOTES = re.compile(
    r"(?<![A-Za-z])(?:TODO|FIXME|TBD|TBA|XXX|HACK|WIP)(?![A-Za-z])|작성\s?(?:예정|필요|중\b)|(?:추후|나중에)\s?(?:작성|추가\s?예정)"
)
_PARTICLES = re.compile(
    r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)(?:에요|예요|고|며|라|나|랑|었)"
    r"|이\(에\)요|은/는|이/가|을/를|와/과"
)
_NOISE = re.compile(r"\d+\.\d{7,}")
_OF_PLACES = (
    "{", "}", "%s", "%d", "%i", "%f", "%(", "<", "[", "__", "OO", "XX", "oo", "xx", "입력", "기입", "삽입", "작성", "○", "◯", "△", "▲", "□", "■",
    "◇", "◆", "▢", "〇", "◎", "【", "《", "〈", "ㅇㅇ", "N시", "N분", "N회", "N세", "?시", "?분", "?회", "?보", "?bpm", "?kg", "@@", "##", "%%",
)  # fmt: skip
_READERS = (
    (_PLACES, _OF_PLACES),
    (
        _VALUES,
        ("null", "None", "NaN", "nan", "undefined", "nil", "NULL", "#N", "#R", "nf", "[object"),
    ),
    (_NOTES, ("TODO", "FIXME", "TB", "XXX", "HACK", "WIP", "작성", "추후", "나중에")),
    (
        _PARTICLES,
        ("(은)", "(는)", "(이)", "(가)", "(을)", "(를)", "(와)", "(과)", "(으)", "(에)", "/"),
    ),
    (_NOISE, (".",)),
)
"""Each pattern with what it cannot do without."""
_HINTING = any_of(hint for _, hints in _READERS for hint in hints)


def residue(text: str) -> str:
    """Return the first such remains of a text; "" if none."""
    for pattern, hints in _READERS if _HINTING.search(text) else ():
        if any(hint in text for hint in hints) and (match := pattern.search(text)):
            return shown(match[0])
    low = text.lower()
    left: list[str] = table("gate")["residue"]
    return next((r for r in left if r in text), "") or next((r for r in _FILLING if r in low), "")
