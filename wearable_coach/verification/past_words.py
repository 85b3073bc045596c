"""The words for the seven days before a day."""

from __future__ import annotations

import re

from wearable_coach.verification.masking import SLOT

WEEK = re.compile(
    rf"(?:지난|최근) ?(?:(?P<days>{SLOT}) ?일|(?P<weeks>{SLOT}) ?주일?|일주일|한 ?주)(?: ?간| ?동안)?의? ?(?P<mean>평균(?:값|치)?)?"
)
"""In a masked sentence."""
WEEK_TOLD = re.compile(WEEK.pattern.replace(SLOT, r"\d+"))
"""In a text with its numbers."""


def without_week(text: str) -> str:
    """Return a text without these words: who tells the means of those days states nothing else of other days."""
    return WEEK_TOLD.sub("", text)
