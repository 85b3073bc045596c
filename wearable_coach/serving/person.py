"""Reading the person out of a user's own words: symptoms, conditions, age, where they were not given."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from wearable_coach.records import Condition, Profile
from wearable_coach.serving.symptoms import is_denied, lexicon, pattern, sentences, symptoms_in
from wearable_coach.standards.fields import profile_numbers
from wearable_coach.standards.table import table


def known_profile(profile: Profile, text: str) -> Profile:
    """Return a profile that also holds what the user's words tell; nothing given is taken away."""
    symptoms = dict.fromkeys((*profile.symptoms, *symptoms_in(text)))
    conditions = dict.fromkeys((*profile.conditions, *conditions_in(text)))
    changes: dict[str, object] = {"symptoms": tuple(symptoms), "conditions": tuple(conditions)}
    age = age_in(text)
    if age is not None and (profile.age is None or age < _adult_from()):
        changes["age"] = age
    return profile.model_copy(update=changes)


def _adult_from() -> int:
    """Return the age of adults; who says to be younger is taken at their word."""
    years: int = table("safety")["scope"]["adult_from_age"]
    return years


def conditions_in(text: str) -> tuple[Condition, ...]:
    """Return the conditions that a user tells of themselves; a question whether one has it is none."""
    own = [s for s in sentences(text) if not pattern("others").search(s)]
    return tuple(name for name in get_args(Condition) if any(_has(name, s) for s in own))


def _has(name: str, sentence: str) -> bool:
    return any(
        not is_denied(sentence, m.start(), m.end())
        and not pattern("asked_whether").search(sentence[m.end() - 1 : m.end() + 8])
        for m in _condition(name).finditer(sentence)
    )


@cache
def _condition(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon()["conditions"][name]))


def age_in(text: str) -> int | None:
    """Return the age that a user states as their own; a pupil below 18 counts as a minor."""
    low, high = profile_numbers()["age"].impossible
    for sentence in sentences(text):
        if pattern("others").search(sentence):
            continue
        match = pattern("age").search(sentence)
        if match and low <= int(match[1]) <= high:
            return int(match[1])
        if pattern("pupil").search(sentence):
            return int(lexicon()["pupil_age"])
    return None
