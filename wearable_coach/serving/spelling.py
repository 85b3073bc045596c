"""Numerals as people type what they hear, in the form that the reader of Korean knows: 팔십 사, 백공삼, 팔십넷."""

from __future__ import annotations

import re

_ONES = "일이삼사오육칠팔구"
_NATIVE = dict(
    zip(("하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"), _ONES, strict=True)
)
_ENDS = r"(?=$|[^가-힣]|이(?![가-힣]{2}[는은])|입|예|여|라|래|나|찍|뜨|밖|까|정|쯤|으|로|퍼|프|도|번|점|인|에|를|을|가|밑|넘|안)"
_SPACED = re.compile(rf"([{_ONES}]?십|[{_ONES}]?백) ([{_ONES}]?십)?([{_ONES}])?{_ENDS}")
_NOUGHT = re.compile(rf"백 ?[공영] ?([{_ONES}])")
_MIXED = re.compile(rf"(?<=[십백]) ?({'|'.join(_NATIVE)})(?![가-힣]*째)")
_ONE_HUNDRED = re.compile(r"일백(?=[일이삼사오육칠팔구십])")
_GLUED = re.compile(
    rf"(포화도|심박수?|맥박수?|혈압|혈당|체온|몸무게|체중)(?=[{_ONES}]?[십백][{_ONES}십]*)"
)


def respelt(text: str) -> str:
    """Return a text with the numerals of speech written together."""
    text = _ONE_HUNDRED.sub("백", text)
    text = _NOUGHT.sub(r"백\1", text)
    text = _MIXED.sub(lambda m: _NATIVE[m[1]], text)
    text = _SPACED.sub(lambda m: m.group().replace(" ", "") if m[2] or m[3] else m.group(), text)
    return _GLUED.sub(r"\1 ", text)
