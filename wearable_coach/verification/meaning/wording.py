"""The learned reader of harm, which may refuse a sentence by its wording and never approves one."""

from __future__ import annotations

from functools import lru_cache

from wearable_coach.learned import harm_score, harm_threshold
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.masking import SLOT

HARMFUL_WORDING = contradicted("VER-FORBID-009", "해로운 말투로 들려요")
REFUSED_PERCENT = 1
"""Harmless sentences of an unknown hand that it refuses [%]."""


@lru_cache(maxsize=8192)
def sounds_harmful(sentence: str) -> bool:
    """Say whether a masked sentence sounds like one that must not be said."""
    return harm_score(sentence.replace(SLOT, "0")) >= harm_threshold(REFUSED_PERCENT)
