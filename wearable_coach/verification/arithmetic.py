"""Shown working: "63 + 0.40 × (176.5 − 63) = 108.4 → 108bpm", "30분 × 5일 = 주 150분"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from wearable_coach.standards.labels import withheld_label
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Finding, contradicted, pure, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.expressions import (
    LINK,
    evaluate,
    is_expression,
    pieces_of,
    tokens_of,
)
from wearable_coach.verification.formulas import read_formulas
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.wording import plain


def read_arithmetic(r: Reading) -> None:
    """Claim every equation of the sentence; its numbers are answered for."""
    read_formulas(r)
    if not LINK.search(r.text):
        return
    pieces = pieces_of(r.text)
    links = [m.group() for m in LINK.finditer(r.text)]
    for k in range(len(pieces) - 1):
        left, right = pieces[k][1], pieces[k + 1][0]
        if left is None or right is None:
            continue
        before, after = r.text.count(SLOT, 0, left[0]), r.text.count(SLOT, 0, right[1])
        if r.text.count(SLOT, *left) == 0 or r.text.count(SLOT, *right) == 0:
            continue
        units = [q.unit for q in r.quantities if left[0] <= q.start < right[1]]
        tokens = tokens_of(r.text[left[0] : left[1]])
        doubled = bool(re.search(r"환산|상당|등가", r.text[left[1] : right[1] + 10]))
        whole = bool(re.search("목표|하한|상한", r.text)) and not re.search("[+＋]", r.text)
        args = (
            tokens,
            r.text.count(SLOT, *left),
            _arrow(r.text, left[1], right[0]),
            tuple(units),
            doubled,
            whole,
        )
        if args[2] and not is_expression(tokens):
            continue
        kind = "arithmetic:week" if "min" in units else "arithmetic"
        shown_before = k > 0 and links[k - 1] in "=＝"
        if any(t in "*/+-" for t in tokens if isinstance(t, str)) or (args[2] and shown_before):
            judge = weekly_equation if "min" in units else equation
            r.add(
                kind, "VER-MATH-001", judge, args, span=(left[0], right[1]), slots=(before, after)
            )
            r.done.update(q.start for q in r.quantities if left[0] <= q.start < right[1])
            if kind == "arithmetic:week" and not args[2] and r.section != "progress":
                r.notes.append(
                    (
                        "week",
                        before,
                        before + args[1],
                        (tokens, tuple(units), doubled, _vigorous(r.text[: left[1]])),
                    )
                )


def _vigorous(text: str) -> bool:
    return "고강도" in text and "중강도" not in text


def _arrow(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"[→⇒≈≒]", text[start:end]))


def equation(
    evidence: Evidence,
    bound: Sequence[str],
    args: tuple[tuple[str | None, ...], int, bool, tuple[str, ...], bool, bool],
) -> Finding | None:
    """Judge one equation: its operands are facts, and its result is right as written."""
    tokens, size, arrow, units, doubled, whole = args
    left, right = list(bound[:size]), bound[size]
    value = evaluate(tokens, left)
    if value is None:
        return unsupported("VER-MATH-001", "계산식을 읽을 수 없어요")
    if doubled and "min" in units and "2" not in left:
        value *= table("activity")["who_2020"]["adult"]["vigorous_counts_as"]
    places = len(right.partition(".")[2])
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if shown != number(right):
        return contradicted("VER-MATH-001", f"바르게 계산한 값은 {plain(value)}")
    if "min" in units or (arrow and size == 1):
        return None
    return _operands(evidence, tokens, left, value, whole=whole)


@pure
def weekly_equation(
    evidence: Evidence,
    bound: Sequence[str],
    args: tuple[tuple[str | None, ...], int, bool, tuple[str, ...], bool, bool],
) -> Finding | None:
    """Judge an equation of minutes, which rests on its own numbers alone."""
    return equation(evidence, bound, args)


def _operands(
    evidence: Evidence,
    tokens: Sequence[str | None],
    left: Sequence[str],
    value: Decimal,
    *,
    whole: bool,
) -> Finding | None:
    share = _share(tokens, left)
    if share is not None and (evidence.facts.hr is not None or "(" in tokens):
        return _karvonen(evidence, share, value, whole=whole)
    if len(left) <= _OF_FORMULA and (name := _formula_of(left)) is not None:
        return _predicted(evidence, name, value)
    unknown = [n for n in left if not _known(evidence, n)]
    if unknown:
        return contradicted("VER-MATH-001", f"{', '.join(unknown)}: 근거가 없는 값으로 계산했어요")
    return None


def _karvonen(evidence: Evidence, share: Decimal, value: Decimal, *, whole: bool) -> Finding | None:
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


def _predicted(evidence: Evidence, name: str, value: Decimal) -> Finding | None:
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


def _share(tokens: Sequence[str | None], left: Sequence[str]) -> Decimal | None:
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


def written_share(tokens: Sequence[str | None]) -> bool:
    """Say whether an expression is of Karvonen's form and not a prediction from age (a − b × age)."""
    return "(" in tokens or "+" in tokens or ("-" not in tokens)


def _known(evidence: Evidence, written: str) -> bool:
    if written in {"2", "100", "1000", "1,000", "60"}:
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


def week_facts(
    note: tuple[tuple[str | None, ...], tuple[str, ...], bool, bool], bound: Sequence[str]
) -> tuple[set[Decimal], set[Decimal], set[Decimal]]:
    """Return (minutes, days, totals) that a weekly equation states, computed and not as written."""
    tokens, units, doubled, vigorous = note
    minutes = {number(b) for b, u in zip(bound, units, strict=False) if u == "min"}
    days = {number(b) for b, u in zip(bound, units, strict=False) if u in {"day", "times"}}
    value = evaluate(tokens, list(bound))
    totals = set() if value is None else {value}
    if value is not None and (doubled or vigorous):
        totals.add(value * 2)
    terms = _terms(tokens, bound)
    return minutes, days, totals | terms


def _terms(tokens: Sequence[str | None], bound: Sequence[str]) -> set[Decimal]:
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
