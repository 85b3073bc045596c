"""A glucose that was low, in the turns after it: it is minded all day, whosever it is, and a word of whose it is ends no danger."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from wearable_coach.korean.tables import listed
from wearable_coach.serving.lexicon import sign_table
from wearable_coach.serving.looked_after import is_looked_after
from wearable_coach.serving.patients import is_somebody
from wearable_coach.serving.readings import ToldGlucose, glucoses_in
from wearable_coach.serving.urgency import NOTHING, SELF, Need, Urgency
from wearable_coach.standards.table import table

_LOW, _AFTER = "low_sugar", "after_low_sugar"
"""Kinds of ``urgent_acts.yaml``."""


@lru_cache(maxsize=512)
def need_of_sugar(turns: tuple[str, ...]) -> Need:
    """Return what told glucoses ask for beside the day itself: of another's that is low, of one's own that was.

    The day knows the user's own last reading alone.

    Args:
        turns: What the user said, the last turn last.
    """
    told = _told(turns)
    others = {one.who: one for one in told if one.who != SELF}
    low = [one for one in others.values() if _is_low(one)]
    if low:
        worst = min(low, key=lambda one: one.value)
        held = sum(worst.start < len("\n".join(turns[:k])) for k in range(1, len(turns)))
        return Need(_urgency(worst.value), _LOW, worst.who, held=held)
    own = [one for one in told if one.who == SELF]
    was_low = any(map(_is_low, own)) and not _is_low(own[-1])
    is_told_now = was_low and own[-1].start >= len("\n".join(turns[:-1]))
    asks = was_low and bool(_any("moving").search(turns[-1]))
    return Need("contact", _AFTER) if is_told_now or asks else NOTHING


def is_well_measured(turns: tuple[str, ...], who: str) -> bool:
    """Say whether the last glucose that was told of another person is not low."""
    last = next((one for one in reversed(_told(turns)) if one.who == who), None)
    return who != SELF and last is not None and not _is_low(last)


def _told(turns: tuple[str, ...]) -> list[ToldGlucose]:
    """Return the glucoses of the turns since somebody looked after it, each with whom it turned out to be of."""
    told: list[ToldGlucose] = []
    for k, turn in enumerate(turns):
        if is_looked_after(turn):
            told = []
        if (who := _corrected(turn)) is not None:
            told = [
                one._replace(who=who) if one.who == SELF and _is_low(one) else one for one in told
            ]
        begins = len("\n".join(turns[:k])) + bool(k)
        so_far = glucoses_in("\n".join(turns[: k + 1]))
        theirs = _going_on(turn, told)
        new = (one for one in so_far if one.start >= begins)
        told += [one if one.who != SELF else one._replace(who=theirs) for one in new]
    return told


def _going_on(turn: str, told: list[ToldGlucose]) -> str:
    """Return the other whose low was told and of whom a turn goes on to tell: 엄마 다시 재니 104예요; empty for the user."""
    if _any("own").search(turn):
        return SELF
    return next((one.who for one in told if one.who != SELF and one.who in turn), SELF)


def _corrected(turn: str) -> str | None:
    """Return the other person of whom a turn says that what was told is theirs: 아까 그건 아내 거예요."""
    found = _any("corrected").search(turn)
    who = found["who"] if found else ""
    return who if is_somebody(who) or who in listed("holders", "other") else None


def _is_low(one: ToldGlucose) -> bool:
    return one.value < float(table("told")["glucose_mg_dl"]["low_below"])


def _urgency(value: float) -> Urgency:
    is_critical = value < table("told")["glucose_mg_dl"]["critical_below"]
    return "emergency" if is_critical else "contact"


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile(sign_table()["low_sugar"][name])
