"""Numerals in every form: digits, Sino-Korean and native words, both mixed, as sums of terms."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean.amounts import Term
from wearable_coach.korean.shapes import SLOT

_ONES = {c: k for k, c in enumerate("영일이삼사오육칠팔구")} | {"공": 0}
_SCALES = {"십": 10, "백": 100, "천": 1_000}
_LARGE = {"만": 10_000, "억": 100_000_000}
_NATIVE_TENS = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_NATIVE_ONES = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "서": 3, "넷": 4, "네": 4, "넉": 4, "너": 4,
    "다섯": 5, "닷": 5, "여섯": 6, "엿": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
SPANS = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "세네": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "여덟아홉": (8, 9), "두어": (2, 3), "여남은": (10, 13), "열댓": (14, 16), "여섯일곱": (6, 7),
    "이삼": (2, 3), "삼사": (3, 4), "사오": (4, 5), "오륙": (5, 6), "육칠": (6, 7), "칠팔": (7, 8), "팔구": (8, 9),
    "이삼십": (20, 30), "삼사십": (30, 40), "사오십": (40, 50), "오륙십": (50, 60), "육칠십": (60, 70), "칠팔십": (70, 80), "일이백": (100, 200), "이삼백": (200, 300),
    "일이십": (10, 20), "일이": (1, 2),
}  # fmt: skip
"""Numerals that mean one of two or three."""
DAYS = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15,
}  # fmt: skip
DIGITS = rf"(?:{SLOT}|\d+(?:,\d{{3}})*(?:\.\d+)?)"
_SINO_ONE = "[영공일이삼사오육칠팔구]"
SINO = (
    rf"(?:(?:[일이삼사오육칠팔구]?[십백천만억] ?)*[일이삼사오육칠팔구]?[십백천만억](?:[일이삼사오육칠팔구](?![십백천만억]))?"
    rf"|{_SINO_ONE})(?: ?[점쩜] ?{_SINO_ONE}+)?"
)
_TENS = "|".join(_NATIVE_TENS)
_UNITS = "|".join(sorted(_NATIVE_ONES, key=len, reverse=True))
NATIVE = rf"(?:(?:{_TENS}) ?(?:{_UNITS})|{_TENS}|{_UNITS})"
MIXED = (
    rf"(?:(?:[일이삼사오육칠팔구]?[만억천] )?(?:{DIGITS} ?(?:[십백천만억](?!큼)){{1,2}} ?)+"
    rf"(?:{DIGITS}(?! ?[십백천만])|[일이삼사오육칠팔구]?[십백천](?:[일이삼사오육칠팔구]?[십백])*|(?={SLOT})?)?)"
    rf"|(?:[일이삼사오육칠팔구]?[만천] ?{DIGITS}(?: ?[십백천])?)"
)
SPAN = "|".join(sorted(SPANS, key=len, reverse=True))
_PART = re.compile(
    rf"(?P<digits>{DIGITS})|(?P<one>{_SINO_ONE})|(?P<scale>[십백천])|(?P<large>[만억])|(?P<point>[점쩜])"
)


def terms(written: str, slot: int) -> tuple[Term, ...]:
    """Return a numeral as a sum.

    Args:
        written: A numeral that one of this module's patterns matched.
        slot: The place of its first masked number among the sentence's.

    >>> [int(t.value * t.scale) for t in terms("삼천오백", 0)]
    [3000, 500]
    """
    native = _native(written.replace(" ", ""))
    if native is not None:
        return (_known(native),)
    return _sum(written, slot)


def _native(written: str) -> int | None:
    for tens, value in _NATIVE_TENS.items():
        if written.startswith(tens):
            rest = written.removeprefix(tens)
            if not rest:
                return value
            if rest in _NATIVE_ONES:
                return value + _NATIVE_ONES[rest]
    return _NATIVE_ONES.get(written)


def _known(value: int | Decimal, scale: int = 1) -> Term:
    return Term(Decimal(value), -1, Decimal(scale))


def _sum(written: str, slot: int) -> tuple[Term, ...]:
    done: list[Term] = []
    section: list[Term] = []
    is_open = False  # whether the last of the section has no scale yet
    for part in _PART.finditer(written):
        text = part.group()
        if part["point"]:
            return (*done, *section, *_decimals(written[part.end() :]))
        if part["digits"]:
            section.append(_digits(text, slot))
            slot += text == SLOT
            is_open = True
        elif part["one"]:
            section.append(_known(_ONES[text]))
            is_open = True
        elif part["scale"]:
            if not is_open:
                section.append(_known(1))
            section[-1] = _scaled(section[-1], _SCALES[text])
            is_open = False
        else:
            whole = section or [_known(1)]
            done += [_scaled(term, _LARGE[text]) for term in whole]
            section, is_open = [], False
    return (*done, *section)


def _digits(text: str, slot: int) -> Term:
    if text == SLOT:
        return Term(None, slot, Decimal(1))
    return _known(Decimal(text.replace(",", "")))


def _decimals(written: str) -> list[Term]:
    digits = [_ONES[c] for c in written if c in _ONES]
    return [Term(Decimal(d), -1, Decimal(1).scaleb(-k)) for k, d in enumerate(digits, 1)]


def _scaled(term: Term, by: int) -> Term:
    return term._replace(scale=term.scale * by)
