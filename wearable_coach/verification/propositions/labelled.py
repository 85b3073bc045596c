"""A class by its own name in quotes, said of a reading that is told before it: 2,143보, 5,000보 미만이라 '좌식'으로 분류돼요.

And readings that are supposed of the person's own: 5시간 잤다면, 안정시 심박수 46bpm을 넣으면.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.korean import Amount
from wearable_coach.standards.labels import class_labels
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.sides import UNITS, is_reading
from wearable_coach.verification.propositions.stating import is_asserted
from wearable_coach.verification.wording import plain, right_class, with_unit

_FIELDS = ("sleep_hr", "oxygen_saturation", "resting_heart_rate", "bmi", "steps")
_NAMED = {
    "oxygen_saturation": re.compile(r"(?<!유)산소|포화도|SpO"),
    "resting_heart_rate": re.compile(r"(?:안정시|쉴 ?때|쉬는|쉬면서)[^.]{0,8}(?:심박|맥)"),
    "bmi": re.compile(r"BMI|체질량|비만"),
}
"""Readings whose amounts are only theirs where they are named."""
_QUOTED = re.compile(
    r"['‘\"“](?P<label>[가-힣0-9 ]+)['’\"”](?= ?(?:이에요|예요|입니다|이라(?!면)|라(?!면)|이고|이니|이며|(?:으로|로) ?(?:보(?!면)|분류|나뉘|나와|나왔)|에 ?(?:해당|들어|속)))"
)
_SUPPOSED_EDGE = re.compile(r"\S{0,2}?(?:이면|면|라면|부터|까지)(?![가-힣])")


def labelled(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Refuse a class in quotes that the reading told before it is not of."""
    found = list(_QUOTED.finditer(told.text))
    if len(found) != 1 or not is_asserted(told, found[0].start("label")):
        return
    label, place = found[0]["label"].replace(" ", ""), found[0].start()
    for field in _FIELDS:
        actual = evidence.classes.get(field)
        classes = {c for c, name in class_labels(field).items() if name.replace(" ", "") == label}
        if actual in {None, "unknown"} or not classes or actual in classes:
            continue
        if _is_told_before(told, place, field, evidence):
            why = contradicted(RULES[field], right_class(field, str(actual)))
            yield Proposition(place, found[0].end(), (), why)


def _is_told_before(told: Parts, place: int, field: str, evidence: Evidence) -> bool:
    """Say whether a reading stands before a place of the text, and no edge that it is yet to reach."""
    value, named = evidence.value(field), _NAMED.get(field)
    if value is None or (named is not None and not named.search(told.text[:place])):
        return False
    before = [a for a in told.amounts if a.end <= place and a.unit in UNITS[field]]
    if any(_SUPPOSED_EDGE.match(told.text, a.said_end) for a in before):
        return False
    return any(is_reading(a, field, value, evidence) for a in before)


_HAD_SLEPT = re.compile(r" ?(?:을 ?|밖에 ?(?:못 ?)?)?(?:잤다면|잤으면|주무셨다면|주무셨으면)")
_PUT_IN = re.compile(r"[을를]? ?(?:넣으면|대입하면|넣어 ?계산)")
_RATE = re.compile(r"(?:안정시|평소)[^.]{0,10}$")


def supposed(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Refuse a value supposed of the person's own sleep or resting rate that nobody told."""
    for amount in told.amounts:
        fields = _supposed_of(told, amount)
        known = {f: v for f in fields if (v := evidence.value(f)) is not None}
        if not known or any(is_reading(amount, f, v, evidence) for f, v in known.items()):
            continue
        if evidence.was_told(told.text[amount.start : amount.end]):
            continue
        field, value = next(iter(known.items()))
        why = contradicted("VER-VALUE-001", f"입력은 {with_unit(field, plain(value))}")
        yield Proposition(amount.start, amount.end, (), why)


def _supposed_of(told: Parts, amount: Amount) -> tuple[str, ...]:
    behind, before = amount.said_end, told.text[: amount.start]
    if amount.is_range:
        return ()
    if amount.unit in {"h", "min"} and _HAD_SLEPT.match(told.text, behind):
        return ("sleep_hr",)
    if amount.unit in {"bpm", "times"} and _PUT_IN.match(told.text, behind):
        return ("resting_heart_rate", "baseline_rhr") if _RATE.search(before) else ()
    return ()
