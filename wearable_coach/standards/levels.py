"""The safety levels and the caps of intensity, each in its order.

A level is an `int` and a cap's `code` is the word of the tables, so what is stored and sent stays as it was.
"""

from __future__ import annotations

from enum import IntEnum


class SafetyLevel(IntEnum):
    """How urgent a day is. Source: STD-SAFE-001 (policy), ``safety.yaml``."""

    PROCEED = 0
    REDUCE = 1
    DEFER = 2
    CONTACT = 3
    """Medical contact before exercise."""
    EMERGENCY = 4


class Cap(IntEnum):
    """The highest intensity that is allowed, lowest first. Source: STD-INT-001, ``intensity.yaml``."""

    NONE = 0
    LIGHT = 1
    MODERATE = 2
    VIGOROUS = 3

    @property
    def code(self) -> str:
        """The word that tables, facts and profiles use."""
        return self.name.lower()


_BY_CODE = {cap.code: cap for cap in Cap}


def cap_of(code: str) -> Cap:
    """Return the cap of a word.

    Raises:
        KeyError: there is no such cap.
    """
    return _BY_CODE[code]
