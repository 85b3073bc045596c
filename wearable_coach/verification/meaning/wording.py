"""The learned reader of harm, which may refuse a sentence by its wording and never approves one."""

from __future__ import annotations

import re
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


_PARTICLES_AND_COPULA = re.compile(
    r"(?:\s|[.,!()'\"‘’“”]|은|는|이|가|도|으로|로|의|에|안|범위|구간|이에요|예요|입니다|이고|이며|이라|해당해요|해당합니다|속해요|속합니다)*"
)


def says_nothing(left: str) -> bool:
    """Say whether what claims leave of a sentence is particles, a copula and marks alone."""
    return _PARTICLES_AND_COPULA.fullmatch(left) is not None
