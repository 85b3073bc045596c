"""An amount that is held against the one named before it: 하한이 109인데 지금 112는 그보다 높아요."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.stating import is_asserted
from wearable_coach.verification.wording import plain

_THAN_IT = re.compile(
    r"(?:그|이|그것|이것|그 ?(?:값|선|기준))보다(?:는|도)? ?(?:[가-힣]{1,4} )?(?:(?P<up>높|많|길|긴|빠르|빨|위|크|큰|큽)|(?P<down>낮|적|짧|느리|느린|느려|아래|작|밑))"
)
_PAIR = 2


def held_against_before(told: Parts, _evidence: Evidence) -> Iterator[Proposition]:
    """Refuse a direction that the two amounts right before it do not have."""
    for found in _THAN_IT.finditer(told.text):
        before = [a for a in told.amounts if a.end <= found.start()][-_PAIR:]
        if len(before) < _PAIR or any(a.is_range or a.low is None for a in before):
            continue
        base, said = before
        is_one_unit = base.unit == said.unit or "" in {base.unit, said.unit}
        if not is_one_unit or base.low == said.low or not is_asserted(told, found.end() - 1):
            continue
        is_up = (said.low or 0) > (base.low or 0)
        if is_up == (found["up"] is None):
            why = f"방향이 반대예요: {plain(said.low or 0)}, 견준 값 {plain(base.low or 0)}"
            yield Proposition(said.start, found.end(), (), contradicted("VER-CMP-001", why))
