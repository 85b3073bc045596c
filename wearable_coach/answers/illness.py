"""What an illness asks for that keeps from exercise: drinking, resting, and when it is one for a doctor."""

from __future__ import annotations

from wearable_coach.records import Profile

_CARE = {
    "vomiting": "stomach",
    "diarrhea": "stomach",
    "chest_cough": "chest",
    "fever": "fever",
    "body_aches": "fever",
}
"""Symptoms by the slot ``ill.*`` of considerations.yaml, the one that needs it first before the others."""


def care_of(profile: Profile) -> str:
    """Return which care an illness that was told asks for, of several the first; empty where none was."""
    return next((care for name, care in _CARE.items() if name in profile.symptoms), "")
