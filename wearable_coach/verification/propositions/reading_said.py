"""Readings told bare, by the words around them: "안정시 61회", "방금 잰 68", and the edge of the recheck rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wearable_coach.korean import Amount
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.phrases import Parts, Phrase
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.sides import is_reading, rate_of
from wearable_coach.verification.propositions.stating import is_asserted

_OF_HEART = re.compile(r"심박|맥박|맥이|맥은|맥을|박동|안정시|평소|쉬는|쉴 ?때|쉬면서|뛰[는던]")
_NOT_HEART = re.compile(r"산소|포화도|수면|잠 |BMI|걸음|체중|%|시간|나이|[0-9]살|[0-9]세")
_RECHECK = re.compile(r"다시 ?(?:재|잰|쟀|확인)")
_ESTIMATE = re.compile(r"추정|어림|오차|개인차|사람마다|계산")
_OFF = re.compile(r"어긋|차이|오차|벗어|다를|달라")
_SENDS = re.compile(r"의료|병원|의원|진료|의사|문의|연락")
_BESIDE = re.compile(
    r"^ ?(?:bpm|회|번)?(?:이라|라|인|은|는|이|가|으로|로|에서|예요|이에요|입니다|면|\.|,|이고|이던|쯤|정도|$)"
)


def readings_said(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Explain heart rates that are told by no name but by what was done, and the edge above which to ask."""
    text = told.text
    for part in told.parts:
        if not isinstance(part, Phrase) or part.is_usual or part.is_norm:
            continue
        for amount in part.amounts:
            if amount.unit in {"", "bpm", "times"} and _is_of_heart(text, part, amount, evidence):
                span = (amount.start, amount.end)
                yield Proposition(amount.start, amount.end, (span,), None)
    for edge in _rules_numbers(text):
        for amount in told.amounts:
            if amount.unit in {"", "bpm", "times"} and amount.low == edge:
                yield Proposition(amount.start, amount.end, ((amount.start, amount.end),), None)


_DIGITS = re.compile(r"(?P<n>한|두) ?자릿 ?수")


def digits_of_change(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Judge "두 자릿수로 올랐어요" of the change against the usual rate."""
    match = _DIGITS.search(told.text)
    delta = evidence.facts.rhr_delta_bpm
    if match is None or delta is None or not is_asserted(told, match.start()):
        return
    if (abs(delta) >= _TEN) != (match["n"] == "두"):
        yield Proposition(*match.span(), (), contradicted("VER-CMP-001", f"차이는 {abs(delta)}bpm"))


_TEN = 10


def _rules_numbers(text: str) -> Iterator[Decimal]:
    """Return the error of an estimate where it is told, and the edge above which a rate taken again is asked about."""
    if _ESTIMATE.search(text) and _OFF.search(text):
        yield Decimal(table("heart_rate")["hrmax"]["error_bpm"])
    if _RECHECK.search(text) and _SENDS.search(text):
        yield _edge_of_high()


def _edge_of_high() -> Decimal:
    row = table("heart_rate")["resting"]["bands"]
    return Decimal(next(b["from"] for b in row if b["class"] == "high") - 1)


def _is_of_heart(text: str, part: Phrase, amount: Amount, evidence: Evidence) -> bool:
    if not _OF_HEART.search(text) or _NOT_HEART.search("".join(t.surface for t in part.tokens)):
        return False
    rate = rate_of(part, evidence)
    if not rate or not _BESIDE.match(text[amount.start + len(_digits(text, amount)) :]):
        return False
    value = evidence.value(rate)
    return value is not None and is_reading(amount, rate, value, evidence)


def _digits(text: str, amount: Amount) -> str:
    match = re.match(r"[0-9.,]+|\S+", text[amount.start : amount.end])
    return match.group() if match else ""
