"""What a backend imports: ask the promoted model, verify its answer, fall back to the rules."""

from wearable_coach.client.coach import Coach
from wearable_coach.client.result import CoachAnswer

__all__ = ["Coach", "CoachAnswer"]
