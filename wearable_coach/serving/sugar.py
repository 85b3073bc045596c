"""Low blood sugar beyond the reading of now: one that was low a turn ago, and one of somebody else."""

from __future__ import annotations

import re
from functools import cache

from wearable_coach.korean.tables import listed as of_korean
from wearable_coach.serving.holding import LONG_AGO
from wearable_coach.serving.looked_after import is_looked_after
from wearable_coach.serving.readings import heard_readings
from wearable_coach.serving.signs import told_in
from wearable_coach.serving.urgency import NOTHING, Need, Urgency
from wearable_coach.standards.table import table

_LOW_SUGAR, _AFTER = "low_sugar", "after_low_sugar"
_NAMED = "혈당"


def sugar_need(turns: tuple[str, ...]) -> Need:
    """Return the need of whose sugar is low though the reading of the day does not say it."""
    of_another = _of_another(turns)
    return of_another if of_another != NOTHING else _after_low(turns)


def _of_another(turns: tuple[str, ...]) -> Need:
    """Return the need of another whose reading is told, or whose an earlier one is said to be: 아까 그건 아내 혈당이에요.

    It goes on until it was looked after, as every need does.
    """
    cut, found, last = table("told")["glucose_mg_dl"], NOTHING, None
    for turn in turns:
        if is_looked_after(turn):
            found, last = NOTHING, None
        named, corrected = _read().search(turn), _corrected().search(turn)
        value, who = last, ""
        if named and not any(word in turn for word in LONG_AGO):
            value, who = int(named["value"]), named["who"]
        elif corrected:
            who = corrected["who"]
        if who and value is not None and value < cut["low_below"]:
            urgency: Urgency = "emergency" if value < cut["critical_below"] else "contact"
            found = Need(urgency, _LOW_SUGAR, who)
        elif found != NOTHING:
            found = found._replace(held=True)
        last = heard_readings(turn).values.get("glucose", last)
    return found


def _after_low(turns: tuple[str, ...]) -> Need:
    """Return the need of whose sugar was low in an earlier turn and is not any more, where they tell it or ask to move."""
    if not any(_NAMED in turn for turn in turns):
        return NOTHING
    cut = table("told")["glucose_mg_dl"]["low_below"]
    so_far = ("\n".join(turns[: k + 1]) for k in range(len(turns)))
    known = [heard_readings(words).values.get("glucose") for words in so_far]
    *before, now = [value for value in known if value is not None] or [cut]
    if now < cut or not before or min(before) >= cut:
        return NOTHING
    is_told = known[-1] != known[-2] or "moves" in told_in(turns[-1])
    return Need("contact", _AFTER) if is_told else NOTHING


@cache
def _persons() -> str:
    names = sorted(of_korean("holders", "other"), key=len, reverse=True)
    return rf"(?<![가-힣])(?P<who>{'|'.join(names)})(?:의|가|이|는|은|도|께서)?"


@cache
def _read() -> re.Pattern[str]:
    return re.compile(
        _persons()
        + r" ?(?:[가-힣]{1,4} )?혈당(?!이고|이었고|이라)(?:이|은|을)?[^.?!\n\d]{0,8}(?P<value>\d{2,3})(?![\d.%])"
    )


@cache
def _corrected() -> re.Pattern[str]:
    return re.compile(
        r"(?:그건|그거|그게|이건|아까|방금)[^.?!\n]{0,10}?"
        + _persons()
        + r" ?(?:혈당|거|것|꺼|건|수치)"
    )
