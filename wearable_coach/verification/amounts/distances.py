"""How far two things lie apart: a reading from one's usual rate, from an edge of a standard, from another number."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean import Amount, Bound
from wearable_coach.verification.amounts.about import HEART, field_of, scale
from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import norm_bands, ranges, thresholds
from wearable_coach.verification.wording import plain

_NORM = re.compile(
    r"거기서|그보다|지점|자리|입구|시작|권장|기준|정상|하한|상한|경계|범위|문턱|[그이] ?선|커트라인|구간"
)
_USUAL = re.compile(r"평소|평상시|기저|기준선|보통 ?때|베이스라인")
_WITH_EDGES = frozenset({"sleep_hr", "bmi", "oxygen_saturation", "resting_heart_rate", "steps"})
_ABOUT_BPM = Decimal(2)
"""How far about so many beats may lie off, however few they are [beats/min]."""
_SLACK_H = Decimal("0.009")
"""Half a minute and what rounding costs [h]."""


def judge_distance(told: Told, evidence: Evidence) -> Objection | bool | None:
    """Judge how far two things are said to lie apart.

    Returns:
        Whether it is right as True, why it is not as an objection, None where nothing says from what.
    """
    field = _field(told, evidence)
    if field is None:
        return None
    reading = evidence.value(field)
    ends = _other_ends(told, field, evidence)
    if field == "resting_heart_rate" and reading is not None and _is_of_two_rates(told):
        ends = [reading]
        reading = evidence.value("heart_rate")
    if reading is None or not ends:
        return None
    if any(_fits(told, field, reading - end) for end in ends):
        return True
    return contradicted(
        "VER-CMP-001", f"{LABELS.get(field, field)}: 오늘 값은 {plain(reading)}, 차이가 달라요"
    )


def _is_of_two_rates(told: Told) -> bool:
    """Say whether today's rate is compared with the resting one: 지금 심박수가 안정시보다 10bpm 빨라요."""
    fields = {m.field: told.sentence[m.end : m.end + 3] for m in told.fields_before()}
    return "heart_rate" in fields and "보다" in fields.get("resting_heart_rate", "")


def _field(told: Told, evidence: Evidence) -> str | None:
    """Return the field of which a distance is told; of a heart rate the resting one."""
    unit = told.amount.unit
    if unit in {"", "bpm", "times", "night"}:
        if _USUAL.search(told.sentence):
            return "resting_heart_rate"
        named = [m.field for m in told.fields_before()] or [told.carry]
        if named[-1] in HEART:
            return "resting_heart_rate"
        return named[-1] if named[-1] in _WITH_EDGES and unit == "" else None
    return field_of(told, evidence)


def _other_ends(told: Told, field: str, evidence: Evidence) -> list[Decimal]:
    """Return what a reading may be meant to lie apart from."""
    if field == "resting_heart_rate" and (_USUAL.search(told.sentence) or told.carry in HEART):
        usual = evidence.value("baseline_rhr")
        if usual is not None:
            return [usual]
    reading = evidence.value(field)
    others = [a for a in told.others if a is not told.amount and not a.is_apart]
    told_ends = [_in_field(told, a, field) for a in others]
    found = [e for e in told_ends if e is not None and e != reading]
    if not found and field in _WITH_EDGES and _NORM.search(told.sentence):
        found = _edges(told, field, evidence)
    if not found and field == "resting_heart_rate":
        usual = evidence.value("baseline_rhr")
        found = [] if usual is None else [usual]
    return found


def _edges(told: Told, field: str, evidence: Evidence) -> list[Decimal]:
    """Return the edges that a distance may be from: of what is right or recommended where that is named, else all."""
    if field == "sleep_hr" and "권장" in told.sentence:
        both = [r for r, names in ranges(field).items() if "recommended" in names]
        low, high = (min if evidence.older else max)(both, key=lambda r: r[1])
        return [high] if told.amount.sign > 0 else [low]
    named = [b for b in norm_bands(field) if b.name == "normal"]
    if "정상" in told.sentence and named:
        return [e for b in named for e in (b.low, b.high) if e is not None]
    return [edge for _, edge in thresholds(field)]


def _in_field(told: Told, other: Amount, field: str) -> Decimal | None:
    """Return another amount of a sentence in a field's unit, None where it is of something else."""
    if other.low is None or other.kind is not told.amount.kind:
        return None
    mine, its = told.amount.unit, other.unit
    is_like = its == mine or {mine, its} <= {"h", "min"} or {mine, its} <= {"", "bpm", "times"}
    if not is_like:
        return None
    low = other.low if not other.is_range or told.amount.sign < 0 else other.high
    return None if low is None else low * scale(told._replace(amount=other), field)


def _fits(told: Told, field: str, apart: Decimal) -> bool:
    """Say whether a distance is as told, in size and direction."""
    amount = told.amount
    size = told.value * scale(told, field)
    if amount.sign and apart and (apart > 0) != (amount.sign > 0):
        return False
    off = abs(apart) - size
    slack = _SLACK_H if field == "sleep_hr" else Decimal(0)
    if amount.bound is not Bound.EXACT:
        return {
            Bound.MORE_THAN: off > 0,
            Bound.AT_LEAST: off >= 0,
            Bound.LESS_THAN: off < 0,
            Bound.AT_MOST: off <= 0,
        }[amount.bound]
    if (amount.lean > 0 and off < -slack) or (amount.lean < 0 and off > slack):
        return False
    least = _ABOUT_BPM if amount.tolerance and field in HEART else slack
    return abs(off) <= max(least, amount.tolerance * size)
