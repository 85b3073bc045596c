"""Numbers without a unit, ratings of exertion, and what no other reader covers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, Remembered, contradicted, unsupported
from wearable_coach.verification.doses import read_dose
from wearable_coach.verification.edge_judges import PrintedEdge, PrintedRange
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.norms import thresholds
from wearable_coach.verification.number_judges import StatedValue, number
from wearable_coach.verification.plain_readers import read_nowhere, read_plain
from wearable_coach.verification.progress_readers import Weeks
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.rpe_judges import RpeRange
from wearable_coach.verification.sentence import Quantity

_LIST = re.compile(rf"^[\s#>*|-]*{SLOT}(?:[.)]|\ufe0f?\u20e3)")


_BARE_GAP = re.compile(
    r"(?:은|는|이|가|도|[:=|\s*(,'\"]|값|약|오늘|현재|수치|지수|으로|만|현재값|측정값|평균)*"
)


_CLAUSE = 16
"""How far apart two compared numbers stand at most [characters]."""
_LONGEST_LIST = 30
_BARE_FIELDS = frozenset((*VITAL_FIELDS, "baseline_rhr", "hrmax", "hrr", "age", "rpe"))


def read_bare(r: Reading, q: Quantity) -> None:
    """Read a number without a unit."""
    if _LIST.match(r.text) and r.text.index(SLOT) == q.start and q.first == 0:
        r.claim(q, "list", "VER-LIST-001", Remembered(_ListMark()))
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
        r.claim(q, "number:compared", "VER-NUM-001", _AnyKnown())
        return
    r.claim(
        q,
        "number",
        "VER-NUM-001",
        UnknownNumber() if q.is_range else Remembered(_EmergencyNumber()),
    )


def _compared(r: Reading, q: Quantity) -> bool:
    """Whether a bare number is one of two that a sentence compares ("60보다 높은 62")."""
    return any(
        abs(p.start - q.start) < _CLAUSE and "than" in {p.op, q.op}
        for p in r.quantities
        if p is not q
    )


class _AnyKnown:
    """A number that may be any reading or any edge of a standard."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        told = number(bound[0])
        if any(
            bound[0] in evidence.usual(f) for f in (*VITAL_FIELDS, "baseline_rhr", "hrmax", "hrr")
        ):
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
        r.claim(q, f"value:{field}", "VER-VALUE-001", StatedValue(field, q.approx))


class _ListMark:
    """The number of an item, or of a few things."""

    __slots__ = ()

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        if number(bound[0]) <= _LONGEST_LIST:
            return None
        return unsupported("VER-NUM-001", "근거가 없는 숫자예요")


class _EmergencyNumber:
    """A number alone: only that of the ambulance may stand so."""

    __slots__ = ()

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        if bound[0] == str(table("safety")["emergency_number"]):
            return None
        return unsupported("VER-NUM-001", f"{bound[0]}: 근거가 없는 숫자예요")


class UnknownNumber:
    """A number that nothing supports."""

    __slots__ = ()

    def judge(self, _evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Refuse it."""
        return unsupported("VER-NUM-001", f"{'~'.join(bound)}: 근거가 없는 숫자예요")


def read_rpe(r: Reading, q: Quantity) -> None:
    """Read a rating of perceived exertion."""
    if q.is_range and (re.search(r"척도|점수|범위", r.rest(q, 8)) or not r.near(q, "rpe", 8)):
        r.claim(q, "rpe:scale", "STD-INT-001", RpeRange(frozenset(), advised=False))
        return
    r.claim(q, "rpe", "STD-INT-001", RpeRange(r.level_of(q), r.advised(q)))


def _is_step(r: Reading, q: Quantity) -> bool:
    """Say whether a number heads a step of several, which a temperature does not: 2단계, and 열이 38도."""
    is_first = q.start < 4 and "도" not in r.text[q.start : q.end]  # noqa: PLR2004 - a heading
    return is_first or r.rest(q, 1) in {":", "."}


def read_other(r: Reading, q: Quantity) -> None:
    """Read what is left: stages, METs, heights, counts of things."""
    unit = q.unit
    if unit in {"mmhg", "ms", "ml"} and unit != "ml":
        read_nowhere(r, q)
    elif unit == "mets":
        norm = PrintedRange("mets", None) if q.is_range else PrintedEdge("mets", q.op or "ge")
        r.claim(q, "norm:mets", "STD-INT-001", norm)
    elif unit == "metmin":
        r.claim(q, "norm:metmin", "STD-FITT-001", Remembered(_MetMinutes()))
    elif unit == "stage" and re.search(r"안전|단계", r.before(q, 10)):
        r.claim(q, "value:safety_level", "STD-SAFE-001", _SafetyLevel())
    elif unit == "stage" and _is_step(r, q):
        r.claim(q, "list", "VER-LIST-001", Remembered(_ListMark()))
    elif unit == "weekno":
        weeks = Remembered(Weeks(1, table("activity")["acsm_fitt"]["progression"]["over_weeks"][1]))
        r.claim(q, "progress:weeks", "STD-FITT-001", weeks)
    elif not read_dose(r, q) and unit == "things":
        r.claim(q, "count", "VER-COUNT-001", Remembered(_ListMark()))


class _MetMinutes:
    """The ACSM's MET minutes a week."""

    __slots__ = ()

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        low, high = table("activity")["acsm_fitt"]["met_min_week"]
        if all(number(b) in {low, high} for b in bound):
            return None
        return contradicted("STD-FITT-001", f"ACSM은 주 {low:,}~{high:,} MET·분이에요")


class _SafetyLevel:
    """The safety level of the day."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        level = evidence.facts.safety_level
        if bound[0] == str(level):
            return None
        return contradicted("STD-SAFE-001", f"안전 단계는 {level}이에요")
