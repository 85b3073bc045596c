"""The verifier: reads a Korean answer back into claims and judges each against re-derived facts."""

from wearable_coach.verification.verify import accepted, verify_answer, verify_messages

__all__ = ["accepted", "verify_answer", "verify_messages"]
