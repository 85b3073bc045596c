"""A goal in a user's own words: read like any words, and told by its class, never by the words themselves."""

from __future__ import annotations

import re
from functools import cache

from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.day import Day, day_of
from wearable_coach.records import Profile
from wearable_coach.rendering.labels import labels
from wearable_coach.serving.lexica import rows

_UNREAD = "health"
"""The class of a goal that nobody understood: what a plan without one is for."""


def wish_of(profile: Profile) -> str:
    """Return the goal in the user's own words, empty where it is a code or there is none."""
    goal = profile.goal
    return "" if goal is None or goal in labels()["goal"] else goal


def goal_in(wish: str) -> str | None:
    """Return the code of the goal that words tell first, None where they tell none."""
    found = [
        (match.start(), code)
        for code, pattern in _classes().items()
        for match in pattern.finditer(wish.lower())
        if not re.match(rows("wishes")["not_meant"], wish[match.end() :])
    ]
    return min(found)[1] if found else None


def plan_wishes(wish: str) -> Wishes:
    """Return what words ask a plan to keep to: a place, days a week, joints that are sore; what is not meant is left out."""
    said = wish.lower()
    return Wishes(_first(said, "places"), _days(said), _first(said, "limits", sore=True))


def _first(said: str, group: str, *, sore: bool = False) -> str | None:
    if sore and not re.search(rows("wishes")["sore"], said):
        return None
    found = [
        (match.start(), name)
        for name, pattern in rows("wishes")[group].items()
        for match in re.finditer(pattern, said)
        if not re.match(rows("wishes")["not_meant"], said[match.end() :])
    ]
    return min(found)[1] if found else None


def _days(said: str) -> int | None:
    match = re.search(rows("wishes")["days"], said)
    if match is None:
        return None
    number = match["n"] or match["whole"]
    return int(number) if number.isdigit() else int(rows("wishes")["numbers"][number])


def with_read_goal(day: Day) -> Day:
    """Return a day whose goal is a code, so that no sentence repeats words that nobody read."""
    wish = wish_of(day.profile)
    if not wish:
        return day
    profile = day.profile.model_copy(update={"goal": goal_in(wish) or _UNREAD})
    return day_of(profile, day.vitals, hrmax_formula=day.hrmax_formula, told=day.told)


@cache
def _classes() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(pattern) for code, pattern in rows("wishes")["classes"].items()}
