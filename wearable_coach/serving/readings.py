"""Today's readings as a user tells them in words: their own, no limit, goal, question, nor yesterday's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.korean import (
    Amount,
    Bound,
    Clause,
    Frame,
    HolderKind,
    Link,
    Modality,
    Sentence,
    TimeKind,
)
from wearable_coach.korean.tables import listed as of_korean
from wearable_coach.serving.ages import NATIVE_TENS
from wearable_coach.serving.cues import OTHER, Assigned, Cue, assigned, cues
from wearable_coach.serving.lexica import rows
from wearable_coach.serving.mentions import Spoken, spoken
from wearable_coach.serving.nights import slept_h
from wearable_coach.serving.runs import ran_km
from wearable_coach.serving.whose import is_of_another, named_other
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.table import table

_NOT_SAID_SO = frozenset(
    {
        Modality.CONDITION,
        Modality.HYPOTHETICAL,
        Modality.WISH,
        Modality.ADVISE,
        Modality.FORBID,
        Modality.PERMIT,
        Modality.DEFINE,
        Modality.EXAMPLE,
    }
)
_YESTERDAY = frozenset({"어제", "어저께"})
"""With a word of sleep beside it, last night is meant: 어제 자는 동안 산소포화도가 88."""
_HEART = frozenset({"heart_rate", "resting_heart_rate"})
_WHOLE = frozenset({"heart_rate", "resting_heart_rate", "oxygen_saturation", "steps", "active_calories", "glucose", "systolic_bp", "diastolic_bp", "baseline_rhr"})  # fmt: skip
_OVER = frozenset({"heart_rate", "resting_heart_rate", "glucose"})
_UNDER = frozenset({"heart_rate", "resting_heart_rate", "glucose", "oxygen_saturation"})
"""Of these, 90 밑으로 is a reading on the other side of an edge that the number itself does not cross."""
_CHANGE = re.compile(r"[\d.]+ ?(?:kg|킬로|키로)?에서 ?([\d.]+) ?(?:kg|킬로|키로)?(?:으로|로)")
"""From what a reading went to what it is."""
_OF_A_YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d\d ?년(?:도)?(?:에|엔| ?(?:검진|당시|때|봄|여름|가을|겨울|초|말|\d{1,2}월))"
)
_LEAST_KG = 35
"""Fewer 킬로 in short are rather a way than a weight."""
_LOWER = re.compile(r"(?:이완기|최저|아래|밑|낮은)[가-힣 ]{0,8}$")


class HeardReadings(NamedTuple):
    """What a text tells of today's readings."""

    values: Mapping[str, float]
    """By field: the nine, the baseline, temperature, glucose and the two of the pressure."""
    is_at_rest: bool | None
    """Whether a told heart rate was taken at rest; None where none is told."""


_AGAIN = re.compile(
    r"(?:다시|또|(?:한 ?번|두 ?번) ?더|재차|거듭)[^.?!\d]{0,12}(?:재|쟀|쟤|잰|측정|체크|확인|찍)"
)
"""That something was measured once more: 다시 쟀더니 104예요."""


def is_measured_again(text: str) -> bool:
    """Say whether a text speaks of measuring once more."""
    return bool(_AGAIN.search(text))


def heard_readings(text: str, *, again: str = "") -> HeardReadings:
    """Return the readings that a user's words state as today's own.

    Args:
        text: The user's words.
        again: The reading that the user was asked to take again: a number of what was measured once more is its.
    """
    said = spoken(text)
    found: dict[str, float] = {}
    resting: bool | None = None
    last: Cue | None = None
    for k, sentence in enumerate(said.sentences):
        found |= _pressures(said, k, last)
        implied = _taken_again(sentence, again) or _fever(said, sentence)
        implied = implied or last or _implied(said, sentence)
        for one in assigned(sentence, said.text.text, implied):
            clause = _clause(sentence, one.amount)
            if one.field == OTHER or _is_age(sentence, one, said.text.text):
                continue
            if one.field == "pressure" and {"systolic_bp", "diastolic_bp"} <= found.keys():
                continue
            if _owner(said, sentence, one) or not _is_told(said, k, clause, one):
                continue
            name = _field(said, sentence, one, found)
            if name is not None and _is_possible(
                name, value := _value(name, one.amount, said.text.text)
            ):
                if name == "heart_rate" and value < _SLOW_BPM:
                    name = "resting_heart_rate"
                if name == "bmi" and value > _BMI_MOST:
                    name = "weight"
                found[name] = round(value) if name in _WHOLE else value
                if name == "heart_rate":
                    resting = _is_at_rest(sentence, one.amount)
        found |= _in_words(said, k, found) | _built(said, k, found)
        last = next(reversed(cues(sentence, said.text.text)), last)
    return HeardReadings(found, resting)


class ToldGlucose(NamedTuple):
    """A glucose that is told, of whom and where."""

    start: int
    value: float
    who: str
    """The other person whose it is, empty for the user."""


def glucoses_in(text: str) -> tuple[ToldGlucose, ...]:
    """Return each glucose that a text tells as one of now, the user's own and another's, in order."""
    said = spoken(text)
    found: list[ToldGlucose] = []
    last: Cue | None = None
    for k, sentence in enumerate(said.sentences):
        for one in assigned(sentence, said.text.text, last or _implied(said, sentence)):
            clause = _clause(sentence, one.amount)
            value = _value("glucose", one.amount, said.text.text)
            if one.field != "glucose" or not _is_possible("glucose", value):
                continue
            who = _owner(said, sentence, one) or _holder(said, k, clause)
            if _is_reading(said, k, clause, one):
                found.append(ToldGlucose(one.amount.start, value, who))
        last = next(reversed(cues(sentence, said.text.text)), last)
    return tuple(found)


_OWNED = re.compile(
    r"(?:^|[^가-힣])(?P<who>[가-힣]{1,5}?)(?:의|은|는|이|가|께서)? ?(?:(?:공복|식후|아침|지금|오늘|방금) ?)*$"
)


_OWN_AFTER = re.compile(r"(?<![가-힣])(?:제|저|내|나|전|난)(?:건|껀|거|것|꺼|는|도|가)?(?![가-힣])")


def _owner(said: Spoken, sentence: Sentence, one: Assigned) -> str:
    """Return whose a glucose is by the noun right before its name: 남편 혈당 재니까; empty for the user."""
    if one.field != "glucose" or one.cue is None or one.cue.start < sentence.start:
        return ""
    if _OWN_AFTER.search(said.text.text[one.cue.end : one.amount.start]):
        return ""
    before = _OWNED.search(said.text.text[sentence.start : one.cue.start])
    return before["who"] if before and before["who"] in of_korean("holders", "other") else ""


def _holder(said: Spoken, place: int, clause: Clause) -> str:
    if not is_of_another(said, place, clause):
        return ""
    named = named_other(said.sentences[place], clause)
    return named[1] if named is not None and named[1] else _SOMEBODY


_SOMEBODY = "그분"


def _taken_again(sentence: Sentence, again: str) -> Cue | None:
    """Return the reading that was to be taken again, where a sentence says that something was."""
    is_taken = bool(again) and is_measured_again(sentence.text)
    return Cue(again, sentence.start, sentence.start) if is_taken else None


def _is_age(sentence: Sentence, one: Assigned, text: str) -> bool:
    """Say whether a number without a unit is how old somebody is: 예순여덟인데 혈압이, 쉰셋 여자입니다."""
    if one.amount.unit or one.cue is None:
        return False
    goes_on = (
        _clause(sentence, one.amount).link is not Link.END
    )  # 여든아홉이에요, 산소가: what is told last
    is_before = one.cue.start >= one.amount.end and goes_on
    is_native = bool(NATIVE_TENS.match(text, one.amount.start))
    of_person = _any("of_person").match(text[one.amount.end : sentence.end])
    return (is_before and is_native) or bool(of_person)


def _in_words(said: Spoken, place: int, found: Mapping[str, float]) -> dict[str, float]:
    """Return the hours slept and the way gone that a sentence tells, by clocks or words where by no number."""
    hours, far = slept_h(said, place), ran_km(said, place)
    told = {} if hours is None else {"sleep_hr": hours}
    return told if far is None or "distance_km" in found else told | {"distance_km": far}


_THAT = "(?:[에의]? ?(?:거|것|게|쪽|숫자))?[는은가이로]?"
_UPPER = re.compile(rf"위{_THAT} ?(\d{{2,3}})[^\d]{{0,8}}?(?:아래|밑){_THAT} ?(\d{{2,3}})")
_SLOW_BPM = 50
"""A told heart rate below it is one at rest."""
_BMI_MOST = 45
"""A number above it before a body mass index is a weight."""
_PAIR = re.compile(
    r"(?<![\d.])(\d{2,3}) ?(?:/|-|~|,|:|에서|에|의|하고|랑|이랑|over|오버| ) ?(\d{2,3})(?!\d|\.\d)"
)


def _pressures(said: Spoken, place: int, last: Cue | None) -> dict[str, float]:
    """Return both numbers of a pressure that stand beside each other: 185에 115, 165/100mmHg."""
    sentence, text = said.sentences[place], said.text.text
    named = [c.field for c in cues(sentence, text)] or ([last.field] if last else [])
    told = {m.name.condition for m in said.mentions}
    is_implied = "hypertension" in told or bool(_any("paired").search(sentence.text))
    if not named and is_implied:
        named = ["pressure"]
    for pair in (
        *_PAIR.finditer(text, sentence.start, sentence.end),
        *_UPPER.finditer(text, sentence.start, sentence.end),
    ):
        is_named = "pressure" in named or text.lower().startswith("mmhg", pair.end())
        high, low = float(pair[1]), float(pair[2])
        is_named = is_named or pair.re is _UPPER or (not named and _is_plainly_pressure(high, low))
        clause = next((c for c in sentence.clauses if c.start < pair.end() <= c.end), None)
        if not is_named or high <= low or clause is None:
            continue
        amount = next(
            (q for q in sentence.quantities if pair.start() <= q.start < pair.end()), None
        )
        if amount and _is_told(said, place, clause, Assigned("pressure", amount, None)):
            return {"systolic_bp": high, "diastolic_bp": low}
    return {}


_BUILD = re.compile(
    r"(?<![\d.])1[4-9]\d ?(?:cm|센치|센티|센티미터)?(?:에|에 | |/|, ?)(\d{2,3}(?:\.\d)?) ?(?:kg|킬로|키로)?(?=인데|이고|이에|예요|이야|임|이라|입니|이구|$|[ .,?!~])(?![\d.]*\d)"
)


def _built(said: Spoken, place: int, found: Mapping[str, float]) -> dict[str, float]:
    """Return the weight that is told behind a height, as people say both in one breath: 171에 58인데."""
    sentence, text = said.sentences[place], said.text.text
    pair = _BUILD.search(text, sentence.start, sentence.end)
    if pair is None or "weight" in found or found.keys() & {"systolic_bp", "diastolic_bp"}:
        return {}
    if {cue.field for cue in cues(sentence, text)} - {OTHER, "weight"}:
        return {}
    clause = next((c for c in sentence.clauses if c.start < pair.end() <= c.end), None)
    amount = next((q for q in sentence.quantities if q.start == pair.start(1)), None)
    if clause is None or amount is None:
        return {}
    weight = float(pair[1])
    is_told = _is_told(said, place, clause, Assigned("weight", amount, None))
    return {"weight": weight} if is_told and _is_possible("weight", weight) else {}


_NOT_DONE = frozenset(
    {Modality.ASK, Modality.PERMIT, Modality.CONDITION, Modality.WISH, Modality.ADVISE}
)


def _is_at_rest(sentence: Sentence, amount: Amount) -> bool:
    """Say whether a told heart rate was taken at rest: no exercise beside it that is done, not only asked about.

    A condition before the number tells when it is so: 뛰면 160을 넘어요.
    """
    if _any("rest").search(sentence.text):
        return True
    done = (c for c in sentence.clauses if _is_done(c, amount))
    return not any(_any("effort").search(c.text) for c in done)


def _is_done(clause: Clause, amount: Amount) -> bool:
    if clause.frame is None:
        return True
    is_when = clause.frame.modality is Modality.CONDITION and clause.end <= amount.start
    return is_when or clause.frame.modality not in _NOT_DONE


def _is_plainly_pressure(high: float, low: float) -> bool:
    """Say whether two numbers beside each other can be nothing else that people tell so: 182에 111."""
    least: dict[str, float] = rows("readings")["unnamed_pressure"]
    return high >= least["high_from"] and low >= least["low_from"]


def _fever(said: Spoken, sentence: Sentence) -> Cue | None:
    """Return the temperature, where after a cold only a number that is one is told: 콧물이 나요. 재보니 38.2."""
    is_cold = bool(_any("cold").search(said.text.text[: sentence.end]))
    is_weather = bool(_any("weather").search(_any("cold").sub("", sentence.text)))
    if not is_cold or is_weather or not any(map(_is_of_fever, sentence.quantities)):
        return None
    return Cue("temperature", sentence.start, sentence.start)


def _is_of_fever(amount: Amount) -> bool:
    """Say whether a number can be little but a temperature: it has a decimal or its unit, and lies where one does."""
    if amount.low is None or amount.unit not in {"", "deg"}:
        return False
    is_exact = bool(amount.unit) or amount.low != amount.low.to_integral_value()
    return is_exact and _FEVER_FROM <= amount.low <= _FEVER_TO


_FEVER_FROM, _FEVER_TO = 36, 42
"""Between what a number after a cold is a temperature [degrees C]."""


def _implied(said: Spoken, sentence: Sentence) -> Cue | None:
    """Return the reading that is meant where only how it was measured is said: 인슐린 맞고 쟀더니 52."""
    is_plain = any(
        c.quantities and c.frame and c.frame.predicate.lemma == "이다" for c in sentence.clauses
    )
    if not is_plain and not _any("measuring").search(sentence.text):
        return None
    ways: dict[str, list[str]] = rows("readings")["implied"]
    for field, words in ways.items():
        if re.search("|".join(words), sentence.text):
            return Cue(field, sentence.start, sentence.start)
    has_diabetes = any(m.name.condition == "diabetes" for m in said.mentions)
    return Cue("glucose", sentence.start, sentence.start) if has_diabetes else None


def _clause(sentence: Sentence, amount: Amount) -> Clause:
    return next(c for c in sentence.clauses if amount in c.quantities)


def _value(name: str, amount: Amount, text: str) -> float:
    """Return the number of a reading, beside its edge where the words say that it lies beyond."""
    if amount.low is None or amount.high is None:
        raise AssertionError
    if change := _CHANGE.match(text, amount.start):
        return float(change[1])  # 80에서 75로 빠졌어요
    value = float((amount.low + amount.high) / 2)
    if text.startswith("밖", amount.end):  # 구십밖에 안 돼요: it is that number
        return value
    if name in _OVER and amount.bound is Bound.MORE_THAN:
        return value + 1
    return value - 1 if name in _UNDER and amount.bound is Bound.LESS_THAN else value


def _is_told(said: Spoken, place: int, clause: Clause, one: Assigned) -> bool:
    """Say whether a number is today's own reading: said of the user, and said to be so."""
    is_kind = clause.frame is not None and clause.frame.holder.kind is HolderKind.PEOPLE
    if is_of_another(said, place, clause) and not is_kind:
        return False
    return _is_reading(said, place, clause, one)


def _is_reading(said: Spoken, place: int, clause: Clause, one: Assigned) -> bool:
    """Say whether a number is told as a reading of today, whosever it is."""
    if one.amount.sign < 0:
        return False
    after = said.text.text[one.amount.end : clause.end]
    if _any("limit").match(after) or _any("corrected").match(said.text.text[one.amount.end :]):
        return False
    if _any("aims").search(_around(said, clause, one.amount)) or _any("changes").match(after):
        return False
    if clause.frame is None:
        return not _any("formal").match(after)
    frame = _frame_of(said.sentences[place], clause, after)
    is_read = frame.predicate.lemma in _set("reading") or one.field == "pressure"
    if _any("formal").match(after) and not is_read:
        return False
    return _is_said_so(one, clause, frame, after) and not _is_of_another_day(
        said.sentences[place], clause, after
    )


def _around(said: Spoken, clause: Clause, amount: Amount) -> str:
    """Return what stands with a number between commas that do not belong to one: 안정시 심박은 74, 평소는 61이에요."""
    text = said.text.text
    before = text.rfind(", ", clause.start, amount.start)
    after = text.find(", ", amount.end, clause.end)
    return text[max(before, clause.start) : clause.end if after < 0 else after]


def _frame_of(sentence: Sentence, clause: Clause, after: str) -> Frame:
    """Return what a number's clause says; how far something goes is said by the one around: 190 넘게 나와요."""
    own, around = clause.frame, sentence.clauses[clause.parent].frame
    if own is None:
        raise AssertionError
    is_extent = "넘게" in after and own.modality is Modality.HYPOTHETICAL
    return around if is_extent and around is not None else own


def _is_said_so(one: Assigned, clause: Clause, frame: Frame, after: str) -> bool:
    is_so = frame.predicate.is_past or frame.predicate.lemma == "이다"  # 먹고 한 시간 뒤 162네요
    is_coming = frame.time.kind is TimeKind.FUTURE and not is_so
    is_coming = (
        is_coming or "will" in frame.predicate.auxiliaries
    )  # 두 시간 뒤에 재니 211 나왔어요: it was so
    if frame.modality is Modality.ADVISE and "gives" in frame.predicate.auxiliaries:
        return _stands_bare(one.amount, after)  # 체중 79.6 벌크업 해줘
    if re.match(r", (?!\d)", after) and frame.modality is not Modality.WISH:
        return True  # 체온 37.8도, 쉬는 게 낫겠지요: what is asked stands behind it
    if is_coming or frame.modality in _NOT_SAID_SO:
        return False
    is_asked = frame.modality is Modality.ASK and clause.link is Link.END
    return not is_asked or (one.field not in _HEART and _stands_bare(one.amount, after))


def _stands_bare(amount: Amount, after: str) -> bool:
    """Say whether a number in a question is told, not asked about: 산소포화도 88퍼센트 괜찮나요."""
    return bool(re.match(r" (?![이가은는])", after)) and not amount.is_range


def _is_of_another_day(sentence: Sentence, clause: Clause, after: str) -> bool:
    """Say whether a clause is about an earlier day; one in the same sentence may have said so."""
    if _OF_A_YEAR.search(sentence.text) or _is_of_an_era(sentence, clause):
        return True
    for one in reversed(sentence.clauses[: sentence.clauses.index(clause) + 1]):
        time = one.frame.time if one.frame else None
        if time is None or not time.word:
            continue
        if one is clause and time.word in after.partition(",")[2]:
            continue  # 기상 심박 61, 어제 술 마셔서: the day is another thing's
        if time.kind in {TimeKind.NOW, TimeKind.TODAY, TimeKind.SINCE, TimeKind.LAST_NIGHT}:
            return False
        if time.kind is TimeKind.PAST:
            return not (time.word in _YESTERDAY and _any("night").search(sentence.text))
    return False


def _is_of_an_era(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause tells how it was in a time of life: 대학 다닐 때는 52키로였어요."""
    frame = clause.frame
    if frame is None or not frame.predicate.is_past:
        return False
    at = sentence.clauses.index(clause)
    return any(_any("eras").search(one.text) for one in sentence.clauses[max(0, at - 1) : at + 1])


def _field(
    said: Spoken, sentence: Sentence, one: Assigned, found: Mapping[str, float]
) -> str | None:
    """Return which field a number is of, by what the sentence says around it; None where it is no reading."""
    text = said.text.text
    since = max((q.end for q in sentence.quantities if q.end <= one.amount.start), default=0)
    before = text[max(since, sentence.start) : one.amount.start]
    clause = _clause(sentence, one.amount)
    if one.field in _HEART:
        return _of_heart(before, one)
    if one.field == "pressure":
        return _of_pressure(before, one, found)
    time = clause.frame.time.kind if clause.frame else TimeKind.UNSAID
    if time is TimeKind.RECURRING and one.field != "temperature":
        return None
    is_sure = _BY_FIELD.get(one.field, _always)
    if one.field == "distance_km" and _is_weight_in_short(sentence, clause, one.amount, text):
        return "weight"
    return one.field if is_sure(sentence, clause, one) else None


def _of_heart(before: str, one: Assigned) -> str | None:
    if _any("of_age").search(before):
        return None
    if _any("usual").search(before):
        return "baseline_rhr"
    if one.field == "resting_heart_rate" or _any("resting").search(before):
        return "resting_heart_rate"
    return None if one.amount.is_range else "heart_rate"


def _of_pressure(before: str, one: Assigned, found: Mapping[str, float]) -> str | None:
    if one.amount.is_range:
        return None
    if _LOWER.search(before):
        return "diastolic_bp"
    high = found.get("systolic_bp")
    is_lower = high is not None and float(one.amount.low or 0) < high
    return "diastolic_bp" if is_lower else "systolic_bp"


def _is_weight_in_short(sentence: Sentence, clause: Clause, amount: Amount, text: str) -> bool:
    """Say whether 킬로 is of the body: 저 지금 95킬로예요, 64킬로까지 뺐어요."""
    frame = clause.frame
    if frame is None:  # 저번 달 70이었는데 오늘은 73.2키로
        is_heavy = amount.low is not None and amount.low >= _LEAST_KG
        return is_heavy and not _any("run_words").search(sentence.text)
    is_come_to = frame.predicate.lemma in _set("weighing") and frame.predicate.is_past
    is_state = frame.predicate.lemma in {"이다", "나가다"} or (
        is_come_to and text.startswith(("까지", "로"), amount.end)
    )
    return is_state and not (_set("moved") | {"거리"}) & set(sentence.lemmas)


def _always(_sentence: Sentence, _clause: Clause, _one: Assigned) -> bool:
    return True


def _is_body(_sentence: Sentence, clause: Clause, one: Assigned) -> bool:
    if one.cue is not None:
        return True
    exact = one.amount.low is not None and one.amount.low != one.amount.low.to_integral_value()
    is_felt = re.search(r"아프|감기|몸살|오한|몸이|이마", clause.text)
    return bool(exact or is_felt) and not _any("weather").search(clause.text)


def _is_moved(sentence: Sentence, clause: Clause, one: Assigned) -> bool:
    frame = clause.frame
    if one.amount.per:
        return False
    if frame is None:
        return bool(
            _any("run_words").search(sentence.text) or _any("run_beside").search(sentence.text)
        )
    is_beside = clause.link in {Link.AND, Link.WHILE, Link.BACKGROUND}
    is_today = frame.time.kind in {TimeKind.TODAY, TimeKind.NOW} or is_beside
    if frame.predicate.lemma == "하다" and _any("run_words").search(clause.text):
        return frame.predicate.is_past  # 걷기 2킬로 했고
    if (
        frame.predicate.is_past
        and frame.predicate.lemma in _set("burnt")
        and _any("run_words").search(clause.text)
    ):
        return True  # 러닝 4.1km, 280칼로리 소모했어요
    if frame.predicate.lemma in _set("moved"):
        return frame.predicate.is_past or is_today
    is_said = bool((_set("moved") | {"거리"}) & set(sentence.lemmas)) or is_today
    return frame.predicate.lemma in _set("summing") and (is_said or frame.predicate.is_past)


def _is_walked(_sentence: Sentence, _clause: Clause, one: Assigned) -> bool:
    return not one.amount.per


def _is_weighed(_sentence: Sentence, clause: Clause, one: Assigned) -> bool:
    return one.cue is not None or not _set("lifted") & set(clause.lemmas)


def _is_burnt(_sentence: Sentence, clause: Clause, _one: Assigned) -> bool:
    return not _set("eaten") & set(clause.lemmas)


_BY_FIELD = {
    "temperature": _is_body,
    "distance_km": _is_moved,
    "steps": _is_walked,
    "weight": _is_weighed,
    "active_calories": _is_burnt,
}


def _is_possible(name: str, value: float) -> bool:
    low, high = _bounds()[name]
    return low <= value <= high


@cache
def _bounds() -> dict[str, tuple[float, float]]:
    told = table("told")
    pressure = told["pressure_mm_hg"]
    nine = {name: numbers.impossible for name, numbers in vital_rows().items()}
    return {
        **nine,
        "baseline_rhr": nine["resting_heart_rate"],
        "temperature": tuple(told["temperature_c"]["possible"]),
        "glucose": tuple(told["glucose_mg_dl"]["possible"]),
        "systolic_bp": tuple(pressure["possible_systolic"]),
        "diastolic_bp": tuple(pressure["possible_diastolic"]),
    }


@cache
def _any(key: str) -> re.Pattern[str]:
    listed = rows("readings")[key]
    return re.compile(listed if isinstance(listed, str) else "|".join(f"(?:{p})" for p in listed))


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(rows("readings")[key].split())


def has_sign(text: str) -> bool:
    """Say whether a user tells of a headache or a sign of the nerves, as beside a high pressure."""
    said = spoken(text)
    return any(
        not is_of_another(said, k, clause)
        for k, sentence in enumerate(said.sentences)
        for clause in _signs(sentence)
    )


def felt_in(text: str) -> tuple[str, ...]:
    """Return palpitations and dizziness that a user tells beside a heart rate."""
    said = spoken(text)
    words: dict[str, str] = rows("readings")["felt"]
    own = [
        clause
        for k, sentence in enumerate(said.sentences)
        for clause in sentence.clauses
        if not is_of_another(said, k, clause) and not _is_denied_or_asked(clause)
    ]
    return tuple(name for name, way in words.items() if any(re.search(way, c.text) for c in own))


def _is_denied_or_asked(clause: Clause) -> bool:
    frame = clause.frame
    if frame is None:
        return False
    return frame.polarity.value == "denied" or frame.modality in {Modality.ASK, Modality.CONDITION}


def _signs(sentence: Sentence) -> Iterator[Clause]:
    signs: dict[str, str] = rows("readings")["signs"]
    nouns, bodies, feelings = (set(signs[key].split()) for key in ("nouns", "bodies", "feelings"))
    for clause in sentence.clauses:
        frame = clause.frame
        is_denied = frame is not None and frame.polarity.value == "denied"
        if is_denied and not _any("sign_words").search(clause.text):
            continue
        words = set(clause.lemmas)
        if (
            words & nouns
            or _any("sign_words").search(clause.text)
            or (words & bodies and frame and frame.predicate.lemma in feelings)
        ):
            yield clause


def readings_in(text: str) -> dict[str, Any]:
    """Return those of the nine vitals that a user's words state as today's own, by field."""
    nine = vital_rows()
    return {name: value for name, value in heard_readings(text).values.items() if name in nine}
