"""What stands on the two sides of a comparison, as numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from wearable_coach.korean import Amount, AmountKind, Bound
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.class_words import words_in
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import hrr_band
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import RULES, norm_bands
from wearable_coach.verification.number_judges import StatedValue
from wearable_coach.verification.propositions.norms_at import edges, within, written_as
from wearable_coach.verification.propositions.phrases import Phrase, words
from wearable_coach.verification.wording import plain

HEART = ("resting_heart_rate", "baseline_rhr", "heart_rate", "rhr_delta")
WITH_NORM = frozenset({"sleep_hr", "resting_heart_rate", "oxygen_saturation", "bmi", "steps"})
UNITS = {
    "sleep_hr": frozenset({"h", "min"}),
    "oxygen_saturation": frozenset({"pct", "pctp", ""}),
    "resting_heart_rate": frozenset({"bpm", "times", "", "decade"}),
    "heart_rate": frozenset({"bpm", "times", ""}),
    "bmi": frozenset({"", "kgm2"}),
    "steps": frozenset({"steps", ""}),
    "distance_km": frozenset({"km", "m"}),
    "active_calories": frozenset({"kcal"}),
    "weight": frozenset({"kg"}),
}
"""In which units each field is told."""
_MOVING = re.compile(r"현재|지금|운동|평균|실시간|방금")
_MINUTES = Decimal(1) / 60
_HALF_A_MINUTE_H = Decimal("0.0084")


class Side(NamedTuple):
    """What stands on one side of a comparison."""

    low: Decimal
    high: Decimal
    """Of a norm its upper edge, else the same."""
    is_usual: bool = False


def of_field(phrase: Phrase, field: str) -> tuple[Amount, ...]:
    """Return the amounts of a phrase that are of a field, ages and years left out."""
    return tuple(a for a in phrase.amounts if a.unit in UNITS[field])


def reading(
    phrase: Phrase | None, field: str, evidence: Evidence, *, usual: bool = False
) -> Side | Objection:
    """Return today's reading, or why what is said of it is wrong."""
    is_now = phrase is not None and _MOVING.search("".join(phrase.lemmas))
    if field == "heart_rate" and usual and not is_now:
        field = "resting_heart_rate"
    value = evidence.value(field)
    if value is None:
        return unsupported("VER-SOURCE-001", f"{_label(field)}: 입력에 없는 값이에요")
    for amount in of_field(phrase, field) if phrase is not None else ():
        is_told = amount.bound is Bound.EXACT and not amount.is_apart
        if is_told and not is_reading(amount, field, value, evidence):
            return contradicted("VER-VALUE-001", f"{_label(field)}: 맞는 값은 {plain(value)}")
    return Side(value, value)


def _label(field: str) -> str:
    return LABELS.get(field, field)


def is_reading(amount: Amount, field: str, value: Decimal, evidence: Evidence) -> bool:
    """Say whether an amount tells a reading rightly."""
    said = in_unit(amount, field)
    if said is None or amount.is_range:
        return False
    if amount.tolerance:
        off = value - said
        return abs(off) <= amount.tolerance * said and off * amount.lean >= 0
    if amount.unit in {"h", "min"}:
        return abs(said - value) <= _HALF_A_MINUTE_H
    return said == value or StatedValue(field).judge(evidence, [str(amount.low)]) is None


def in_unit(amount: Amount, field: str) -> Decimal | None:
    """Return an amount in the unit of its field."""
    if amount.low is None:
        return None
    return amount.low * _MINUTES if field == "sleep_hr" and amount.unit == "min" else amount.low


def side(phrase: Phrase, field: str, evidence: Evidence) -> Side | Objection | None:
    """Return what a reading is compared with, None where it cannot be told."""
    times = next((a.low for a in phrase.amounts if a.unit == "fold"), None)
    found = _side(phrase, field, evidence)
    if times is None or not isinstance(found, Side):
        return found
    return Side(found.low * times, found.high * times)


def _side(phrase: Phrase, field: str, evidence: Evidence) -> Side | Objection | None:
    is_own = phrase.may_be_usual and field in HEART and not phrase.amounts and not phrase.fields
    if phrase.is_usual or is_own:
        return _usual(phrase, evidence)
    if (target := _target(phrase, field, evidence)) is not None:
        return target
    edge = _class_edge(phrase, field)
    if edge is not None or phrase.is_norm:
        return edge or _norm(phrase, field, evidence)
    other = next((f for f in phrase.fields if f != field), None)
    if field in HEART:
        other = rate_of(phrase, evidence) or other
    if other in {"heart_rate", "resting_heart_rate"}:
        return reading(phrase, other, evidence)
    own = of_field(phrase, field)
    if len(own) != 1 or (phrase.fields and field not in phrase.fields):
        return None
    return _number(own[0], field)


def rate_of(phrase: Phrase | None, evidence: Evidence) -> str:
    """Return which heart rate a phrase means: by its words, else by its value; nothing where neither tells."""
    if phrase is None or phrase.is_usual:
        return ""
    said = {*phrase.lemmas, phrase.modifier}
    if not said.isdisjoint(words("at_rest")) or "resting_heart_rate" in phrase.fields:
        return "resting_heart_rate"
    told = of_field(phrase, "heart_rate")
    for rate in ("resting_heart_rate", "heart_rate"):
        value = evidence.value(rate)
        if told and value is not None and is_reading(told[0], rate, value, evidence):
            return rate
    return "heart_rate" if not said.isdisjoint(words("of_moment")) and phrase.fields else ""


def _target(phrase: Phrase, field: str, evidence: Evidence) -> Side | None:
    """Return where an intensity begins or ends for the person: 고강도 시작점."""
    if field not in HEART or not phrase.has("class_edge"):
        return None
    level = next((n for w, n in _LEVELS.items() if w in "".join(phrase.lemmas)), None)
    if level is None:
        return None
    low, high = hrr_band(level)
    target = evidence.target_bpm(str(high if phrase.has("high_edge") else low))
    return None if target is None else Side(Decimal(target), Decimal(target))


_LEVELS = {"저강도": "light", "중강도": "moderate", "고강도": "vigorous"}


def _usual(phrase: Phrase, evidence: Evidence) -> Side | Objection:
    value = evidence.value("baseline_rhr")
    if value is None:
        return unsupported("STD-HR-030", "평소 값이 입력에 없어 비교할 수 없어요")
    for amount in of_field(phrase, "resting_heart_rate"):
        if amount.low != value:
            right = f"평소 안정시 심박수: 맞는 값은 {plain(value)}bpm"
            return contradicted("VER-VALUE-001", right)
    return Side(value, value, is_usual=True)


def _number(amount: Amount, field: str) -> Side | None:
    low = in_unit(amount, field)
    is_count = amount.kind in {AmountKind.COUNT, AmountKind.SHARE}
    return Side(low, low) if low is not None and is_count and not amount.is_range else None


def _class_edge(phrase: Phrase, field: str) -> Side | None:
    """Return where a class begins or ends that a phrase names: 비만 전단계가 시작되는 자리, 활동적의 문턱."""
    if not phrase.has("class_edge") or phrase.amounts:
        return None
    written = phrase.adverb + "".join(t.surface for t in phrase.tokens)
    found = [w for w in words_in(written) if field in w.meanings]
    if not found:
        return None
    names = found[-1].meanings[field]
    bands = [b for b in norm_bands(field) if b.name in names]
    if not bands:
        return None
    edge = bands[-1].high if phrase.has("high_edge") else bands[0].low
    return None if edge is None else Side(edge, edge)


def _norm(phrase: Phrase, field: str, evidence: Evidence) -> Side | Objection | None:
    low, high = within(field, evidence) if field in WITH_NORM else (None, None)
    edge = low if phrase.has("low_edge") else high if phrase.has("high_edge") else None
    own = of_field(phrase, field)
    if own:
        return _named_norm(phrase, own[0], field, (low, high), edge)
    if edge is not None:
        return Side(edge, edge)
    if low is None:
        return None
    return Side(low, high if high is not None else low)


def _named_norm(
    phrase: Phrase,
    amount: Amount,
    field: str,
    norm: tuple[Decimal | None, Decimal | None],
    edge: Decimal | None,
) -> Side | Objection | None:
    """Return a norm that is told with its number, or that it is no such norm."""
    told = in_unit(amount, field)
    if told is None or amount.high is None:
        return None
    if amount.is_range:
        low, high = norm
        if low == told and high is not None and amount.high in written_as(high, field):
            return Side(told, amount.high)
        return contradicted(RULES.get(field, "VER-CMP-001"), f"{_label(field)}: 없는 범위예요")
    if phrase.has("goal"):
        return Side(told, told)
    allowed = written_as(edge, field) if edge is not None else edges(field)
    if field in WITH_NORM - {"steps"} and told not in allowed:
        return contradicted(RULES[field], f"{_label(field)}: {plain(told)}은 경계가 아니에요")
    return Side(told, told)


def names_now(phrase: Phrase | None) -> bool:
    """Say whether a phrase names today's reading by "오늘", "현재" alone."""
    return phrase is not None and not words("now").isdisjoint(phrase.lemmas)
