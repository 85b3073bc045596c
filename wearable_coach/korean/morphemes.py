"""Morphemes of a sentence: the tokenizer's pieces taken apart, mended, and in one form each."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean.repairs import mended, stand_ins
from wearable_coach.korean.tokenizer import Piece, pieces


class Morpheme(NamedTuple):
    """The smallest part that means something: a stem, an ending, a particle."""

    form: str
    """As in a dictionary: 누워 is 눕 and 어; endings in one form each (았, 었, 였 are 었)."""
    tag: str
    """Of the Sejong tag set: NNG, VV, EC …"""
    start: int
    end: int


_ENDINGS = {
    "았": "었", "였": "었", "ㅓㅆ": "었", "ㅏㅆ": "었", "ㅕㅆ": "었", "ㅆ": "었", "앗": "었", "엇": "었", "았었": "었", "ㅏㅆ었": "었", "ㅓㅆ었": "었", "ㅕㅆ었": "었", "었었": "었", "였었": "었",
    "믄": "면", "으믄": "면", "는디": "ㄴ데", "은디": "ㄴ데", "ㄴ디": "ㄴ데", "니께": "니까", "ㄴ께": "니까", "응께": "니까", "응게": "니까", "으니께": "니까", "구": "고", "혀서": "어서", "서": "어서", "도": "어도", "야": "어야", "요": "어요", "으시": "시", "으셨": "셨", "겟": "겠",
    "아": "어", "여": "어", "ㅓ": "어", "ㅏ": "어", "ㅕ": "어",
    "아요": "어요", "여요": "어요", "에요": "어요", "예요": "어요", "이에요": "어요", "ㅔ요": "어요", "ㅓ요": "어요", "ㅏ요": "어요", "ㅕ요": "어요", "오": "오",
    "아서": "어서", "여서": "어서", "ㅓ서": "어서", "ㅏ서": "어서", "라서": "어서", "이라서": "어서",
    "아도": "어도", "여도": "어도", "ㅓ도": "어도", "ㅏ도": "어도", "라도": "어도",
    "ㅓ야죠": "어야죠", "아야죠": "어야죠", "여야죠": "어야죠", "어야지요": "어야죠", "ㅓ야지요": "어야죠", "아야지요": "어야죠", "ㅓ야지": "어야죠", "어야지": "어야죠", "아야지": "어야죠", "아야": "어야", "여야": "어야", "ㅓ야": "어야", "ㅏ야": "어야", "라야": "어야",
    "아라": "어라", "여라": "어라", "거라": "어라", "너라": "어라",
    "으면": "면", "으니": "니", "으니까": "니까", "으며": "며", "으면서": "면서", "으나": "나", "으려고": "려고", "으려면": "려면", "으러": "러", "으므로": "므로", "으라고": "라고", "으라": "라", "으십시오": "십시오", "으세요": "세요", "으리라": "리라",
    "을": "ㄹ", "은": "ㄴ", "ㄴ": "ㄴ", "ㄹ": "ㄹ", "을까": "ㄹ까", "을까요": "ㄹ까요", "을게요": "ㄹ게요", "을게": "ㄹ게", "을지": "ㄹ지", "은지": "ㄴ지", "는지": "ㄴ지", "은데": "ㄴ데", "는데": "ㄴ데", "은데요": "ㄴ데요", "는데요": "ㄴ데요", "을수록": "ㄹ수록", "을지라도": "ㄹ지라도",
    "습니다": "ㅂ니다", "습니까": "ㅂ니까", "읍시다": "ㅂ시다", "ㅁ": "음",
    "는다": "ㄴ다", "는다고": "ㄴ다고", "는다는": "ㄴ다는", "는다면": "ㄴ다면", "은가": "ㄴ가", "는가": "ㄴ가", "은가요": "ㄴ가요", "는가요": "ㄴ가요", "나요": "나요", "이라고": "라고", "이라는": "라는", "이라면": "라면",
}  # fmt: skip
"""An ending as written → in the form that stands for all of its sounds."""

_PARTICLES = {
    "은": "는", "ㄴ": "는", "이": "가", "께서": "가", "서": "에서", "ㄹ": "를", "을": "를", "과": "와", "으로": "로", "이나": "나", "이랑": "랑", "으로서": "로서", "으로써": "로써", "ㄹ로": "로", "부텀": "부터", "보담": "보다",
}  # fmt: skip
_STEMS = {"허": "하", "모자르": "모자라"}
_JAMO = str.maketrans({"ᆫ": "ㄴ", "ᆯ": "ㄹ", "ᄆ": "ㅁ", "ᆷ": "ㅁ", "ᄇ": "ㅂ", "ᆸ": "ㅂ", "ᆻ": "ㅆ"})


def morphemes(text: str) -> tuple[Morpheme, ...]:
    """Return the morphemes of one sentence in order.

    >>> [m.form for m in morphemes("누워 계세요")]
    ['눕', '어', '계시', '어요']
    """
    seen, lent = stand_ins(text)
    found: list[Morpheme] = []
    for piece in mended(pieces(seen), lent):
        for part in taken_apart(piece):
            if (joined := _joined(found, part)) is not None:
                found[-1] = joined
            else:
                found.append(part)
    return tuple(found)


def _joined(before: list[Morpheme], part: Morpheme) -> Morpheme | None:
    """Return the ending that a morpheme and the one before it are, None where they are two.

    깨워 and 도 are -어도, 괜찮은 and 데 without a blank -ㄴ데.
    """
    if not before or part.start != before[-1].end or part.form not in {"도", "야", "데"}:
        return None
    last = before[-1]
    is_ending = part.tag == "JX" and last.tag == "EC" and last.form in {"어", "ㄴ데"}
    is_ground = part.form == "데" and part.tag == "NNB" and last.tag == "ETM" and last.form != "ㄹ"
    if is_ending:
        return Morpheme(last.form + part.form, "EC", last.start, part.end)
    return Morpheme("ㄴ데", "EC", last.start, part.end) if is_ground else None


def taken_apart(piece: Piece) -> list[Morpheme]:
    """Return the morphemes of a piece, in one form each."""
    end = piece.start + len(piece.surface)
    return [Morpheme(form, tag, piece.start, end) for form, tag in _parts(piece[:3])]


@lru_cache(maxsize=65_536)
def _parts(piece: tuple[str, str, str]) -> tuple[tuple[str, str], ...]:
    """Return form and tag of each morpheme of a piece, by its surface, tag and parts."""
    surface, tag, parts = piece
    if tag in {"EC", "EF"} and surface in {"셔요", "으셔요", "셔", "으셔", "세요", "으세요"}:
        return (("시", "EP"), ("어요" if surface[-1] == "요" else "어", "EF"))
    if parts == "*":
        return ((_one_form(surface, tag), tag),)
    found: list[tuple[str, str]] = []
    for part in parts.split("+"):
        form, _, rest = part.partition("/")
        one = rest.partition("/")[0]
        if not (one == "JKS" and tag.startswith("JKS+EP")):  # 셔요, taken for 이 and 셔요
            found.append((_one_form(form.translate(_JAMO), one), one))
    return tuple(found)


def _one_form(form: str, tag: str) -> str:
    if tag[0] == "E":
        return _ENDINGS.get(form, form)
    if tag[0] == "J":
        return _PARTICLES.get(form, form)
    if tag[0] in "VX":
        return _STEMS.get(form, form)
    return form
