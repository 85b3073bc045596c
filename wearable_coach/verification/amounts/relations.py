"""Amounts that mean something by another: a range and what is in it, a rate, a sum, an end, a norm and its name."""

from __future__ import annotations

import re

from wearable_coach.korean import Role
from wearable_coach.verification.amounts.about import field_of, scale
from wearable_coach.verification.amounts.distances import judge_distance
from wearable_coach.verification.amounts.edges import (
    NORM,
    WITH_EDGES,
    is_edge_of,
    is_general,
    is_printed,
)
from wearable_coach.verification.amounts.told import Finding, Told
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.wording import plain

_INSIDE = re.compile(r"들어|속하|속해|해당|포함|사이|안에|이내|머물|놓여|있[어습는고]")
_OUTSIDE = re.compile(r"벗어|밖|바깥|넘|밑돌|모자")
_MORE = re.compile(r"(?:만|정도|쯤|를|을)? ?더 ?[가-힣]{1,4}면|[를을]? ?(?:더하면|보태면|채우면)")
_NORMS = frozenset({"권장", "기준", "기준치", "하한", "상한", "정상"})


def is_rate_of(told: Told) -> bool:
    """Say whether an amount only says of what another is a rate: 1분에 63번."""
    return (
        told.value == 1
        and told.amount.unit != "s"  # nothing here is counted by the second
        and bool(re.match(r" ?(?:에|당|동안|간)(?: |$)", told.rest))
        and len(told.others) > 1
    )


def is_other_end(told: Told, evidence: Evidence) -> bool:
    """Say whether an amount is what a reading is rightly said to lie apart from: 만 보까지 1,600보가 남다."""
    if told.amount.is_apart or not re.match(r"(?:까지|에서|보다|를|을|에)", told.rest):
        return False
    later = [a for a in told.others if a.is_apart and a.start >= told.amount.end]
    return bool(later) and judge_distance(told._replace(amount=later[0]), evidence) is True


def adds_up(told: Told, evidence: Evidence) -> bool:
    """Say whether an amount and a reading make another: 1,600보만 더 걸으면 만 보예요."""
    if len(told.others) != 2 or not _MORE.search(told.sentence):  # noqa: PLR2004 - what is added, and what it makes
        return False
    added, made = (told._replace(amount=a) for a in told.others)
    field = field_of(told, evidence)
    reading = None if field is None else evidence.value(field)
    if field is None or reading is None or field_of(made, evidence) != field:
        return False
    return reading + added.value * scale(added, field) == made.value * scale(made, field)


def wrong_norm(told: Told, evidence: Evidence) -> Objection | None:
    """Return why an amount that a clause gives as what is recommended or normal is none, None where it gives none so."""
    if told.frame is None or told.frame.predicate.lemma != "이다" or not told.is_stated:
        return None
    about = told.frame.argument(Role.TOPIC, Role.SUBJECT)
    field = field_of(told, evidence)
    is_norm = (
        about is not None and bool(_NORMS & set(about.words)) and about.end <= told.amount.start
    )
    if not is_norm or field not in WITH_EDGES - {"steps"} or told.is_denied or told.amount.is_apart:
        return None
    factor = scale(told, field)
    if told.amount.is_range or is_edge_of(field, told.value * factor):
        return None
    return contradicted(
        RULES[field], f"{LABELS.get(field, field)}: {plain(told.value)}은 경계가 아니에요"
    )


def judge_range(told: Told, evidence: Evidence) -> Finding:
    """Judge whether a reading is in the range that it is said to be in."""
    field = field_of(told, evidence)
    reading = None if field is None else evidence.value(field)
    says_inside, says_outside = _INSIDE.search(told.after), _OUTSIDE.search(told.after)
    if field in {None, "age"} or reading is None or not told.is_stated:
        return None
    if is_general(told) and not _is_reading_told(told, field, evidence):
        return None
    if bool(says_inside) == bool(says_outside):
        return None
    is_inside = told.value <= reading <= told.top
    if is_inside != (bool(says_inside) != told.is_denied):
        shown = f"{LABELS.get(field, field)}: 오늘 값은 {plain(reading)}"
        return contradicted("VER-CMP-001", shown)
    is_norm = NORM.search(told.sentence)
    return True if not is_norm or is_printed(field, told.value, told.top) else None


def _is_reading_told(told: Told, field: str, evidence: Evidence) -> bool:
    """Say whether the sentence gives the reading itself before an amount: BMI 27.6은 25~29.9 구간."""
    before = [a for a in told.others if a.start < told.amount.start and not a.is_range]
    return any(a.low == evidence.value(field) for a in before)
