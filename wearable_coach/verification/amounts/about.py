"""What an amount is about: the field that its unit or its clause names, and whether the two go together."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.sentence import Mention

BY_UNIT = {
    "steps": "steps",
    "km": "distance_km",
    "kcal": "active_calories",
    "kg": "weight",
    "age": "age",
    "kgm2": "bmi",
}
HEART = ("resting_heart_rate", "baseline_rhr", "heart_rate")
_BEATING = (*HEART, "hrmax", "hrr", "target")
_BARE = (
    *HEART,
    "sleep_hr",
    "oxygen_saturation",
    "bmi",
    "steps",
    "age",
    "hrmax",
    "hrr",
    "weight",
    "active_calories",
)
UNITS = {
    **dict.fromkeys(_BEATING, frozenset({"", "bpm", "times", "night", "decade"})),
    "sleep_hr": frozenset({"h", "min"}),
    "steps": frozenset({"steps", ""}),
    "distance_km": frozenset({"km", "m"}),
    "active_calories": frozenset({"kcal", ""}),
    "oxygen_saturation": frozenset({"pct", "", "decade"}),
    "weight": frozenset({"kg", ""}),
    "bmi": frozenset({"", "kgm2", "decade"}),
    "height_cm": frozenset({"", "cm", "m"}),
    "stride": frozenset({"cm", "m"}),
}
"""Which units a field's value is told in."""
_MEASURES = frozenset({"bpm", "km", "m", "kcal", "kj", "kg", "lb", "geun", "g", "mg", "pct", "steps", "h", "min", "s", "cm", "mm", "mi", "kgm2", "mmhg", "ms", "l", "ml", "deg", "kmh", "mgdl", "mets", "age"})  # fmt: skip
"""Units that measure something, so that a value in one is no value of a field that is told in another."""
_SLEEP = re.compile(
    r"수면|(?<![가-힣])잠|주무|간밤|어젯밤|지난밤|잤|자는|자고|자서|취침|눕|누우|누워|잔 "
)
_OXYGEN = re.compile(r"(?<!유)산소|포화도|SpO")
_BEATS = re.compile(r"심박|맥박|박동|(?<![가-힣])맥(?=[이은을도 ])|심장")
_RESTING = re.compile(r"안정|쉬(?:는|고|실|던|어|면)|쉴 |휴식|가만히|누워|앉아|아침|기상")
_MOVING = re.compile(r"현재|지금|운동|달리|뛰는 ?중|걷는 ?중|걸을 ?때|평균|최대|최고")
_STRIDE = re.compile(r"보폭|한 ?걸음")
_EXERCISE = re.compile(
    r"걷|걸으|산책|운동|체조|스트레칭|자전거|수영|조깅|달리|유산소|근력|요가|움직|빠르게"
)
_THAN = re.compile(r"보다|에 ?비해|대비")
_NOW = re.compile("오늘|현재|지금|이번")
_WEIGHED = re.compile(r"체중|몸무게|무게")
_OF_A_FIELD = re.compile(
    r"(?:은|는|이|가|도|[:=|\s*(,'\"]|값|수치|약|오늘|현재|지금|총|모두|무려|측정값|기록|결과|평균|으로)*"
)
_VALUE_ENDS = re.compile(
    r" ?(?:정도|쯤|가량)?(?:이에요|예요|입니다|이었|였|이네요|네요|이고|이며|이라|라서|인데|이시|[으]?로 ?(?:나|찍|기록|측정|집계|확인|표시|재)|[이가를을] ?(?:나|찍|기록|측정|집계|확인|표시)|[,.!)]|$)"
)
_AGED = re.compile(r"(?:올해|연세[가는도]?|나이[가는도]?|만) ?$")
_IS_OF_AGE = re.compile(r"이?(?:시니|신데|셔서|신 |시라|세요|시네)")
_OF_IT = re.compile(r"(?:의|인|이라는|라는|짜리) ")
_BY_OTHER_TIME = re.compile(r" ?/ ?(?:시간|초|일|h|s)")
_OTHER_TIME = re.compile(r"(?:초|시간|하루|일)(?:에|당| ?동안|간) ?(?:약 |총 )?$")
_OF_SHARES = re.compile("강도|여유|예비|최대|목표|비율|신뢰|CI|채[우웠]|달성|줄|늘")
_LEAST_OXYGEN = 80
"""From which a bare percentage can be an oxygen saturation [%]."""
_OF_NEXT = re.compile(r"(?:bpm|회)?(?:의|인|이라는|라는|[으]?로 뛰는|씩 뛰는)? ?")
_MEASURED = re.compile(r"잰|재[니보]|찍힌|찍혔|기록된|측정|운동|쉬|쉴|안정|맥|뛰")
_LEAST_RATE = 40
"""From which a bare number that was measured may be a heart rate [beats/min]."""
_KILO = re.compile(r"(?:킬로|키로|k|K)$")


def field_of(told: Told, evidence: Evidence) -> str | None:  # noqa: PLR0911 - a line a unit
    """Return the field that an amount is about, None where nothing says it."""
    amount = told.amount
    if amount.unit in {"cm", "m"}:
        return _length(told)
    if amount.unit == "km" and _KILO.search(told.words) and _WEIGHED.search(told.clause.text):
        return "weight"
    if amount.unit in BY_UNIT and not (amount.unit == "steps" and told.value == 1):
        return BY_UNIT[amount.unit]
    if amount.unit in {"h", "min"}:
        return "sleep_hr" if _is_of_sleep(told) else None
    if amount.unit == "pct":
        return "oxygen_saturation" if _is_of_oxygen(told) else None
    if amount.unit in {"times", "night"} and not _is_of_beats(told):
        return None
    if amount.unit not in {"", "bpm", "times", "night", "decade"}:
        return None
    if _is_of_age(told):
        return "age"
    return _heart(told, _named(told), evidence)


def _is_of_age(told: Told) -> bool:
    """Say whether a bare number is an age: 올해 예순일곱이시니."""
    if told.amount.unit or told.amount.is_range or _BEATS.search(told.clause.text):
        return False
    return bool(_AGED.search(told.before)) or bool(_IS_OF_AGE.match(told.rest))


def _length(told: Told) -> str | None:
    if _STRIDE.search(told.sentence):
        return "stride"
    if any(m.field == "height_cm" for m in told.named):
        return "height_cm"
    is_far = told.amount.unit == "m" and told.value >= 100  # noqa: PLR2004 - a way, no height
    return "distance_km" if is_far or _last_named(told) == "distance_km" else "height_cm"


def _is_of_sleep(told: Told) -> bool:
    text = told.clause.text
    if _SLEEP.search(text):
        return not _EXERCISE.search(text)
    if _EXERCISE.search(text):
        return False
    last = _last_named(told)
    if last:
        return last == "sleep_hr"
    is_alone = told.amount.bound is not told.amount.bound.EXACT and told.amount.unit == "h"
    return bool(_SLEEP.search(told.sentence)) or told.carry == "sleep_hr" or is_alone


def _is_of_oxygen(told: Told) -> bool:
    if _OXYGEN.search(told.clause.text):
        return True
    last = _last_named(told)
    if last == "oxygen_saturation":
        return True
    is_share = bool(_OF_SHARES.search(told.sentence)) or told.amount.is_apart
    if not last and told.carry == "oxygen_saturation":
        return True
    if told.amount.bound is told.amount.bound.EXACT and not is_share:
        return _LEAST_OXYGEN <= told.value <= 100  # noqa: PLR2004 - of all
    if last:
        return False
    is_alone = told.amount.bound is not told.amount.bound.EXACT and "강도" not in told.sentence
    return told.carry == "oxygen_saturation" or is_alone


def _is_of_beats(told: Told) -> bool:
    if told.amount.per == "min" or _BEATS.search(told.sentence):
        return True
    if any(m.field in HEART for m in told.named):
        return True
    return told.carry in HEART and any(m.field == "baseline_rhr" for m in told.named)


def _last_named(told: Told) -> str:
    """Return the field named last before an amount."""
    before = told.fields_before()
    return before[-1].field if before else ""


def _named(told: Told) -> str | None:  # noqa: PLR0911 - a line a place
    """Return the field that a number without a unit of its own is about, by what is named beside it."""
    amount, text = told.amount, told.sentence
    before = told.fields_before()
    if before and before[-1].field not in _BARE:
        return None
    after = [m for m in told.named if m.start >= amount.end and m.field in _BARE]
    is_beside = bool(after) and _OF_NEXT.fullmatch(text[amount.end : after[0].start]) is not None
    is_of_beats = bool(after) and after[0].field in {"resting_heart_rate", "heart_rate"}
    is_counted = amount.unit == "times" and is_of_beats
    if is_beside and (not before or (is_counted and before[-1].field not in HEART)):
        return after[0].field
    if before:
        last = before[-1]
        if last.field == "baseline_rhr" and _is_days(told, last):
            return "resting_heart_rate"
        return last.field
    if re.match("오늘|현재|지금", text) and told.carry in {"", *HEART} and after:
        return "resting_heart_rate"
    if told.carry in _BARE:
        return told.carry
    is_measured = told.value >= _LEAST_RATE and _MEASURED.search(told.clause.text)
    return "heart_rate" if _BEATS.search(text) or amount.unit == "bpm" or is_measured else None


def _is_days(told: Told, last: Mention) -> bool:
    """Say whether a number behind the usual rate is today's: 평소 60에서 73으로, 평소 60인데 오늘은 73."""
    between = told.sentence[last.end : told.amount.start]
    if _NOW.search(between) or _THAN.search(told.sentence[last.start : told.amount.start]):
        return True
    is_second = any(last.end <= a.start < told.amount.start for a in told.others)
    return is_second and bool(re.match(r"(?:bpm)?(?:으)?로", told.after.strip()))


def _heart(told: Told, field: str | None, evidence: Evidence) -> str | None:
    """Return which heart rate is meant where only the heart is named."""
    if field != "heart_rate" or _MOVING.search(told.clause.text):
        return field
    now, rest = evidence.value("heart_rate"), evidence.value("resting_heart_rate")
    if now == told.value:
        return field
    is_resting = now is None or rest == told.value or _RESTING.search(told.sentence)
    return "resting_heart_rate" if is_resting else field


def scale(told: Told, field: str) -> Decimal:
    """Return what takes an amount to its field's unit."""
    unit = told.amount.unit
    if field == "sleep_hr" and unit == "min":
        return Decimal(1) / 60
    if field == "distance_km" and unit == "m":
        return Decimal("0.001")
    return Decimal("0.01") if field == "stride" and unit == "cm" else Decimal(1)


def wrong_unit_of(told: Told) -> str:  # noqa: PLR0911 - a line a reason
    """Return the field whose value an amount is said to be in a unit that is none of the field's; nothing else.

    산소포화도는 97bpm, 체중 64.5%, 활동 칼로리는 182kJ.
    """
    unit = told.amount.unit
    if unit == "smallcal" and told.is_stated:
        return "active_calories"
    if unit == "times" and _is_of_beats(told) and _is_of_other_time(told):
        return "heart_rate"
    if unit not in _MEASURES or not told.is_stated or told.is_denied or told.amount.per:
        return ""
    behind = _OF_IT.match(told.rest)
    after = [m for m in told.named if behind and m.start == told.amount.end + behind.end()]
    if after and after[0].field in UNITS and unit not in UNITS[after[0].field]:
        return after[0].field
    before = [m for m in told.fields_before() if m.start >= told.clause.start]
    if _KILO.search(told.words):
        return ""
    if not before or before[-1].field not in UNITS or unit in UNITS[before[-1].field]:
        return ""
    last = before[-1]
    between = told.sentence[last.end : told.amount.start]
    is_its_value = _OF_A_FIELD.fullmatch(between) and _VALUE_ENDS.match(told.rest)
    return last.field if is_its_value and last.reference_end < 0 else ""


def _is_of_other_time(told: Told) -> bool:
    """Say whether beats are counted over another time than a minute."""
    return told.amount.per in {"h", "day"} or bool(
        _OTHER_TIME.search(told.sentence[: told.amount.start]) or _BY_OTHER_TIME.match(told.rest)
    )
