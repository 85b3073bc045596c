"""Particles that fit the sound before them: 은/는, 이/가, 을/를, 과/와, 으로/로, 이에요/예요 …"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PAIRS = {
    "은": ("은", "는"),
    "는": ("은", "는"),
    "이": ("이", "가"),
    "가": ("이", "가"),
    "을": ("을", "를"),
    "를": ("을", "를"),
    "과": ("과", "와"),
    "와": ("과", "와"),
    "이에요": ("이에요", "예요"),
    "예요": ("이에요", "예요"),
    "이라": ("이라", "라"),
    "라": ("이라", "라"),
    "이고": ("이고", "고"),
    "이나": ("이나", "나"),
    "이며": ("이며", "며"),
    "이었어요": ("이었어요", "였어요"),
    "으로": ("으로", "로"),
    "로": ("으로", "로"),
}
_DIGIT_FINALS = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
_UNIT_SOUNDS = {
    "bpm": "ㅁ",  # 비피엠
    "km": "",  # 킬로미터
    "kg": "ㅁ",  # 킬로그램
    "kcal": "",  # 킬로칼로리
    "kg/m²": "",  # 제곱미터
    "%": "",  # 퍼센트
    "rpe": "",
    "bmi": "",
    "m": "",
    "cm": "",
}
_LETTER_FINALS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
_NO_FINAL = ""
_CLOSING = " ]}'\"’”*"
_RIEUL = "ㄹ"
_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28
_RIEUL_INDEX = 8


@lru_cache(maxsize=16384)
def particle(word: str, pair: str) -> str:
    """Return the form of `pair` that follows `word`; a closing parenthesis is passed over.

    >>> particle("심박수", "은"), particle("체중", "은"), particle("62bpm", "으로")
    ('는', '은', '으로')

    Raises:
        KeyError: `pair` is not a particle that changes.
    """
    closed, open_ = _PAIRS[pair]
    final = _final_sound(word)
    if pair in ("으로", "로") and final == _RIEUL:
        return open_
    return open_ if final == _NO_FINAL else closed


def josa(word: object, pair: str) -> str:
    """Return `word` with its particle: the Jinja filter ``{{ name | josa("은") }}``."""
    text = str(word)
    return text + particle(text, pair)


def _final_sound(word: str) -> str:
    text = unicodedata.normalize("NFC", word).rstrip(_CLOSING)
    if text.endswith(")") and text.find("(") > 0:
        text = text[: text.rindex("(")]  # 92%(낮음)를: the particle goes by the word before it
    text = text.rstrip(_CLOSING + ")")
    if not text:
        return _NO_FINAL
    lowered = text.lower()
    for unit in sorted(_UNIT_SOUNDS, key=len, reverse=True):
        if lowered.endswith(unit) and not lowered.removesuffix(unit)[-1:].isalpha():
            return _UNIT_SOUNDS[unit]
    last = lowered[-1]
    if _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        index = (ord(last) - _HANGUL_FIRST) % _FINALS
        return _NO_FINAL if index == 0 else _RIEUL if index == _RIEUL_INDEX else "ㅇ"
    return _DIGIT_FINALS.get(last, _LETTER_FINALS.get(last, _NO_FINAL))
