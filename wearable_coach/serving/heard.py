"""What the learned reader adds to the lexicon: it raises what a user's words are taken for, and never lowers it.

Where it is sure, the answer is an act for that urgency; where it is half sure, the coach asks back, and nothing is
called normal meanwhile. No reading is shown: words of this kind are often about somebody else.
"""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.learned import Heard, hear
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.symptoms import is_supposed, mentions
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor

_LEVELS = {
    "emergency": SafetyLevel.EMERGENCY,
    "crisis": SafetyLevel.EMERGENCY,
    "urgent": SafetyLevel.CONTACT,
    "contact": SafetyLevel.CONTACT,
}
_TRIAGE = "triage"


class Raised(NamedTuple):
    """What a user's words are raised to."""

    why: str
    """``heard_`` and the urgency, or ``heard_triage``; a text of the rules has this name."""
    level: SafetyLevel


def raised(asked: Asked) -> Raised | None:
    """Return what a chat's question is raised to by how it sounds, or None where the rules hear as much."""
    if asked.kind != "coaching" or is_supposed(asked.question):
        return None
    known = asked.known.facts.safety_level
    heard = hear(asked.question, _before(asked))
    if heard.band == "quiet" or (heard.band == _TRIAGE and _is_answered_with_care(asked)):
        return None
    found = _raised(heard)
    return found if found.level > known else None


def _is_answered_with_care(asked: Asked) -> bool:
    """Say whether the rules hear enough to answer carefully by themselves, so that asking back would say less."""
    profile = asked.known.profile
    return bool(profile.symptoms) or is_minor(profile) or mentions("alcohol", asked.question)


def _raised(heard: Heard) -> Raised:
    if heard.band == _TRIAGE:
        return Raised(f"heard_{_TRIAGE}", SafetyLevel.DEFER)
    return Raised(f"heard_{heard.urgency}", _LEVELS[heard.urgency])


def _before(asked: Asked) -> str:
    said = [turn.content for turn in asked.history if turn.role == "user"]
    return said[-1] if said else ""
