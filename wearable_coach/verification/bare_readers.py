"""Numbers without a unit, ratings of exertion, and what no other reader covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.standards.table import table
from wearable_coach.verification import number_judges as nj
from wearable_coach.verification.claims import Finding, contradicted, pure, unsupported
from wearable_coach.verification.doses import read_dose
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.norms import thresholds
from wearable_coach.verification.plain_readers import read_nowhere, read_plain
from wearable_coach.verification.progress_readers import within_weeks
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.rpe_judges import rpe_range
from wearable_coach.verification.sentence import Quantity

_LIST = re.compile(rf"^[\s#>*|-]*{SLOT}(?:[.)]|\ufe0f?\u20e3)")


_BARE_GAP = re.compile(
    r"(?:은|는|이|가|도|[:=|\s*(,'\"]|값|약|오늘|현재|수치|지수|으로|만|현재값|측정값|평균)*"
)


_CLAUSE = 16
"""How far apart two compared numbers stand at most [characters]."""
_LONGEST_LIST = 30
_BARE_FIELDS = (
    "heart_rate",
    "resting_heart_rate",
    "baseline_rhr",
    "oxygen_saturation",
    "steps",
    "distance_km",
    "active_calories",
    "weight",
    "bmi",
    "sleep_hr",
    "hrmax",
    "hrr",
    "age",
    "rpe",
)


def read_bare(r: Reading, q: Quantity) -> None:
    """Read a number without a unit."""
    if _LIST.match(r.text) and r.text.index(SLOT) == q.start and q.first == 0:
        r.claim(q, "list", "VER-LIST-001", _list_mark, None)
        return
    for mention in reversed(r.mentions):
        if (
            mention.end <= q.start
            and mention.field in _BARE_FIELDS
            and _BARE_GAP.fullmatch(r.text[mention.end : q.start])
        ):
            _bare_value(r, q, mention.field)
            return
    row_gap = r.text[: q.start].rpartition("|")[2]
    if r.row in _BARE_FIELDS and (
        _BARE_GAP.fullmatch(row_gap) or re.search(r":\s*\**$", r.text[: q.start])
    ):
        _bare_value(r, q, r.row)
        return
    if _compared(r, q):
        r.claim(q, "number:compared", "VER-NUM-001", _any_known, None)
        return
    r.claim(q, "number", "VER-NUM-001", unknown_number if q.is_range else _emergency, None)


def _compared(r: Reading, q: Quantity) -> bool:
    """Whether a bare number is one of two that a sentence compares ("60보다 높은 62")."""
    return any(
        abs(p.start - q.start) < _CLAUSE and "than" in {p.op, q.op}
        for p in r.quantities
        if p is not q
    )


def _any_known(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    told = nj.number(bound[0])
    if any(bound[0] in evidence.usual(f) for f in (*VITAL_FIELDS, "baseline_rhr", "hrmax", "hrr")):
        return None
    if any(
        told == edge
        for f in ("resting_heart_rate", "bmi", "oxygen_saturation", "steps", "sleep_hr")
        for _, edge in thresholds(f)
    ):
        return None
    return unsupported("VER-NUM-001", f"{bound[0]}: 근거가 없는 숫자예요")


def _bare_value(r: Reading, q: Quantity, field: str) -> None:
    if field == "rpe":
        read_rpe(r, q)
    elif field in {"bmi", "steps"} or (field == "oxygen_saturation" and (q.op or q.is_range)):
        read_plain(r, q, field)
    else:
        r.claim(q, f"value:{field}", "VER-VALUE-001", nj.value, (field, q.approx, "1"))


@pure
def _list_mark(_led: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    return (
        None
        if Decimal(bound[0].replace(",", "")) <= _LONGEST_LIST
        else unsupported("VER-NUM-001", "근거가 없는 숫자예요")
    )


@pure
def _emergency(_led: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    if bound[0] == str(table("safety")["emergency_number"]):
        return None
    return unsupported("VER-NUM-001", f"{bound[0]}: 근거가 없는 숫자예요")


def unknown_number(_led: Evidence, bound: Sequence[str], _args: object) -> Finding:
    """Refuse a number that nothing supports."""
    return unsupported("VER-NUM-001", f"{'~'.join(bound)}: 근거가 없는 숫자예요")


def read_rpe(r: Reading, q: Quantity) -> None:
    """Read a rating of perceived exertion."""
    if q.is_range and (re.search(r"척도|점수|범위", r.rest(q, 8)) or not r.near(q, "rpe", 8)):
        r.claim(q, "rpe:scale", "STD-INT-001", rpe_range, (frozenset(), False))
        return
    r.claim(q, "rpe", "STD-INT-001", rpe_range, (r.level_of(q), r.advised(q)))


def read_other(r: Reading, q: Quantity) -> None:
    """Read what is left: stages, METs, heights, counts of things."""
    unit = q.unit
    if unit in {"mmhg", "ms", "ml"} and unit != "ml":
        read_nowhere(r, q)
    elif unit == "mets":
        r.claim(
            q,
            "norm:mets",
            "STD-INT-001",
            nj.normal_range if q.is_range else nj.threshold,
            ("mets", None) if q.is_range else ("mets", q.op or "ge", None, False),
        )
    elif unit == "metmin":
        r.claim(q, "norm:metmin", "STD-FITT-001", _met_minutes, None)
    elif unit == "stage" and re.search(r"안전|단계", r.before(q, 10)):
        r.claim(q, "value:safety_level", "STD-SAFE-001", _level, None)
    elif unit == "stage" and (q.start < 4 or r.rest(q, 1) in {":", "."}):  # noqa: PLR2004 - a heading of steps
        r.claim(q, "list", "VER-LIST-001", _list_mark, None)
    elif unit == "weekno":
        r.claim(
            q,
            "progress:weeks",
            "STD-FITT-001",
            within_weeks,
            (1, table("activity")["acsm_fitt"]["progression"]["over_weeks"][1]),
        )
    elif not read_dose(r, q) and unit == "things":
        r.claim(q, "count", "VER-COUNT-001", _list_mark, None)


@pure
def _met_minutes(_led: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    allowed = {Decimal(x) for x in table("activity")["acsm_fitt"]["met_min_week"]}
    return (
        None
        if all(nj.number(b) in allowed for b in bound)
        else contradicted("STD-FITT-001", "ACSM은 주 500~1,000 MET·분이에요")
    )


def _level(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    if bound[0] == str(evidence.facts.safety_level):
        return None
    return contradicted("STD-SAFE-001", f"안전 단계는 {evidence.facts.safety_level}이에요")
