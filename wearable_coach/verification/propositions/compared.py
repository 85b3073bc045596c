"""Judging comparisons by the day's readings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.comparing import Compared, comparisons
from wearable_coach.verification.propositions.phrases import Parts, words
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.sides import (
    HEART,
    UNITS,
    WITH_NORM,
    Side,
    names_now,
    of_field,
    rate_of,
    reading,
    side,
)
from wearable_coach.verification.wording import plain

_OTHER = frozenset({"distance_km", "active_calories", "weight"})
_BY_UNIT = {
    "steps": "steps",
    "km": "distance_km",
    "kcal": "active_calories",
    "kg": "weight",
    "kgm2": "bmi",
}
_SLEEP = re.compile(r"수면|잠|주무|잤|자는|자고|자라|취침|권장")
_EXERCISE = re.compile(r"운동|유산소|중강도|고강도|WHO|주 ?\d+ ?분|걷|활동")
_OF_ANY_DAY = re.compile(
    r"(?:[가-힣]{0,2}(?:는|은|ㄹ|을|릴|질))? ?(?:때|날|경우)(?:는|은|가|이|에|엔|에는|마다)?(?![가-힣])"
)
_OF_MANY_DAYS = re.compile(r"여러 ?날|며칠|흐름|추세")
_LENGTHS = re.compile(r"짧|길[어었]|긴 ")
_LITTLE, _MUCH = Decimal("0.15"), Decimal("0.04")
_RELATIVE_ROOM = Decimal("0.6")
"""How far a share of the usual rate may be rounded [%]."""


def compared(told: Parts, carry: str, evidence: Evidence) -> Iterator[Proposition]:
    """Judge every comparison of a sentence."""
    for one in comparisons(told):
        if _OF_ANY_DAY.match(told.text, one.end):
            continue  # 평소와 달라지는 때: of any such day
        if one.subject is not None and _OF_MANY_DAYS.search(
            told.text[one.subject.start : one.subject.end]
        ):
            continue  # 하루 값보다 여러 날의 흐름: no reading of the day
        field = _field(told, one, carry, evidence)
        if "hrmax" in one.reference.fields or (
            field in HEART and _LENGTHS.search(told.text[one.start : one.end + 1])
        ):
            continue  # the reserve; a length is no rate
        if one.reference.is_usual and field not in HEART:
            continue  # of no other reading is the usual value known
        found = None if field is None else _judged(one, field, evidence)
        if found is not None and (found.objection is None or (one.is_firm and _is_of_reading(one))):
            yield found


def _is_of_reading(one: Compared) -> bool:
    """Say whether what is compared is a reading: named, told, or left unsaid."""
    subject = one.subject
    if subject is None or subject.fields or subject.amounts or subject.is_usual:
        return True
    return names_now(subject) or subject.has("readings") or subject.lemmas[-1] in words("apart")


def _field(told: Parts, one: Compared, carry: str, evidence: Evidence) -> str | None:
    """Return which reading is compared."""
    units = {a.unit for a in one.amounts}
    if found := next((f for u, f in _BY_UNIT.items() if u in units), None):
        return found
    if units & {"h", "min"}:
        asleep = _SLEEP.search(told.text) or carry == "sleep_hr"
        return "sleep_hr" if asleep and not _EXERCISE.search(told.text) else None
    field = _named(told, one, carry)
    if field is None and units & {"pct", "pctp"}:
        return "oxygen_saturation"
    if field not in HEART and not (field is None and _may_be_rate(one, units, evidence)):
        return field
    return _which_rate(one, field, evidence)


def _may_be_rate(one: Compared, units: set[str], evidence: Evidence) -> bool:
    return bool(units & {"bpm", "times"}) or bool(rate_of(one.subject, evidence))


def _named(told: Parts, one: Compared, carry: str) -> str | None:
    sides = (p for p in (one.subject, one.reference) if p is not None)
    named = [f for p in sides for f in p.fields]
    others = [m for m in told.mentions if m.field != "baseline_rhr"]
    named += [m.field for m in others if m.start < one.end][::-1] + [m.field for m in others]
    field = next((f for f in named if f in WITH_NORM | _OTHER | set(HEART)), None)
    if field is None and (one.reference.is_usual or (one.subject and one.subject.is_usual)):
        return "resting_heart_rate"
    return carry if field is None and carry in WITH_NORM | _OTHER else field


def _which_rate(one: Compared, field: str | None, evidence: Evidence) -> str:
    """Return the heart rate that is told: by its words, else the one whose value stands there."""
    if one.subject is not None and one.subject.is_usual:
        return "resting_heart_rate"
    return rate_of(one.subject, evidence) or (
        "heart_rate" if field == "heart_rate" else "resting_heart_rate"
    )


def _judged(one: Compared, field: str, evidence: Evidence) -> Proposition | None:
    if one.of_change:
        return _change(one, field, evidence)
    left, right = _sides(one, field, evidence)
    itself = not one.reference.is_usual and not one.reference.is_norm
    named = rate_of(one.reference, evidence) if field in HEART else ""
    if itself and (
        named == field or (not named and field in one.reference.fields)
    ):  # of the reading itself, what is compared unsaid
        return None
    if right is None or (isinstance(left, Objection) and isinstance(right, Objection)):
        return None
    for found in (left, right):
        if isinstance(found, Objection):
            follows = one.subject is not None and one.subject.start >= one.end
            return None if follows else _found(one, found)  # 평소보다 높은 값(88bpm): any
    if not isinstance(left, Side) or not isinstance(right, Side):
        return None
    return _found(one, _wrong(one, field, left, right, evidence), field)


def _sides(
    one: Compared, field: str, evidence: Evidence
) -> tuple[Side | Objection | None, Side | Objection | None]:
    subject, reference = one.subject, one.reference
    if subject is not None and subject.is_usual and reference.is_usual:
        subject = None
    if subject is not None and subject.is_usual and not reference.is_usual:
        is_now = not reference.amounts or names_now(reference)
        today = reading(reference, field, evidence) if is_now else side(reference, field, evidence)
        return side(subject, "resting_heart_rate", evidence), today
    today = reading(subject, field, evidence, usual=reference.is_usual)
    return today, side(reference, field, evidence)


def _found(one: Compared, objection: Objection | None, field: str = "") -> Proposition:
    units = UNITS.get(field, frozenset()) | {"fold"}
    covered = [a for a in one.amounts if a.unit in units or a is one.gap]
    return Proposition(one.start, one.end, tuple((a.start, a.end) for a in covered), objection)


def _wrong(
    one: Compared, field: str, left: Side, right: Side, evidence: Evidence
) -> Objection | None:
    """Return why a comparison does not hold."""
    off = _off(left.low, right)
    if not _goes(one, off, left, right, evidence):
        told = f"{plain(left.low)}, 견준 값 {plain(right.low)}"
        return contradicted("VER-CMP-001", f"방향이 달라요: {told}")
    if one.gap is not None:
        if right.is_usual and one.gap.unit == "pct":
            return contradicted("STD-HR-030", "평소와의 비교는 %가 아니라 bpm이에요")
        if one.gap.unit not in UNITS[field] | {"pct"}:
            return unsupported("VER-CMP-001", "차이의 단위가 달라요")
        is_so = _by(one, off, field, right.low)
        return None if is_so else contradicted("VER-CMP-001", f"차이는 {plain(abs(off))}")
    is_degree = one.degree and off and not one.is_denied and one.way not in {"same", "apart"}
    if is_degree and not _as_much(one.degree, off, right.low):
        return contradicted("VER-CMP-001", f"차이의 크기가 달라요: {plain(abs(off))}")
    return None


def _off(value: Decimal, right: Side) -> Decimal:
    """Return how far a value is outside, nothing where it is within."""
    if value < right.low:
        return value - right.low
    return value - right.high if value > right.high else Decimal(0)


def _as_much(degree: str, off: Decimal, right: Decimal) -> bool:
    share = abs(off) / right if right else Decimal(1)
    return share <= _LITTLE if degree == "little" else share >= _MUCH


def _goes(one: Compared, off: Decimal, left: Side, right: Side, evidence: Evidence) -> bool:
    way, denied = one.way, one.is_denied
    if way == "apart" and one.gap is not None:
        return not denied
    alike = _alike(off, right, evidence)
    if way in {"same", "apart"}:
        return alike == ((way == "same") != denied)
    if way == "reach":
        return (left.low >= right.low) != denied
    if way == "short":
        return off < 0
    is_so = off < 0 if way == "down" else off > 0
    if denied and one.degree == "much":  # 크게 오르지 않았다
        return not is_so or alike
    return is_so != denied


def _alike(off: Decimal, right: Side, evidence: Evidence) -> bool:
    if right.is_usual:
        mild: int = table("heart_rate")["delta"]["bands"][0]["to"]
        return evidence.facts.rhr_delta_flag == "none" and abs(off) < mild
    return off == 0 or (right.low != 0 and abs(off) / right.low < _MUCH)


_AT_LEAST, _BEYOND = re.compile(r"\W?이상"), re.compile(r"\W?(?:넘게|초과|[을를이가]? ?넘)")


def _by(one: Compared, off: Decimal, field: str, right: Decimal) -> bool:
    """Say whether the difference is as large as is said."""
    gap, size = one.gap, abs(off)
    if gap is None or gap.low is None or gap.is_range:
        return False
    said = gap.low
    if gap.unit == "pct" and field != "oxygen_saturation":
        return right != 0 and abs(size / right * 100 - said) <= _RELATIVE_ROOM
    if gap.unit == "min":
        size *= 60
    if _AT_LEAST.match(one.behind_gap):
        return size >= said
    if _BEYOND.match(one.behind_gap) and one.way != "past":
        return size > said
    room = Decimal("0.5") if gap.unit == "min" else Decimal(0)
    off_by = size - said
    leans_right = not gap.lean or off_by * gap.lean >= 0
    return abs(off_by) <= room + gap.tolerance * said and (leans_right or abs(off_by) <= room)


def _change(one: Compared, field: str, evidence: Evidence) -> Proposition | None:
    """Judge a difference that is itself compared with a number."""
    delta = evidence.facts.rhr_delta_bpm
    told = of_field(one.reference, "resting_heart_rate")
    if field != "resting_heart_rate" or len(told) != 1 or told[0].low is None:
        return None
    if delta is None:
        return _found(one, unsupported("STD-HR-030", "평소 값이 입력에 없어 비교할 수 없어요"))
    size, edge = abs(Decimal(delta)), told[0].low
    return _found(one, _wrong(one, field, Side(size, size), Side(edge, edge), evidence), field)
