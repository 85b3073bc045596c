"""Is it Korean, and polite? The share of Hangul, letters of other scripts, the endings of sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from expectations.texts.found import shown
from wearable_coach.standards.table import table

_HANGUL, _LATIN = re.compile("[가-힣ㄱ-ㅣ]+"), re.compile("[A-Za-z]+")  # "ㅎㅎ" is Korean, too
_OTHER = re.compile("[^\x00-\x7f가-힣ㄱ-ㅣ]")
_SENTENCE = re.compile(r"[^.!?\n|]+[.!?]+")
_ASIDE = re.compile(r"\([^()]*\)|[*'\"“”‘’`]")
_ENDED = re.compile(r"([가-힣]+)[\s.!?~…)]*$")
_POLITE = re.compile(r"(?:요|니다|니까|죠|시오|시다)$")
_PLAIN = re.compile(
    r"(?:다|어|아|해|돼|와|여|지|자|라|냐|니|네|군|구나|거든|까|래|줘|봐|마|야|함|음|됨|게|데|걸|렴|려|써|워|져|쳐|켜|셔|춰|둬|꿔|나)$"
)
_BARE = re.compile(
    r"(?:나라|하나|바다|다리|자리|의자|모자|사과|효과|결과|차이|허리|머리|소리|처음|다음|마음|웃음|걸음|얼음|"
    r"졸음|모음|포함|외래|아래|미래|노래|고구마|이마|얼마|치마|엄마|하마|분야|시야|문제|어제|전제|과제|숙제|"
    r"무게|가게|지지|유지|금지|휴지|바지|정지|방지|통지|강아지|제자|남자|여자|환자|혈압|자세|선택지|언제나|"
    r"누구나|교과|내과|외과|안과|경과|초과|통과|부과|리더|여지|보라|저하|이하|지하)"
)
"""Nouns that end as such sentences do."""


class Letters(NamedTuple):
    """What a text is written with."""

    hangul: int
    """How many of its letters."""
    latin: int
    other: str
    """The first letter of another script, named; "" if none."""


def letters(text: str) -> Letters:
    """Return what a text is written with."""
    hangul, latin = (len("".join(found.findall(text))) for found in (_HANGUL, _LATIN))
    return Letters(hangul, latin, next(filter(None, map(_other, _OTHER.findall(text))), ""))


@cache
def _other(character: str) -> str:
    if unicodedata.category(character)[0] != "L" or character.isdigit():
        return ""
    name = unicodedata.name(character, "letter").split()[0].lower()
    return f"{name} {shown(character)}"


def foreign(text: str, parts: Sequence[Letters], role: str) -> str:
    """Return what is not Korean of a message: letters of another script, or too little Hangul; "" if none.

    Args:
        text: The message.
        parts: The letters of its parts.
        role: Whose message it is.
    """
    if other := next((p.other for p in parts if p.other), ""):
        return other
    hangul, latin = sum(p.hangul for p in parts), sum(p.latin for p in parts)
    least: float = table("gate")["hangul_share_min"][role]
    share = hangul / (hangul + latin) if hangul + latin else 0.0
    return f"{share:.0%} Hangul: {shown(text, 30)}" if share < least else ""


def impolite(answer: str) -> str:
    """Return the first sentence of an answer that does not end politely (해요, 합니다); "" if none."""
    for match in _SENTENCE.finditer(answer):
        sentence = match[0].strip()
        ended = _ENDED.search(_ASIDE.sub("", sentence))
        if ended is None:
            continue
        word = ended[1]
        if not _POLITE.search(word) and not _BARE.fullmatch(word) and _PLAIN.search(word):
            return shown(sentence[-40:])
    return ""
