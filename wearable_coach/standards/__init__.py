"""The standards engine: one standard a file, its numbers and sources in ``tables/*.yaml``."""

from wearable_coach.standards.facts import Facts
from wearable_coach.standards.validity import Validity, check_inputs

__all__ = ["Facts", "Validity", "check_inputs"]
