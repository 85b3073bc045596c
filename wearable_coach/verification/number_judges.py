"""Judging bound numbers against the evidence: values, differences, what a table fixes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from wearable_coach.standards.labels import withheld_label
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.wording import plain, signed, with_unit

_TOLERANCE_BPM = "text_tolerance_bpm"


MINUTES_AN_HOUR = 60


def number(written: str) -> Decimal:
    """Return a written number exactly, thousands separators taken out."""
    return Decimal(written.replace(",", ""))


def rule_of(field: str) -> str:
    """Return the id of the rule that speaks of a field's value."""
    return "VER-VALUE-001" if field not in {"hrmax", "hrr"} else "STD-HR-001"


class StatedValue(NamedTuple):
    """A value that is stated of the day or the person."""

    field: str
    approx: bool = False
    """Whether "약" stands with it."""
    scale: str = "1"
    """What takes the written number to the field's unit."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it: exact, or rounded as it may be written."""
        field, approx, scale = self
        written = bound[0]
        if scale == "1" and (written in evidence.usual(field) or written in evidence.shown(field)):
            return None
        actual = evidence.value(field)
        if actual is None:
            return _not_known(evidence, field)
        told = number(written) * Decimal(scale)
        if told == actual:
            return None
        if scale == "1" and _rounded(evidence, field, written, actual, approx=approx):
            return None
        right = with_unit(field, (evidence.usual(field) or (plain(actual),))[0])
        return contradicted(rule_of(field), f"{LABELS.get(field, field)}: 맞는 값은 {right}")


def _not_known(evidence: Evidence, field: str) -> Objection:
    derived = field in {"hrmax", "hrr", "pct_hrr", "pct_hrmax"}
    why = withheld_label(evidence.facts.hr_targets_withheld) if derived else ""
    return unsupported(
        "VER-SOURCE-001",
        f"{LABELS.get(field, field)}: 입력에 없는 값이에요{f' ({why})' if why else ''}",
    )


def _rounded(
    evidence: Evidence, field: str, written: str, actual: Decimal, *, approx: bool
) -> bool:
    told = number(written)
    classes = evidence.bands_of(field)
    if classes is not None and classes.name_of(told) != classes.name_of(actual):
        return False
    if field in {"pct_hrr", "pct_hrmax"} and "." not in written:
        return told == half_up(actual)
    if not approx:
        return False
    if field in {"hrmax", "hrr"} and "." not in written:
        return abs(told - actual) <= tolerance_bpm()
    places = len(written.partition(".")[2])
    unit = Decimal(1).scaleb(-places)
    if "." not in written and field in {"steps", "active_calories"}:
        digits = written.replace(",", "")
        unit = Decimal(10) ** min(len(digits) - len(digits.rstrip("0")), len(str(int(actual))) - 2)
    return bool((actual / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit == told)


class StatedDifference(NamedTuple):
    """How far one reading is from another: "12bpm 높아요"."""

    of: str
    """``rhr_delta``, or two fields with a hyphen between."""
    direction: str
    """up, down or nothing."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge the size and the direction."""
        of, direction = self
        actual = _difference(evidence, of)
        rule = "STD-HR-030" if of == "rhr_delta" else "VER-CMP-001"
        if actual is None:
            return unsupported(rule, "견줄 기준값(평소 값)이 입력에 없어요")
        if abs(actual) != number(bound[0]):
            return contradicted(rule, f"맞는 차이는 {signed(actual)}")
        if direction and actual != 0 and (actual > 0) != (direction == "up"):
            return contradicted("VER-CMP-001", f"방향이 반대예요: 차이는 {signed(actual)}")
        return None


def _difference(evidence: Evidence, name: str) -> Decimal | None:
    if name == "rhr_delta":
        return evidence.value("rhr_delta")
    first, _, second = name.partition("-")
    a, b = evidence.value(first), evidence.value(second)
    return None if a is None or b is None else a - b


class FixedNumber(NamedTuple):
    """A number that a table fixes."""

    allowed: frozenset[str]
    """The ways to write it."""
    refusal: Objection

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Refuse any other number."""
        return None if all(b in self.allowed for b in bound) else self.refusal


def tolerance_bpm() -> int:
    """Return how far a text may be from a target [beats/min]."""
    allowed: int = table("heart_rate")["karvonen"][_TOLERANCE_BPM]
    return allowed


def close_bpm(written: str, target: int) -> bool:
    """Say whether a written target is within the text tolerance."""
    return abs(exact(number(written)) - target) <= tolerance_bpm()
