"""Edges of a standard: a number that a clause gives as a rule for people, not as a reading."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean import Bound, HolderKind, Modality, WordKind
from wearable_coach.standards.table import table
from wearable_coach.verification.amounts.about import field_of
from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import ranges, thresholds

WITH_EDGES = frozenset({"sleep_hr", "bmi", "oxygen_saturation", "resting_heart_rate", "steps"})
NORM = re.compile(
    r"권장|기준|하한|상한|경계|범위|구간|재단|학회|지침|정상|분류|성인|규칙|대부분|보통은"
)
_RULING = frozenset(
    {
        "권하다",
        "권장하다",
        "추천하다",
        "제시하다",
        "정하다",
        "치다",
        "분류하다",
        "가르다",
        "나누다",
    }
)
"""What a rule does with its edge."""
_RULING_BESIDE_A_NORM = frozenset(
    {
        "시작하다",
        "적당하다",
        "적절하다",
        "알맞다",
        "필요하다",
        "충분하다",
    }
)
"""What may be said of a reading too, so that it rules only where a norm is named."""
_BY_NOUN = re.compile(r"(?:이상|이하|미만|초과|이내) ?$")
_SUCH = re.compile(r" ?(?:같은|단위|짜리|이라는|라는|식의)")
_MEASURED_AGAIN = re.compile(r"다시 ?(?:재|잰|쟀|측정)|재 ?[보봐도서]|재측정")
_OPS = {Bound.AT_LEAST: "ge", Bound.MORE_THAN: "gt", Bound.AT_MOST: "le", Bound.LESS_THAN: "lt"}
_AS_EDGE = re.compile(
    r"(?:기준|권장|하한|상한|경계|최소|적어도|학회|재단|시작하는|가르는|나누는|보는)[가-힣]{0,3} ?(?:은|는|이|인)? ?$"
)
_STEPS_OF_RISE = frozenset({5, 10, 20})
"""How far above one's usual rate a rule of the standards begins [beats/min]."""


def is_general(told: Told) -> bool:
    """Say whether a clause speaks of people in general, of a study or of a rule, not of today's reading."""
    frame = told.frame
    if frame is not None and frame.holder.kind in {HolderKind.PEOPLE, HolderKind.STUDY}:
        return True
    return bool(NORM.search(told.clause.text)) or _is_of_a_kind(told)


def _is_of_a_kind(told: Told) -> bool:
    """Say whether an amount only says what kind of thing a clause is about: 8시간 미만 수면은, 만 보 같은 분류."""
    if _SUCH.match(told.rest):
        return True
    if not _BY_NOUN.search(told.sentence[told.amount.end : told.amount.said_end]):
        return False
    behind = [t for t in told.clause.tokens if t.start >= told.amount.said_end]
    is_noun = bool(behind) and behind[0].kind is WordKind.NOUN
    return is_noun and bool({"는", "가"} & set(behind[0].particles))


def is_edge(told: Told, evidence: Evidence) -> bool:  # noqa: PLR0911 - a line a reason
    """Say whether an amount is an edge of a standard, or of the rule about one's usual rate, spoken of as one."""
    if not told.is_supposed and not NORM.search(told.sentence) and not _is_ruled(told):
        return False
    amount = told.amount
    if amount.unit == "age":
        return _is_age(told)
    field = field_of(told, evidence) or _measured_again(told)
    if field is None:
        return False
    if amount.is_range:
        return field in WITH_EDGES and (told.value, told.top) in ranges(field)
    if told.modality is Modality.HYPOTHETICAL and amount.unit == "steps":
        return amount.bound is Bound.EXACT
    if field in {"resting_heart_rate", "baseline_rhr"} and told.is_supposed:
        baseline = evidence.value("baseline_rhr")
        if baseline is not None and told.value - baseline in _STEPS_OF_RISE:
            return True
    printed = thresholds(field) if field in WITH_EDGES else {}
    if amount.bound is not Bound.EXACT and not _is_ruled(told):
        return told.is_supposed and (_OPS[amount.bound], told.value) in printed
    if not told.is_supposed and not _AS_EDGE.search(told.before) and not _is_ruled(told):
        return False
    return told.value in {edge for _, edge in printed}


def _measured_again(told: Told) -> str | None:
    """Return the field of a number that a rate is not to pass when it is taken again, None of any other."""
    is_rate = told.is_supposed and told.amount.unit in {"", "bpm", "times"}
    is_again = is_rate and _MEASURED_AGAIN.search(told.sentence)
    return "resting_heart_rate" if is_again else None


def _is_ruled(told: Told) -> bool:
    """Say whether a clause names what is recommended or taken for something: 여덟 시간까지를 권하는데."""
    if told.frame is None:
        return False
    does = told.frame.predicate.lemma
    return does in _RULING or (does in _RULING_BESIDE_A_NORM and bool(NORM.search(told.sentence)))


def is_printed(field: str, low: Decimal, high: Decimal) -> bool:
    """Say whether a standard prints a range for a field."""
    return field in WITH_EDGES and (low, high) in ranges(field)


def is_edge_of(field: str, value: Decimal) -> bool:
    """Say whether a standard has an edge there."""
    return field in WITH_EDGES and any(edge == value for _, edge in thresholds(field))


def _is_age(told: Told) -> bool:
    """Say whether an age is one from which a standard holds."""
    older = Decimal(table("sleep")["older_from_age"])
    adult = Decimal(table("activity")["who_2020"]["ages"]["adult_from"])
    return told.value in {older, adult} and told.amount.bound is not Bound.EXACT
