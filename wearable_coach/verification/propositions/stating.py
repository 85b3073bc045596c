"""Whether a word of a sentence is asserted there, or denied, supposed, asked."""

from __future__ import annotations

import re

from wearable_coach.korean import ClauseKind, Modality, Polarity
from wearable_coach.verification.propositions.phrases import Parts

_OPEN = frozenset({Modality.ASK, Modality.FORBID, Modality.WISH})
_TAKES_BACK = re.compile(
    r"아니|않|없|못|어렵|어려|말[고라아]|힘들|금물|조심|별개|빠졌|사라|달라|무관"
)


def is_asserted(told: Parts, place: int) -> bool:
    """Say whether what stands at a place is asserted: neither it nor what holds it is denied or asked."""
    clauses = told.clauses
    at = next((k for k, c in enumerate(clauses) if c.start <= place < c.end), None)
    if at is None:
        return True
    own = clauses[at].frame
    denied = own is not None and own.polarity is Polarity.DENIED
    if own is not None and own.modality in _OPEN:
        return False
    if denied:
        return False
    last = clauses[at]
    while last.kind in {
        ClauseKind.RELATIVE,
        ClauseKind.QUOTED,
        ClauseKind.NOMINAL,
    } and at + 1 < len(clauses):
        at += 1
        last = clauses[at]
        frame = last.frame
        if frame is not None and frame.polarity is Polarity.DENIED:
            return False
    return _TAKES_BACK.search(told.text[place : last.end]) is None
