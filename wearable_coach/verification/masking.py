"""Masking the numbers of an answer, so that sentences of one shape are read only once."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

SLOT = "\x01"
"""Stands for a number in a masked text."""


_NUMBER = re.compile(r"([0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?)")


_LIST_MARK = re.compile(rf"(?m)^([\s#*>-]*{SLOT})\. ")


_KEPT_MARK = "\x02"
"""Stands for the blank after a list number, so that "1. " ends no sentence."""


_DIGIT_NAMES = (
    ("SpO2", "SpO₂"),
    ("VO2", "VO₂"),
    ("SPO2", "SPO₂"),
    ("spo2", "spo₂"),
    ("Spo2", "Spo₂"),
    ("/m2", "/m²"),
)


class Masked(NamedTuple):
    """An answer whose numbers are taken out."""

    sentences: list[str]
    """Masked; joined with one character between them they are the masked text."""
    numbers: list[str]
    shifts: list[int]
    """How many characters the text is longer than its masked form before the k-th number."""
    text: str
    """The text that spans are cut from: as long as the answer, digits in names spelt apart."""


def mask(text: str) -> Masked:
    """Mask the numbers of `text` and cut it into sentences.

    Every step keeps the length, so that a place in a sentence is a place in the text.
    """
    if "O2" in text or "o2" in text or "/m2" in text:
        for name, apart in _DIGIT_NAMES:
            if name in text:
                text = text.replace(name, apart)
    if SLOT in text or _KEPT_MARK in text or "\r" in text or "\t" in text or "\xa0" in text:
        text = text.translate(_CLEAN)
    parts = _NUMBER.split(text)
    numbers = parts[1::2]
    masked = SLOT.join(parts[::2])
    if SLOT + ". " in masked:
        masked = _LIST_MARK.sub(rf"\1.{_KEPT_MARK}", masked)
    shifts = list(accumulate([len(n) - 1 for n in numbers], initial=0))
    return Masked(_cut(masked).split("\n"), numbers, shifts, text)


def _cut(masked: str) -> str:
    """Break after every sentence, but inside no table row."""
    first = masked.find("|")
    if first >= 0:
        first = masked.rfind("\n", 0, first) + 1
        last = masked.find("\n", masked.rfind("\n|") + 1)
        table = masked[first : last if last >= 0 else len(masked)]
        if ". " in table or "? " in table or "! " in table:
            return "\n".join(
                line if line.startswith("|") else _cut_line(line) for line in masked.split("\n")
            )
    return _cut_line(masked)


def _cut_line(line: str) -> str:
    return line.replace(". ", ".\n").replace("? ", "?\n").replace("! ", "!\n")


_CLEAN = {1: " ", 2: " ", 0x0D: "\n", 0x09: " ", 0xA0: " "}
