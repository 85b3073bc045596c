"""What an illness or a condition asks for: drinking, resting, a doctor, and care with a heart rate to aim at."""

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


_MEDICATED = frozenset({"hypertension", "cvd"})


def often_medicated(profile: Profile) -> bool:
    """Say whether a person often takes a medicine that holds the heart rate down, told or not."""
    return not _MEDICATED.isdisjoint(profile.conditions)
