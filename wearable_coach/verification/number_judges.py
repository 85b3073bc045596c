"""Judging bound numbers against the evidence: values, ranges, thresholds, differences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from wearable_coach.standards.labels import withheld_label
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Finding, contradicted, pure, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import RULES, holds, ranges, thresholds
from wearable_coach.verification.wording import edge_words, named, plain, signed, with_unit

_TOLERANCE_BPM = "text_tolerance_bpm"


_MINUTES_AN_HOUR = 60


def number(written: str) -> Decimal:
    """Return a written number exactly, thousands separators taken out."""
    return Decimal(written.replace(",", ""))


def rule_of(field: str) -> str:
    """Return the id of the rule that speaks of a field's value."""
    return "VER-VALUE-001" if field not in {"hrmax", "hrr"} else "STD-HR-001"


def value(evidence: Evidence, bound: Sequence[str], args: tuple[str, bool, str]) -> Finding | None:
    """Judge a stated value. Args: field, whether "약" stands with it, scale to the field's unit."""
    field, approx, scale = args
    written = bound[0]
    if scale == "1" and (written in evidence.usual(field) or written in evidence.shown(field)):
        return None
    actual = evidence.value(field)
    label = LABELS.get(field, field)
    if actual is None:
        derived = field in {"hrmax", "hrr", "pct_hrr", "pct_hrmax"}
        why = withheld_label(evidence.facts.hr_targets_withheld) if derived else ""
        return unsupported(
            "VER-SOURCE-001", f"{label}: 입력에 없는 값이에요{f' ({why})' if why else ''}"
        )
    told = number(written) * Decimal(scale)
    if told == actual:
        return None
    if scale == "1" and _rounded(evidence, field, written, actual, approx=approx):
        return None
    right = with_unit(field, (evidence.usual(field) or (plain(actual),))[0])
    return contradicted(rule_of(field), f"{label}: 맞는 값은 {right}")


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
    places = len(written.partition(".")[2])
    unit = Decimal(1).scaleb(-places)
    if "." not in written and field in {"steps", "active_calories"}:
        digits = written.replace(",", "")
        unit = Decimal(10) ** min(len(digits) - len(digits.rstrip("0")), len(str(int(actual))) - 2)
    return bool((actual / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit == told)


def hours_minutes(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    """Judge sleep written as hours and minutes, minutes rounded half up."""
    actual = evidence.value("sleep_hr")
    if actual is None:
        return unsupported("VER-SOURCE-001", "수면 시간: 입력에 없는 값이에요")
    minutes = half_up(actual * _MINUTES_AN_HOUR)
    told = number(bound[0]) * _MINUTES_AN_HOUR + number(bound[1])
    if told == minutes and number(bound[1]) < _MINUTES_AN_HOUR:
        return None
    whole, rest = divmod(minutes, _MINUTES_AN_HOUR)
    return contradicted("VER-SLEEP-001", f"수면 {plain(actual)}시간은 {whole}시간 {rest}분이에요")


def sleep_minutes(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    """Judge sleep written in minutes."""
    actual = evidence.value("sleep_hr")
    if actual is None:
        return unsupported("VER-SOURCE-001", "수면 시간: 입력에 없는 값이에요")
    if number(bound[0]) == half_up(actual * _MINUTES_AN_HOUR):
        return None
    return contradicted("VER-SLEEP-001", f"수면은 {half_up(actual * 60)}분이에요")


def normal_range(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, frozenset[str] | None]
) -> Finding | None:
    """Judge a printed range of a standard. Args: field, the classes it is called by (or None)."""
    field, called = args
    key = number(bound[0]), number(bound[-1])
    known = ranges(field)
    rule = RULES[field]
    if key not in known:
        return contradicted(
            rule, f"{LABELS.get(field, field)}: {bound[0]}~{bound[-1]}은 기준표에 없는 범위예요"
        )
    if called is not None and known[key].isdisjoint(called):
        return contradicted(rule, f"{bound[0]}~{bound[-1]}: 맞는 분류는 {named(field, known[key])}")
    if (
        field == "sleep_hr"
        and called is None
        and key[1] == Decimal(table("sleep")["recommended_h"]["adult"][1])
        and evidence.older
    ):
        return contradicted(rule, "65세 이상은 권장 7~8시간이에요")
    return None


def threshold(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, str, frozenset[str] | None, bool]
) -> Finding | None:
    """Judge a printed threshold. Args: field, comparator, classes named with it, whether asserted."""
    field, op, called, asserted = args
    edge = number(bound[0])
    known = thresholds(field)
    rule = RULES[field]
    if (op, edge) not in known:
        return contradicted(
            rule, f"{LABELS.get(field, field)}: 기준표에 없는 경계예요 ({edge_words(bound[0], op)})"
        )
    if called is not None and known[op, edge].isdisjoint(called):
        right = named(field, known[op, edge])
        return contradicted(rule, f"{edge_words(bound[0], op)}: 맞는 분류는 {right}")
    actual = evidence.value(field)
    if asserted and actual is not None and not holds(op, actual, edge):
        return contradicted(
            rule,
            f"{LABELS.get(field, field)} {with_unit(field, plain(actual))}: 이 경계와 맞지 않아요",
        )
    return None


def edge_reference(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, str]
) -> Finding | None:
    """Judge "95%보다 낮아요": the number is an edge of the field and the direction is true."""
    field, direction = args
    told = number(bound[0])
    edges = {edge for _, edge in thresholds(field)}
    actual = evidence.value(field)
    rule = RULES[field]
    if told not in edges:
        return contradicted(
            rule, f"{LABELS.get(field, field)}: {bound[0]}은 기준표의 경계가 아니에요"
        )
    if direction and actual is not None and not _direction_true(direction, actual, told):
        return contradicted(
            "VER-CMP-001", f"방향이 반대예요: 오늘 {plain(actual)}, 견준 값 {bound[0]}"
        )
    return None


def _direction_true(direction: str, actual: Decimal, reference: Decimal) -> bool:
    return actual > reference if direction == "up" else actual < reference


def difference(evidence: Evidence, bound: Sequence[str], args: tuple[str, str]) -> Finding | None:
    """Judge "12bpm 높아요". Args: which difference, direction (up, down or nothing)."""
    name, direction = args
    actual = _difference(evidence, name)
    rule = "STD-HR-030" if name == "rhr_delta" else "VER-CMP-001"
    if actual is None:
        return unsupported(rule, "견줄 기준값(평소 값)이 입력에 없어요")
    told = number(bound[0])
    if abs(actual) != told:
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


def edge_distance(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, str, str]
) -> Finding | None:
    """Judge "권장보다 1시간 짧아요". Args: field, direction, scale from the written unit."""
    field, direction, scale = args
    actual = evidence.value(field)
    if actual is None:
        return unsupported("VER-SOURCE-001", f"{LABELS.get(field, field)}: 입력에 없는 값이에요")
    told = number(bound[0]) * Decimal(scale)
    if len(bound) > 1:
        told = number(bound[0]) + number(bound[1]) / _MINUTES_AN_HOUR
    edges = {edge for _, edge in thresholds(field)}
    slack = Decimal("0.009") if field == "sleep_hr" else Decimal(0)
    for edge in edges:
        if abs(abs(actual - edge) - told) <= slack and (
            not direction or (actual > edge) == (direction == "up")
        ):
            return None
    return contradicted(
        "VER-CMP-001",
        f"{LABELS.get(field, field)} {with_unit(field, plain(actual))}: 기준과의 차이가 달라요",
    )


@pure
def exact_number(
    _led: Evidence, bound: Sequence[str], args: tuple[frozenset[str], str, str]
) -> Finding | None:
    """Judge a number that a table fixes. Args: the ways to write it, rule, reason."""
    allowed, rule, reason = args
    return None if all(b in allowed for b in bound) else contradicted(rule, reason)


@pure
def never(_led: Evidence, _bound: Sequence[str], args: tuple[str, str, str]) -> Finding:
    """Refuse a claim for what it is. Args: verdict, rule, reason."""
    verdict, rule, reason = args
    return contradicted(rule, reason) if verdict == "contradicted" else unsupported(rule, reason)


@pure
def always(_led: Evidence, _bound: Sequence[str], _args: object) -> Finding | None:
    """Accept what another claim of the sentence answers for."""
    return None


def tolerance_bpm() -> int:
    """Return how far a text may be from a target [beats/min]."""
    allowed: int = table("heart_rate")["karvonen"][_TOLERANCE_BPM]
    return allowed


def close_bpm(written: str, target: int) -> bool:
    """Say whether a written target is within the text tolerance."""
    return abs(exact(number(written)) - target) <= tolerance_bpm()
