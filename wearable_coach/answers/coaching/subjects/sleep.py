"""Topics of sleep: enough or not, training after a short night, catching up, the injury study."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.topic import Topic
from wearable_coach.standards.table import table

_SLEEP = frozenset({"sleep_hr"})
_TOO_SHORT = frozenset({"very_short", "short"})


def _told(brief: Brief) -> bool:
    return brief.vitals.sleep_hr is not None


def _too_short(brief: Brief) -> bool:
    return brief.facts.sleep_flag in _TOO_SHORT


def _long(brief: Brief) -> bool:
    return brief.facts.sleep_flag == "long"


def _flag(brief: Brief) -> str:
    return brief.facts.sleep_flag or ""


def _beyond_the_study(brief: Brief) -> bool:
    """Say that the person is not of the ages that the injury study looked at."""
    age = brief.profile.age
    return age is None or age > table("sleep")["milewski"]["ages"][1]


SLEEP: tuple[Topic, ...] = (
    Topic("sleep_enough", "sleep", "sleep", _told, _flag, uses=_SLEEP),
    Topic("sleep_train", "sleep", "sleep", _too_short, _flag, uses=_SLEEP, moves=True),
    Topic("sleep_catchup", "sleep", "sleep", _too_short, uses=_SLEEP, weight=0.7),
    Topic("sleep_long", "sleep", "sleep", _long, uses=_SLEEP),
    Topic("sleep_much", "sleep", "sleep", _long, uses=_SLEEP),
    Topic("sleep_study", "sleep", "learn", _beyond_the_study, weight=0.6),
    Topic("sleep_fall", "sleep", "sleep", None),
    Topic("sleep_nap", "sleep", "sleep", None, weight=0.7),
    Topic("sleep_stage", "sleep", "sleep", None, weight=0.5),
    Topic("sleep_late_training", "sleep", "learn", None, moves=True, weight=0.5),
)
