"""Goals and doses: amounts that are advised, within what may be advised on such a day."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean import AmountKind, Modality
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import ranges
from wearable_coach.verification.number_judges import tolerance_bpm

_SLEEP = re.compile(r"수면|잠|주무|잤|자는|자고|취침|눕|누우|누워")
_ADVISES = re.compile(
    r"세요|시죠|볼까|어떨|어때|좋|괜찮|돼요|됩니다|면 ?[돼되]|권|추천|목표|계획|충분|해 ?봐|합시다|봅시다|바랍|무난|정도|까지|[:：]|[면하] ?됨|[하가보두하]자(?=[ .!]|$)|기(?=[.!*\s]*$)"
)
_GOAL = re.compile(r"목표|노리|노려|도전|채우|채워|늘려|늘리|도전|까지 ?(?:걸|해|가|늘|채)")
_SUGGESTS = re.compile("볼까|할까|갈까|어떨|어때|어떠")
_LOST = re.compile("벌써|이미|[셨았었했]")
_LOSES = re.compile("덜어|빼|줄이|줄여|감량")
_SLEEP_GOAL = re.compile("목표|자는 ?걸|주무시|자 ?보|자면|채우|채워")
_DONE = re.compile(r"걸은|걸었|걸으셨|실제|기록|찍|나왔|였어요|이었")
_EXERCISE = re.compile(
    r"걷|걸으|걸어|걸을|산책|운동|체조|스트레칭|자전거|트레드밀|러닝머신|수영|조깅|달리|유산소|근력|요가|움직|빠르게"
)
_MOVES = re.compile(
    r"서기|앉기|앉았다|일어났다|일어나기|들었다|들기|들어 ?올|내리기|올리기|스쿼트|런지|무게|밴드|덤벨|팔굽혀|발뒤꿈치|까치발|벽 ?(?:짚|밀)|반복|당기기|좌우|한 ?발"
)
_HELD_BACK = re.compile(
    r"일찍|앞당|낮잠|쉬|휴식|심호흡|호흡|앉|일어나|물|햇볕|햇빛|바람|정리|준비|풀|다시 ?(?:재|잰|잴)"
)
_STANDARD = re.compile(r"권고|권장|지침|WHO|ACSM|기준|근력")
_SHORT_PARTS = re.compile(r"준비 ?운동|정리 ?운동|세트 ?사이|낮잠|동작")
_LEVELS = re.compile(r"저강도|중강도|고강도")
_LEVEL_CLASSES = {
    "저강도": frozenset({"very_light", "light"}),
    "중강도": frozenset({"moderate"}),
    "고강도": frozenset({"vigorous", "near_maximal"}),
}
_MOST_MINUTES, _MOST_REST, _MOST_EARLIER = 60, 30, 90
_MOST_WEEKS = 8
_MOST_TIMES, _MOST_REPEATS = 5, 15
_MOST_HOURS_BEFORE = 3
_MOST_WEEKS_OF_A_PLAN = 12
_LONGEST_SITTING_H = 2
_MOST_MORE_STEPS = 2_000
_LEAST_STEPS, _MOST_STEPS = 1000, 12_500


def is_goal_said(told: Told) -> bool:
    """Say whether a clause gives an amount as a goal."""
    return bool(_GOAL.search(told.lead + told.after)) and told.modality is not Modality.ASSERT


def is_goal(told: Told, evidence: Evidence) -> bool:  # noqa: PLR0911 - a line a reason
    """Say whether an amount is a goal that may be set."""
    amount, beside = told.amount, told.lead + told.after
    if amount.unit == "kg":
        return _is_weight_goal(told, evidence)
    is_proposed = "목표" in told.lead or _ADVISES.search(told.sentence)
    if evidence.facts.safety_level >= SafetyLevel.CONTACT or not is_proposed:
        return False
    if _DONE.search(told.before + told.after):
        return False
    is_aim = _GOAL.search(beside) or _proposes(told)
    if amount.unit == "steps" and amount.is_apart:
        return _proposes(told) and told.top <= _MOST_MORE_STEPS
    if amount.unit == "steps" and is_aim:
        return _LEAST_STEPS <= told.value <= _MOST_STEPS
    if amount.unit == "h" and _SLEEP.search(told.sentence) and _SLEEP_GOAL.search(told.sentence):
        low, high = _recommended(evidence)
        return low <= told.value <= high
    return False


def _proposes(told: Told) -> bool:
    """Say whether a clause proposes what it names: 다음엔 8,500보를 노려 볼까요?"""
    is_asked = told.modality is Modality.ASK and bool(_SUGGESTS.search(told.rest))
    return told.modality in {Modality.ADVISE, Modality.PERMIT} or is_asked


def _is_weight_goal(told: Told, evidence: Evidence) -> bool:
    """Say whether an amount is a weight to lose that may be aimed at: a tenth at most, of who is above normal."""
    weight, bmi = evidence.value("weight"), evidence.facts.bmi_ksso
    if weight is None or bmi in {None, "underweight", "normal"}:
        return False
    is_aim = "목표" in told.sentence and _LOSES.search(told.after)
    return bool(is_aim) and not _LOST.search(told.after) and told.value <= weight / 10


def _recommended(evidence: Evidence) -> tuple[Decimal, Decimal]:
    both = sorted(ranges("sleep_hr"))
    found = [r for r in both if "recommended" in ranges("sleep_hr")[r]]
    return min(found, key=lambda r: r[1]) if evidence.older else max(found, key=lambda r: r[1])


def is_dose(told: Told, evidence: Evidence) -> bool:  # noqa: PLR0911 - a line a unit
    """Say whether an amount is a time, a count or an hour of the day that may be advised on such a day."""
    amount, text = told.amount, told.sentence
    if not _may_be_done(told) or told.modality is Modality.QUOTE:
        return False
    if amount.kind is AmountKind.CLOCK:
        return bool(_SLEEP.search(text) or re.search("카페인|커피|햇|점심|저녁", text))
    if amount.kind is not AmountKind.COUNT:
        return False
    if amount.unit == "min":
        return _is_minutes(told, evidence)
    if amount.unit == "h":
        return _is_hours(told)
    if _STANDARD.search(text.replace("근력", "")):
        return False
    if amount.unit in {"times", "things"} and not amount.per and not _IN_RESERVE.match(told.rest):
        return told.top <= _most_times(told) and evidence.facts.safety_level < SafetyLevel.CONTACT
    return amount.unit in {"day", "week"} and _is_days(told)


def _may_be_done(told: Told) -> bool:
    """Say whether a sentence advises, or an item of a list only names what to do."""
    is_past = told.frame is not None and told.frame.predicate.is_past
    is_item = bool(_ITEM.match(told.sentence)) and not is_past
    is_note = told.modality is None and "일찍" in told.sentence
    return is_item or is_note or bool(_ADVISES.search(told.sentence))


_ITEM = re.compile(r"\s*(?:[-*•]|\d+[.)]) ")


def _is_hours(told: Told) -> bool:
    """Say whether hours are those between two breaks, or before one goes to bed."""
    if "마다" in told.rest[:4]:
        return told.top <= _LONGEST_SITTING_H
    is_before = re.match(r" ?(?:쯤|정도)? ?(?:전|먼저|일찍)", told.rest)
    return bool(is_before and _SLEEP_GOES.search(told.sentence)) and told.top <= _MOST_HOURS_BEFORE


_SLEEP_GOES = re.compile(r"잠자리|잠들|취침|자기 |자러|주무시기|눕|누워|누우|일찍|먼저")


_IN_RESERVE = re.compile(r" ?(?:정도|쯤)? ?더 ")
"""Repetitions that are left: 2회 더 할 수 있는 무게."""


def _most_times(told: Told) -> int:
    """Return how often a thing may be advised to be done; a move of strength or balance more often."""
    return _MOST_REPEATS if _MOVES.search(told.sentence) else _MOST_TIMES


def _is_days(told: Told) -> bool:
    if told.amount.unit == "week" and re.match(r" ?(?:차)? ?[:：]", told.rest):
        return told.top <= _MOST_WEEKS_OF_A_PLAN
    is_span = re.search("지나|뒤|쯤|동안|만 |간 ", told.rest[:6])
    return bool(is_span) and told.top <= _MOST_WEEKS


def _is_minutes(told: Told, evidence: Evidence) -> bool:
    text, high = told.sentence, told.top
    if "마다" in told.rest[:4] or "일찍" in text or "앞당" in text:
        return high <= _MOST_EARLIER
    if _HELD_BACK.search(text) and not _EXERCISE.search(text):
        return high <= _MOST_REST
    if evidence.cap == "none" or not _EXERCISE.search(text) or _SHORT_PARTS.search(text):
        return False
    if re.search("주당|주 ?\\d|일주일|한 ?주|매주|WHO|환산|합", text):
        return False
    most = _MOST_REST if evidence.cap == "light" else _MOST_MINUTES
    return high <= most and bool(re.search("하루|\\d+ ?분|분쯤|분 ?정도|씩", text))


def is_target(told: Told, evidence: Evidence) -> bool:
    """Say whether an amount is a target that a share in the sentence gives."""
    if evidence.facts.hr is None or told.amount.unit not in {"", "bpm"}:
        return False
    shares = re.findall(r"(\d+) ?(?:%|퍼센트)", told.sentence)
    targets = [evidence.target_bpm(s) for s in shares]
    return any(t is not None and abs(told.value - t) <= tolerance_bpm() for t in targets)


def is_share(told: Told, _evidence: Evidence) -> bool:
    """Say whether an amount is a printed range of shares, called by its own intensity."""
    text = told.sentence
    if told.amount.unit != "pct" or not re.search("강도|여유|심박|구간", text):
        return False
    if re.search("산소|포화도", text) or not told.amount.is_range:
        return False
    field = "pct_hrmax" if re.search("최대 ?심박", text) else "pct_hrr"
    known = ranges(field).get((told.value, told.top))
    called = _LEVELS.findall(text[: told.amount.start])
    return known is not None and bool(called) and _LEVEL_CLASSES[called[-1]] >= known


def is_rpe(told: Told, evidence: Evidence) -> bool:
    """Say whether an amount is a rating of exertion from light to moderate, on a day that allows it."""
    if not re.search("자각도|RPE|힘든 ?정도", told.sentence) or _LEVELS.search(told.sentence):
        return False
    return evidence.cap in {"moderate", "vigorous"} and told.value >= 9 and told.top <= 13  # noqa: PLR2004 - light to moderate
