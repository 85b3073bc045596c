"""Reading what a sentence holds: every kind of proposition, remembered by sentence and day."""

from __future__ import annotations

import re

from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.compared import compared
from wearable_coach.verification.propositions.phrases import told
from wearable_coach.verification.propositions.proposition import Proposition

_ANY = re.compile(
    r"평소|평상|기저|기준|보다|비해|비하|비교|견주|대비|차이|넘|웃돌|밑돌|미치|모자|부족|남|권장|정상|하한|상한|채우|채웠|만큼|높|낮|짧|길|긴|많|적|올|내려|떨어|늘|줄|여유|위에|아래"
)


def findings(sentence: str, carry: str, evidence: Evidence) -> tuple[Proposition, ...]:
    """Return what a sentence holds of readings, norms and sources, judged by a day."""
    if not _ANY.search(sentence):
        return ()
    return tuple(compared(told(sentence), carry, evidence))
