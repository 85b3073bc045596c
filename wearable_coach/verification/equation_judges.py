"""Judging shown working: its operands, its result, and the week that it states."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from wearable_coach.standards.labels import withheld_label
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.expressions import Tokens, evaluate
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.week_judges import vigorous_counts_as
from wearable_coach.verification.wording import plain


class Working(NamedTuple):
    """Shown working, as the sentence has it."""

    tokens: Tokens
    """Left of the equals sign."""
    size: int
    """How many numbers stand left of it."""
    units: tuple[str, ...]
    arrow: bool
    """Whether an arrow or "about" stands for the equals sign."""
    doubled: bool = False
    """Whether vigorous minutes are counted twice."""
    whole: bool = False
    """Whether the result must be the whole target, and not its part of the reserve alone."""


class Equation(NamedTuple):
    """An equation: "208 − 0.7 × 45 = 176.5"."""

    working: Working

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether its result is right as written, and its operands facts."""
        working = self.working
        value, wrong = _result(working, bound)
        if wrong or value is None or (working.arrow and working.size == 1):
            return wrong
        return _operands(evidence, working, bound[: working.size], value)


class WeeklyEquation(NamedTuple):
    """An equation of minutes, which rests on its own numbers alone: "30분 × 5일 = 주 150분"."""

    working: Working

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Judge whether its result is right as written."""
        return _result(self.working, bound)[1]


def _result(working: Working, bound: Sequence[str]) -> tuple[Decimal | None, Objection | None]:
    """Return what an equation comes to, and what is wrong with the result that is written."""
    left, right = bound[: working.size], bound[working.size]
    value = evaluate(working.tokens, left)
    if value is None:
        return None, unsupported("VER-MATH-001", "계산식을 읽을 수 없어요")
    twice = vigorous_counts_as()
    if working.doubled and "min" in working.units and str(twice) not in left:
        value *= twice
    places = len(right.partition(".")[2])
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if shown != number(right):
        return value, contradicted("VER-MATH-001", f"바르게 계산한 값은 {plain(value)}")
    return value, None


def _operands(
    evidence: Evidence, working: Working, left: Sequence[str], value: Decimal
) -> Objection | None:
    share = _share(working.tokens, left)
    if share is not None and (evidence.facts.hr is not None or "(" in working.tokens):
        return _karvonen(evidence, share, value, whole=working.whole)
    if len(left) <= _OF_FORMULA and (name := _formula_of(left)) is not None:
        return _predicted(evidence, name, value)
    unknown = [n for n in left if not _known(evidence, n)]
    if unknown:
        return contradicted("VER-MATH-001", f"{', '.join(unknown)}: 근거가 없는 값으로 계산했어요")
    return None


def _karvonen(
    evidence: Evidence, share: Decimal, value: Decimal, *, whole: bool
) -> Objection | None:
    hr = evidence.facts.hr
    if hr is None:
        why = withheld_label(evidence.facts.hr_targets_withheld)
        return contradicted("STD-HR-011", f"목표 심박수를 계산할 수 없어요 ({why})")
    right = hr.rhr_used_bpm + share * hr.hrr_bpm
    if value == right or (not whole and value == share * hr.hrr_bpm):
        return None
    used = f"안정시 {hr.rhr_used_bpm}bpm, 최대 {plain(hr.hrmax_bpm)}bpm"
    return contradicted("STD-HR-010", f"카보넨으로는 {plain(right)}bpm이에요 ({used})")


_OF_FORMULA = 3
"""Numbers of a prediction from age: intercept, slope, age."""


def _formula_of(left: Sequence[str]) -> str | None:
    numbers = {number(n) for n in left}
    for name, line in table("heart_rate")["hrmax"]["formulas"].items():
        if Decimal(line["intercept"]) in numbers:
            return str(name)
    return None


def _predicted(evidence: Evidence, name: str, value: Decimal) -> Objection | None:
    row = table("heart_rate")["hrmax"]
    chosen = row["selectable"][evidence.formula]
    if name != chosen:
        written = row["formulas"][chosen]["written_ko"]
        return contradicted("STD-HR-001", f"이 데이터의 공식은 {written}예요")
    known = evidence.value("hrmax")
    if known is None:
        why = withheld_label(evidence.facts.hr_targets_withheld)
        return unsupported("STD-HR-001", f"최대심박수를 계산할 수 없어요 ({why})")
    if value == known:
        return None
    return contradicted("STD-HR-001", f"최대심박수 추정치는 {plain(known)}bpm이에요")


def _share(tokens: Tokens, left: Sequence[str]) -> Decimal | None:
    if "*" not in tokens:
        return None
    given = iter(left)
    for k, token in enumerate(tokens):
        if token is None:
            told = number(next(given))
            percent = k + 1 < len(tokens) and tokens[k + 1] == "%"
            if percent:
                return told / 100
            if 0 < told < 1 and written_share(tokens):
                return told
    return None


def written_share(tokens: Tokens) -> bool:
    """Say whether an expression is of Karvonen's form and not a prediction from age (a − b × age)."""
    return "(" in tokens or "+" in tokens or ("-" not in tokens)


_CONVERSIONS = frozenset({"60", "100", "1000", "1,000"})
"""Minutes an hour, centimetres a metre and parts of a percentage, metres a kilometre."""


def _known(evidence: Evidence, written: str) -> bool:
    if written in _CONVERSIONS or written == str(vigorous_counts_as()):
        return True
    return any(
        written in evidence.shown(f)
        for f in (
            "heart_rate",
            "resting_heart_rate",
            "baseline_rhr",
            "hrmax",
            "hrr",
            "age",
            "weight",
            "bmi",
            "height_cm",
            "steps",
            "distance_km",
            "active_calories",
            "sleep_hr",
            "implied_height",
            "rhr_delta",
            "stride",
            "pct_hrr",
        )
    ) or (
        evidence.profile.height_cm is not None
        and number(written) * 100 == Decimal(str(evidence.profile.height_cm))
    )


class StatedWeek(NamedTuple):
    """A week as the answer reckons it: "30분 × 5일 = 주 150분"."""

    tokens: Tokens
    units: tuple[str, ...]
    twice: bool
    """Whether its minutes may be counted twice."""

    def note(self, evidence: Evidence, bound: Sequence[str], /) -> None:
        """Put its minutes, days and sums among the evidence, computed and not as written."""
        told = tuple(zip(bound, self.units, strict=False))
        evidence.week_minutes |= {number(b) for b, u in told if u == "min"}
        evidence.week_days |= {number(b) for b, u in told if u in {"day", "times"}}
        value = evaluate(self.tokens, bound)
        if value is not None:
            evidence.week_totals |= {value, value * vigorous_counts_as()} if self.twice else {value}
        evidence.week_totals |= _terms(self.tokens, bound)


def _terms(tokens: Tokens, bound: Sequence[str]) -> set[Decimal]:
    found: set[Decimal] = set()
    part: list[str | None] = []
    used = 0
    for token in [*tokens, "+"]:
        if token in {"+", "-"}:
            size = part.count(None)
            value = evaluate(part, bound[used : used + size])
            if value is not None and size > 1:
                found.add(value)
            used, part = used + size, []
        else:
            part.append(token)
    return found
