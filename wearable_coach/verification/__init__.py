"""The verifier: reads a Korean answer back into claims and judges each against re-derived facts."""

from wearable_coach.verification.judgement import Judgement
from wearable_coach.verification.verify import (
    accepted,
    judge_answer,
    judge_messages,
    verify_answer,
    verify_messages,
)

__all__ = [
    "Judgement",
    "accepted",
    "judge_answer",
    "judge_messages",
    "verify_answer",
    "verify_messages",
]
