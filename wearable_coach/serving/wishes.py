"""A goal in a user's own words: read like any words, and told by its class, never by the words themselves."""

from __future__ import annotations

import re
from functools import cache

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
