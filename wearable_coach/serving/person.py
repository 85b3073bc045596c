"""Reading the person out of a user's own words: symptoms, conditions, age, where they were not given."""

from __future__ import annotations

from typing import get_args

from wearable_coach.records import Condition, Profile
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.mentions import Spoken, spoken
from wearable_coach.serving.owning import is_anothers, is_own, is_own_denied
from wearable_coach.serving.statements import stated
from wearable_coach.serving.symptoms import symptoms_in
from wearable_coach.serving.told_words import told_by_words
from wearable_coach.standards.table import table

_WHY_OPERATED: dict[Condition, frozenset[str]] = {
    "pacemaker": frozenset({"서맥", "방실차단", "동기능부전", "동방결절"}),
    "heart_transplant": frozenset({"심근증", "심근병증"}),
}
"""What each is implanted for; with it that is no condition of its own: 서맥이라 박동기를 달았어요."""


def known_profile(profile: Profile, text: str) -> Profile:
    """Return a profile that also holds what the user's words tell; nothing given is taken away."""
    symptoms = dict.fromkeys((*profile.symptoms, *symptoms_in(text)))
    conditions = dict.fromkeys((*profile.conditions, *conditions_in(text)))
    changes: dict[str, object] = {"symptoms": tuple(symptoms), "conditions": tuple(conditions)}
    age = safer_age(profile.age, age_in(text))
    if age != profile.age:
        changes["age"] = age
    return profile.model_copy(update=changes)


def _only_medicines(said: Spoken, own: set[Condition]) -> set[Condition]:
    """Return the conditions that a user denies by name though a medicine for them is named."""
    denied = {
        m.name.condition for m in said.mentions if not m.name.is_medicine and is_own_denied(said, m)
    }
    by_name = {
        m.name.condition for m in said.mentions if not m.name.is_medicine and is_own(said, m)
    }
    return (own & denied) - by_name


def safer_age(given: int | None, told: int | None) -> int | None:
    """Return the age to go by: a minor's where either says so, else the higher, which lowers each target."""
    ages = [age for age in (given, told) if age is not None]
    if not ages:
        return None
    return min(ages) if min(ages) < _adult_from() else max(ages)


def denied_conditions(text: str) -> tuple[Condition, ...]:
    """Return the conditions that a user says they do not have."""
    said = spoken(text)
    denied = {m.name.condition for m in said.mentions if is_own_denied(said, m)}
    return tuple(name for name in get_args(Condition) if name in denied)


def _adult_from() -> int:
    """Return the age of adults; who says to be younger is taken at their word."""
    years: int = table("safety")["scope"]["adult_from_age"]
    return years


def conditions_of_another(text: str) -> tuple[Condition, ...]:
    """Return the conditions that a user tells of somebody else, in the order of the records."""
    said = spoken(text)
    told = {m.name.condition for m in said.mentions if is_anothers(said, m)}
    return tuple(name for name in get_args(Condition) if name in told)


def conditions_in(text: str) -> tuple[Condition, ...]:
    """Return the conditions that a user tells of themselves, in the order of the records."""
    said = spoken(text)
    told = [m for m in said.mentions if is_own(said, m)]
    own = {m.name.condition for m in told}
    stating = set(stated(said))
    why = frozenset[str]().union(*(_WHY_OPERATED.get(name, ()) for name in own | stating))
    own = {m.name.condition for m in told if m.said not in why}
    if (own | stating) & _WHY_OPERATED.keys():
        stating.discard("cvd")  # 심장 이식 수술: the operation is the condition's own
    own |= stating | told_by_words(text)
    own -= _only_medicines(said, own)
    return tuple(name for name in get_args(Condition) if name in own)
