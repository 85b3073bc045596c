"""Judging the edges that a standard prints: its ranges, its thresholds, how far a reading is from one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.numbers import exact
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import RULES, holds, ranges, thresholds
from wearable_coach.verification.number_judges import MINUTES_AN_HOUR, number
from wearable_coach.verification.wording import edge_words, named, plain, with_unit


class PrintedRange(NamedTuple):
    """A range of a standard: "60~100bpm"."""

    field: str
    called: frozenset[str] | None
    """The classes that it is called by, None when it is not called."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the standard prints it, and for which class."""
        field, called = self
        key = number(bound[0]), number(bound[-1])
        known = ranges(field)
        rule = RULES[field]
        if key not in known:
            told = f"{_label(field)}: {bound[0]}~{bound[-1]}"
            return contradicted(rule, f"{told}은 기준표에 없는 범위예요")
        if called is not None and known[key].isdisjoint(called):
            right = named(field, known[key])
            return contradicted(rule, f"{bound[0]}~{bound[-1]}: 맞는 분류는 {right}")
        if field == "sleep_hr" and called is None and evidence.older:
            return _adults_sleep(rule, key[1])
        return None


def _adults_sleep(rule: str, upper: Decimal) -> Objection | None:
    row = table("sleep")
    if upper != row["recommended_h"]["adult"][1]:
        return None
    age, (low, high) = row["older_from_age"], row["recommended_h"]["older_adult"]
    return contradicted(rule, f"{age}세 이상은 권장 {low}~{high}시간이에요")


class PrintedEdge(NamedTuple):
    """A threshold of a standard: "95% 이상"."""

    field: str
    op: str
    """ge, gt, le or lt."""
    called: frozenset[str] | None = None
    """The classes that are named with it, None when none is."""
    asserted: bool = False
    """Whether it is said of the person."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the standard prints it, for which class, and whether the person is there."""
        field, op, called, asserted = self
        edge = number(bound[0])
        known = thresholds(field)
        rule = RULES[field]
        if (op, edge) not in known:
            told = f"({edge_words(bound[0], op)})"
            return contradicted(rule, f"{_label(field)}: 기준표에 없는 경계예요 {told}")
        if called is not None and known[op, edge].isdisjoint(called):
            right = named(field, known[op, edge])
            return contradicted(rule, f"{edge_words(bound[0], op)}: 맞는 분류는 {right}")
        actual = evidence.value(field)
        if asserted and actual is not None and not holds(op, actual, edge):
            shown = with_unit(field, plain(actual))
            return contradicted(rule, f"{_label(field)} {shown}: 이 경계와 맞지 않아요")
        return None


class ComparedEdge(NamedTuple):
    """An edge of a field that its reading is compared with: "95%보다 낮아요"."""

    field: str
    direction: str
    """up, down or nothing."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the number is an edge and the direction true."""
        field, direction = self
        told = number(bound[0])
        actual = evidence.value(field)
        if told not in _edges(field):
            rule = RULES[field]
            return contradicted(rule, f"{_label(field)}: {bound[0]}은 기준표의 경계가 아니에요")
        if direction and actual is not None and not _direction_true(direction, actual, told):
            return contradicted(
                "VER-CMP-001", f"방향이 반대예요: 오늘 {plain(actual)}, 견준 값 {bound[0]}"
            )
        return None


def _label(field: str) -> str:
    return LABELS.get(field, field)


def _edges(field: str) -> set[Decimal]:
    return {edge for _, edge in thresholds(field)}


def _direction_true(direction: str, actual: Decimal, reference: Decimal) -> bool:
    return actual > reference if direction == "up" else actual < reference


class EdgeDistance(NamedTuple):
    """How far a reading is from an edge: "권장보다 1시간 짧아요"."""

    field: str
    direction: str
    """up, down or nothing."""
    scale: str = "1"
    """What takes the written number to the field's unit."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether some edge is that far away, in that direction."""
        field, direction, scale = self
        actual = evidence.value(field)
        if actual is None:
            return unsupported("VER-SOURCE-001", f"{_label(field)}: 입력에 없는 값이에요")
        told = number(bound[0]) * Decimal(scale)
        if len(bound) > 1:
            told = number(bound[0]) + number(bound[1]) / MINUTES_AN_HOUR
        slack = _sleep_slack_h() if field == "sleep_hr" else 0
        for edge in _edges(field):
            if abs(abs(actual - edge) - told) <= slack and (
                not direction or (actual > edge) == (direction == "up")
            ):
                return None
        shown = with_unit(field, plain(actual))
        return contradicted("VER-CMP-001", f"{_label(field)} {shown}: 기준과의 차이가 달라요")


@cache
def _sleep_slack_h() -> Decimal:
    return exact(table("sleep")["text_tolerance_h"])
