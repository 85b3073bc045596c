"""Characters that no reader sees or that no writer means: control, direction, width, replacement."""

from __future__ import annotations

import re
import unicodedata

from expectations.texts.found import shown

_UNUSUAL = re.compile("[^\t\n\x20-\x7e가-힣]")
_KIND = {
    "Cc": "control character",
    "Cs": "lone surrogate",
    "Co": "private-use character",
    "Cn": "unassigned character",
    "Zl": "line separator",
    "Zp": "paragraph separator",
    "Zs": "unusual space",
    "Mn": "combining mark",
    "Me": "combining mark",
}
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800\u180e"
_JOINERS = "\ufe0f\u200d"
_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def odd_character(text: str) -> str:
    """Return the first such character of a text with its code point; nothing: ""."""
    for match in _UNUSUAL.finditer(text):
        if (kind := _oddness(match[0])) and not _is_of_emoji(text, match.start()):
            return f"{kind} U+{ord(match[0]):04X} in {shown(text[max(0, match.start() - 8) : match.end() + 8])}"
    return ""


def _is_of_emoji(text: str, at: int) -> bool:
    """Say whether what joins or colours an emoji stands right behind one."""
    return text[at] in _JOINERS and at > 0 and unicodedata.category(text[at - 1]) in {"So", "Sk"}


def _oddness(character: str) -> str:
    code = ord(character)
    if code == 0xFFFD:  # noqa: PLR2004 - the replacement character
        return "replacement character"
    if code in _DIRECTIONS:
        return "direction mark"
    if character in _FILLERS:
        return "filler"
    if 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF:  # noqa: PLR2004
        return "decomposed Hangul"
    if 0xFF01 <= code <= 0xFFEE:  # noqa: PLR2004 - full- and half-width forms
        return "width form"
    category = unicodedata.category(character)
    return "zero-width character" if category == "Cf" else _KIND.get(category, "")
