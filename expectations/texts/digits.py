"""Digits as people write them: in groups apart by anything, or as the words that one says them by."""

from __future__ import annotations

import re

WORDS = "공영빵일이삼사오육륙칠팔구"
DIGIT = rf"[\d{WORDS}]"
APART = r"(?:[-\s_.,·/~()ㅡ\u1173–—―−ー]|다시|대시|하이픈|하고|그리고|[에의은는]\s){0,3}"
"""What stands between two digits of one number."""
GROUPED = r"[-\s_.·/~()ㅡ\u1173–—―−ー]{0,3}"
"""What stands between two groups of digits."""
RUN = re.compile(rf"{DIGIT}(?:{APART}{DIGIT}){{6}}")
"""What every number of a person has, whichever digits stand there."""
_COUNTING = rf"(?!일{APART}이{APART}삼{APART}사)"
_SPOKEN = re.compile(
    rf"(?:(?<![가-힣\d])|(?<=[은는호폰]))(?<!\d[.,]){_COUNTING}{DIGIT}(?:{APART}{DIGIT}){{7,}}"
)
_WORD = re.compile(f"[{WORDS}]")
_LEAST_WORDS = 4
_OF_RESIDENTS = 13


def spoken_number(text: str, *, is_resident: bool) -> str:
    """Return the first long number that is said in words, all or half of it; "" if none.

    Args:
        text: The text.
        is_resident: Whether numbers as long as a resident's are asked for, or shorter ones.
    """
    for match in _SPOKEN.finditer(text):
        if len(_WORD.findall(match[0])) >= _LEAST_WORDS and is_resident == _is_long(match[0]):
            return match[0]
    return ""


def _is_long(number: str) -> bool:
    return len(re.findall(DIGIT, number)) >= _OF_RESIDENTS
