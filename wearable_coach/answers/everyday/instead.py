"""Which topics of the phrase books everyday topics answer in their place, where a user asks in own words."""

from __future__ import annotations

from collections.abc import Mapping

INSTEAD: Mapping[str, str] = {
    "doms": "soreness",
    "fatigue": "tiredness",
    "motivation": "motivation",
    "habit": "habit",
    "busy": "busy",
    "timing": "morning_or_evening",
    "warmup": "warm_up",
    "hr_watch": "watch_heart_rate_accuracy",
    "spo2_device": "spo2_watch_accuracy",
    "sit": "sitting_long",
    "interval": "hiit",
    "weekly": "how_often",
    "sleep_nap": "nap",
    "sleep_fall": "cannot_sleep",
    "sleep_late_training": "late_exercise",
    "supplement": "supplements",
    "gain": "gaining_weight",
    "start": "starting_again",
}
SEVERAL = frozenset({"pain", "weather", "strength", "older", "loss", "kcal"})
"""Topics whose questions several everyday topics answer."""
