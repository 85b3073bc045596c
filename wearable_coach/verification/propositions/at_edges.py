"""A reading that is exactly on an edge: whether the edge is said to be reached, missed or passed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import thresholds
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.stating import is_asserted

_EXACTLY = re.compile(r"딱|정확히|꼭 ?맞|꼭 ")
_REACHED = re.compile(
    r"닿[았은아습]|닿지|닿은|걸[리립려렸]|들어(?:왔|옵|오|갔|갑|가)|채[웠우워]|해당|포함|턱걸이"
)
_PASSED = re.compile(r"초과|넘[었어은는긴겼]|벗어|바깥|밖[으이에]|미달|모자라|못 ?미")
_WRONG = contradicted("VER-CMP-001", "경계값에 꼭 맞는 값이에요")
_FIELDS = ("sleep_hr", "steps", "oxygen_saturation", "bmi", "rhr_delta")


def at_edges(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Judge what is said of a reading that is exactly an edge, where the sentence says so.

    The edges count as reached, but where the sentence itself says that they begin below (미만) or above (초과).
    """
    exactly = _EXACTLY.search(told.text)
    if exactly is None or not any(_on_edge(a.low, evidence) for a in told.amounts):
        return
    is_out = "미만" in told.text
    reached = _REACHED.search(told.text, exactly.end())
    passed = _PASSED.search(told.text, exactly.end())
    if passed is not None and is_asserted(told, passed.start()):
        yield Proposition(exactly.start(), passed.end(), (), _WRONG)
    elif passed is None and reached is not None:
        is_so = is_asserted(told, reached.start()) and not _not(told.text, reached)
        if is_so == is_out:
            yield Proposition(exactly.start(), reached.end(), (), _WRONG)


def _not(text: str, found: re.Match[str]) -> bool:
    return bool(re.search(r"(?:못|안) ?$", text[: found.start()]))


def _on_edge(value: Decimal | None, evidence: Evidence) -> bool:
    if value is None:
        return False
    fields = [f for f in _FIELDS if evidence.value(f) == value]
    return any(value in _edges(f) for f in fields)


def _edges(field: str) -> set[Decimal]:
    return {edge for op, edge in thresholds(field) if op == "ge" or field == "sleep_hr"}
