"""A second reading of the numbers that no pattern explains: amounts in every form, by their role in the sentence.

It is asked only where the first readers refuse a number, and lets it stand only where it can say what the number is:
a reading, a bound that the reading keeps, an edge of a standard, a goal or a dose within limits, the year of a source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean import Amount, AmountKind, Bound, Modality, read
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.class_words import words_in
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.morphemes import HELPLINES
from wearable_coach.verification.norms import ranges, thresholds
from wearable_coach.verification.number_judges import StatedValue, tolerance_bpm
from wearable_coach.verification.sentence import Mention, mentions
from wearable_coach.verification.wording import plain

_SUPPOSING = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL, Modality.ASK})
_STATING = frozenset({Modality.ASSERT, Modality.QUOTE, Modality.DEFINE, None})
_OPS = {Bound.AT_LEAST: "ge", Bound.MORE_THAN: "gt", Bound.AT_MOST: "le", Bound.LESS_THAN: "lt"}
_BY_UNIT = {
    "steps": "steps",
    "km": "distance_km",
    "kcal": "active_calories",
    "kg": "weight",
    "age": "age",
}
_HEART = ("resting_heart_rate", "baseline_rhr", "heart_rate")
_BARE = (*_HEART, "oxygen_saturation", "bmi", "steps", "age", "hrmax", "hrr", "weight")
_SLEEP = re.compile(r"수면|잠|주무|잤|자는|자고|취침|눕|누우|누워")
_OXYGEN = re.compile(r"(?<!유)산소|포화도|SpO")
_BEATS = re.compile(r"심박|맥박|박동")
_STRIDE = re.compile(r"보폭|한 ?걸음")
_DEFINES = re.compile(r"권장|기준|하한|상한|경계|범위|구간|재단|학회|지침")
_ADVISES = re.compile(
    r"세요|시죠|볼까|어떨|어때|좋|괜찮|돼요|됩니다|면 ?[돼되]|권|추천|목표|계획|충분|해 ?봐|합시다|봅시다|바랍|무난|정도|까지|[:：]"
)
_UP = re.compile(r"위(?:에|로|쪽)|높|올라|오른|올랐|오르|상승|빠르|빠른|웃돌|많|뛴|뛰었")
_DOWN = re.compile(r"아래|낮|내려|내린|떨어|하락|느리|느린|밑돌|적(?=[어은게])")
_DIFFERENCE = re.compile(
    r"^ ?(?:bpm|회|박)?(?:정도|쯤|가량|만큼|이나|이|가|을|를|은|는)? ?(?:더 |조금 |살짝 )?(?:높|낮|올라|올랐|오른|내려|내린|떨어|차이|위|아래|웃돌|밑돌|벌어|많|적)"
)
_TURNED = re.compile(r"^[가-힣]{0,3}지(?:는|도|를)? ?(?:않|못)")
_EXERCISE = re.compile(
    r"걷|걸으|산책|운동|체조|스트레칭|자전거|수영|조깅|달리|유산소|근력|요가|움직|빠르게"
)
_HELD_BACK = re.compile(
    r"일찍|앞당|낮잠|쉬|휴식|심호흡|호흡|앉|일어나|물|햇볕|햇빛|바람|정리|준비|풀"
)
_MIXED = re.compile(
    r"중강도 ?(\d+) ?분[^.]{0,12}고강도 ?(\d+) ?분[^.]{0,30}?(?:중강도[^.]{0,10})?(\d+) ?분"
)
_MOST_MINUTES, _MOST_REST, _MOST_EARLIER = 60, 30, 90
_MOST_WEEKS = 8
_LEAST_STEPS, _MOST_STEPS = 1000, 12_500


class Told(NamedTuple):
    """An amount with its sentence."""

    amount: Amount
    sentence: str
    modality: Modality | None
    named: tuple[Mention, ...]
    carry: str
    """The field that the sentence before was about."""

    @property
    def rest(self) -> str:
        """Return what follows the amount."""
        return self.sentence[self.amount.end :]

    @property
    def value(self) -> Decimal:
        """Return the number, of a range the lower end."""
        return self.amount.low if self.amount.low is not None else Decimal(-1)


@lru_cache(maxsize=512)
def _amounts(sentence: str) -> tuple[tuple[Amount, Modality | None], ...]:
    found: list[tuple[Amount, Modality | None]] = []
    for clause in read(sentence).clauses:
        frame = clause.frame
        found += [(a, frame.modality if frame else None) for a in clause.quantities]
    return tuple(found)


def explained(  # noqa: PLR0913 - words, where they stand, and what is known
    sentence: str, start: int, end: int, evidence: Evidence, carry: str, *, kind: str
) -> bool:
    """Say whether the numbers within some words of a sentence can be accounted for.

    Args:
        sentence: The sentence as written.
        start: Where the words start in it.
        end: Where they end.
        evidence: What is known of the day.
        carry: The field that the sentence before was about, empty when none.
        kind: What kind of claim it is.
    """
    if kind.startswith("class:"):
        return _supposed_class(sentence, start, end, kind.partition(":")[2], evidence)
    if (mixed := _MIXED.search(sentence)) is not None:
        moderate, vigorous, total = (int(g) for g in mixed.groups())
        return moderate + 2 * vigorous == total
    named = mentions(sentence)
    inside = [(a, m) for a, m in _amounts(sentence) if a.start < end and a.end > start]
    if not inside:
        return sentence[start:end].strip() in HELPLINES
    roles = _ROLES if kind.partition(":")[0] not in _OF_NORMS else _OF_NORMS_ROLES
    told = [Told(a, sentence, m, named, carry) for a, m in inside]
    if roles is _OF_NORMS_ROLES and (
        any(t.amount.is_range for t in told) or source_mentions()[0].search(sentence)
    ):
        return False
    return all(t.amount.low is not None and any(r(t, evidence) for r in roles) for t in told)


_BOUNDS = re.compile(r"넘|못 ?미|밑돌|웃돌|이상|이하|미만|초과|아래|위로|모자라|부족|채 ?안")
_GENERAL = re.compile(
    r"권장|기준|정상|구간|분류|범위|지침|WHO|경우|날(?:은|이|에)|때|규칙|목표|하한|상한|또는|이거나"
)


_OF_THE_PERSON = re.compile(
    r"[가-힣]{0,2}(?:이시|이신|이니|이므로|이라서|셨|이세요|입니다|긴 ?분|은 ?분)"
)
_CROSSED = re.compile(
    r"^[^.,]{0,12}(?:넘|밑돌|웃돌|미치|미쳤|모자|내려|올라|떨어)[가-힣]{0,2}(?:셨|었|았|겼|렸|랐|쳤|했|어 ?있|아 ?있|고 ?있|네요|습니다|어요|아요)"
)
_WORDED = re.compile(
    r"[일이삼사오육칠팔구]?[십백천만][일이삼사오육칠팔구십백천만 ]*|예순|일흔|여든|아흔|쉰|마흔|서른|스물"
)
_IDIOMS = frozenset(
    {"하나", "절반", "둘", "한 번", "두 번", "한두", "만큼", "이만", "십분", "천천", "백방", "만일"}
)
_UNEXPLAINED = unsupported("VER-NUM-001", "말로 쓴 숫자가 입력과 맞지 않아요")


def crossed(sentence: str, evidence: Evidence) -> list[tuple[int, int, Objection]]:
    """Return the bounds of a sentence that the readings do not keep ("7시간을 넘겼어요" for 6.2 h)."""
    in_words = bool(_WORDED.search(sentence))
    if not in_words and not _BOUNDS.search(sentence):
        return []
    found: list[tuple[int, int, Objection]] = []
    named = mentions(sentence)
    for amount, modality in _amounts(sentence):
        told = Told(amount, sentence, modality, named, "")
        if modality is not Modality.ASSERT or amount.is_range or amount.low is None:
            continue
        field = _field(told)
        reading = None if field is None else evidence.value(field)
        if field is None or reading is None or field == "rhr_delta" or not _is_named(told):
            continue
        if field == "age" and not _OF_THE_PERSON.match(sentence[amount.said_end :]):
            continue
        if amount.bound is Bound.EXACT:
            written = sentence[amount.start : amount.end].strip()
            if (
                len(written) > 1
                and written not in _IDIOMS
                and in_words
                and not any(c.isdigit() for c in written)
                and not _stands(told, evidence)
            ):
                found.append((amount.start, amount.end, _UNEXPLAINED))
            continue
        if _GENERAL.search(sentence) and not _CROSSED.search(sentence[amount.start :]):
            continue
        turned = bool(_TURNED.match(sentence[amount.said_end :]))
        if not _bounded(amount, told.value * _scale(told, field), reading, turned=turned):
            right = contradicted(
                "VER-CMP-001", f"{LABELS.get(field, field)}: 오늘 값은 {plain(reading)}"
            )
            found.append((amount.start, amount.said_end, right))
    return found


def _is_named(told: Told) -> bool:
    """Whether the sentence itself names what an amount is of."""
    unit = told.amount.unit
    if unit in {"h", "min"}:
        return bool(_SLEEP.search(told.sentence))
    if unit == "pct":
        return bool(_OXYGEN.search(told.sentence))
    return bool(told.named) or unit in _BY_UNIT


def _supposed_class(sentence: str, start: int, end: int, field: str, evidence: Evidence) -> bool:
    """Say whether a class is that of an amount which the sentence only supposes."""
    unit = next((u for u, f in _BY_UNIT.items() if f == field), "")
    given = [a for a, m in _amounts(sentence) if m in _SUPPOSING and a.unit == unit]
    bands = evidence.bands_of(field)
    word = next((w for w in words_in(sentence) if w.start < end and w.end > start), None)
    if not given or bands is None or word is None or given[0].low is None:
        return False
    return bands.name_of(given[0].low) in word.meanings.get(field, ())


def _stands(told: Told, evidence: Evidence) -> bool:
    if told.amount.low is None:
        return False
    return any(is_right(told, evidence) for is_right in _ROLES)


def _is_helpline(told: Told, _evidence: Evidence) -> bool:
    amount = told.amount
    written = told.sentence[amount.start : amount.end].strip()
    return amount.kind is AmountKind.CODE or written.split("-")[0] in HELPLINES


def _is_year(told: Told, _evidence: Evidence) -> bool:
    pattern, names = source_mentions()
    before = told.sentence[: told.amount.start]
    for match in pattern.finditer(before):
        name = names[(match.lastindex or 1) - 1]
        if len(before) - match.end() <= 12 and name.endswith(f"_{told.value}"):  # noqa: PLR2004 - beside it
            return True
    return False


def _is_reading(told: Told, evidence: Evidence) -> bool:  # noqa: PLR0911 - a line a reason
    """Whether it is a reading, rightly said; what is only supposed of it is an edge."""
    field = _field(told)
    if field is None or told.modality not in _STATING or _is_goal_said(told):
        return False
    if field == "rhr_delta":
        return told.amount.bound is Bound.EXACT and _is_difference(told, evidence)
    reading = evidence.value(field)
    if reading is None:
        return False
    amount, scale = told.amount, _scale(told, field)
    low, high = told.value * scale, (amount.high or told.value) * scale
    turned = bool(_TURNED.match(told.sentence[amount.said_end :]))
    if amount.bound is not Bound.EXACT and source_mentions()[0].search(told.sentence):
        return False
    if amount.bound is not Bound.EXACT:
        return _bounded(amount, low, reading, turned=turned)
    if amount.is_range:
        return False
    if low != high or not _agrees(told, field, low, reading, evidence):
        return False
    return _points_right(told, field, evidence)


def _bounded(amount: Amount, edge: Decimal, reading: Decimal, *, turned: bool) -> bool:
    kept = {
        Bound.MORE_THAN: reading > edge,
        Bound.AT_LEAST: reading >= edge,
        Bound.LESS_THAN: reading < edge,
        Bound.AT_MOST: reading <= edge,
    }[amount.bound]
    if turned:
        return not kept
    near = not amount.tolerance or abs(reading - edge) <= amount.tolerance * edge
    return kept and near


def _agrees(told: Told, field: str, low: Decimal, reading: Decimal, evidence: Evidence) -> bool:
    if low == reading:
        return True
    amount = told.amount
    if amount.tolerance:
        off = reading - low
        if (amount.lean > 0 and off < 0) or (amount.lean < 0 and off > 0):
            return False
        if abs(off) > amount.tolerance * low:
            return False
        bands = evidence.bands_of(field)
        return (
            bands is None
            or field in {"steps", "resting_heart_rate"}
            or bands.name_of(low) == bands.name_of(reading)
        )
    if field == "stride":
        return abs(low - reading) < Decimal("0.01")
    written = str(amount.low)
    return _scale(told, field) == 1 and StatedValue(field).judge(evidence, [written]) is None


def _points_right(told: Told, field: str, evidence: Evidence) -> bool:
    """Whether a direction that follows the usual rate is the day's."""
    if field != "baseline_rhr":
        return True
    after = told.rest.split(".")[0][:24]
    delta = evidence.value("rhr_delta")
    if delta is None:
        return False
    up, down = _UP.search(after), _DOWN.search(after)
    if up and not down:
        return delta > 0
    if down and not up:
        return delta < 0
    return True


def _is_difference(told: Told, evidence: Evidence) -> bool:
    delta = evidence.value("rhr_delta")
    if delta is None or abs(delta) != told.value or told.amount.is_range:
        return False
    up, down = _UP.search(told.rest[:14]), _DOWN.search(told.rest[:14])
    if up and (not down or up.start() < down.start()):
        return delta > 0
    return delta < 0 if down else True


def _is_edge(told: Told, evidence: Evidence) -> bool:  # noqa: PLR0911 - a line a reason
    """Whether it is an edge of a standard, or of the rule about one's own usual rate, spoken of as one."""
    supposed = told.modality in _SUPPOSING
    if not supposed and not _DEFINES.search(told.sentence):
        return False
    field = _field(told)
    if field is None:
        return False
    amount = told.amount
    if amount.is_range:
        high = amount.high or told.value
        return field in _WITH_EDGES and (told.value, high) in ranges(field)
    if told.modality is Modality.HYPOTHETICAL and amount.unit == "steps":
        return amount.bound is Bound.EXACT
    if field in {"resting_heart_rate", "baseline_rhr"} and supposed:
        baseline = evidence.value("baseline_rhr")
        if baseline is not None and told.value - baseline in {5, 10, 20}:
            return True
    printed = thresholds(field) if field in _WITH_EDGES else {}
    if amount.bound is not Bound.EXACT:
        return supposed and (_OPS[amount.bound], told.value) in printed
    if not supposed and not _AS_EDGE.search(told.sentence[: amount.start]):
        return False
    return told.value in {edge for _, edge in printed}


_AS_EDGE = re.compile(
    r"(?:기준|권장|하한|상한|경계|최소|적어도|학회|재단)[가-힣]{0,3} ?(?:은|는|이|인)? ?$"
)


_WITH_EDGES = frozenset({"sleep_hr", "bmi", "oxygen_saturation", "resting_heart_rate", "steps"})


def _is_goal_said(told: Told) -> bool:
    return bool(_GOAL.search(told.sentence)) and told.modality is not Modality.ASSERT


_GOAL = re.compile(r"목표|채우|채워|늘려|늘리|도전|까지 ?(?:걸|해|가|늘|채)")


def _is_goal(told: Told, evidence: Evidence) -> bool:
    if evidence.facts.safety_level >= SafetyLevel.CONTACT or not _ADVISES.search(told.sentence):
        return False
    amount = told.amount
    if amount.unit == "steps" and _GOAL.search(told.sentence):
        return _LEAST_STEPS <= told.value <= _MOST_STEPS
    if (
        amount.unit == "h"
        and _SLEEP.search(told.sentence)
        and re.search("목표|자는 ?걸|주무시|자 ?보|자면|채우|채워", told.sentence)
    ):
        low, high = _recommended(evidence)
        return low <= told.value <= high
    return False


def _recommended(evidence: Evidence) -> tuple[Decimal, Decimal]:
    both = sorted(ranges("sleep_hr"))
    found = [r for r in both if "recommended" in ranges("sleep_hr")[r]]
    return min(found, key=lambda r: r[1]) if evidence.older else max(found, key=lambda r: r[1])


def _is_dose(told: Told, evidence: Evidence) -> bool:  # noqa: PLR0911 - a line a unit
    """Whether it is a time, a count or an hour of the day that may be advised on such a day."""
    amount, text = told.amount, told.sentence
    is_note = told.modality is None and "일찍" in text
    if not (is_note or _ADVISES.search(text)) or told.modality is Modality.QUOTE:
        return False
    if amount.kind is AmountKind.CLOCK:
        return bool(_SLEEP.search(text) or re.search("카페인|커피|햇|점심|저녁", text))
    high = amount.high or told.value
    if amount.kind is AmountKind.ORDINAL or amount.kind is not AmountKind.COUNT:
        return False
    if amount.unit == "min":
        return _is_minutes(told, evidence, high)
    if amount.unit == "h" and "마다" in told.rest[:4]:
        return high <= 2  # noqa: PLR2004 - hours of sitting
    if _STANDARD.search(text):
        return False
    if amount.unit in {"times", "things"} and not amount.per:
        return high <= 5 and evidence.facts.safety_level < SafetyLevel.CONTACT  # noqa: PLR2004 - a few
    return (
        amount.unit in {"day", "week"}
        and high <= _MOST_WEEKS
        and bool(re.search("지나|뒤|쯤|동안", told.rest[:6]))
    )


_STANDARD = re.compile(r"권고|권장|지침|WHO|ACSM|기준|근력")


_SHORT_PARTS = re.compile(r"준비 ?운동|정리 ?운동|세트 ?사이|낮잠|동작")


def _is_minutes(told: Told, evidence: Evidence, high: Decimal) -> bool:
    text = told.sentence
    if "마다" in told.rest[:4]:
        return high <= _MOST_EARLIER
    if "일찍" in text or "앞당" in text:
        return high <= _MOST_EARLIER
    if _HELD_BACK.search(text) and not _EXERCISE.search(text):
        return high <= _MOST_REST
    if evidence.cap == "none" or not _EXERCISE.search(text) or _SHORT_PARTS.search(text):
        return False
    if re.search("주당|주 ?\\d|일주일|한 ?주|매주|WHO|환산|합", text):
        return False
    most = _MOST_REST if evidence.cap == "light" else _MOST_MINUTES
    return high <= most and bool(re.search("하루|\\d+ ?분|분쯤|분 ?정도|씩", text))


def _is_target(told: Told, evidence: Evidence) -> bool:
    """Whether it is a target that a share in the sentence gives."""
    if evidence.facts.hr is None or told.amount.unit not in {"", "bpm"}:
        return False
    shares = re.findall(r"(\d+) ?(?:%|퍼센트)", told.sentence)
    targets = [evidence.target_bpm(s) for s in shares]
    return any(t is not None and abs(told.value - t) <= tolerance_bpm() for t in targets)


def _is_share(told: Told, _evidence: Evidence) -> bool:
    if told.amount.unit != "pct" or not re.search("강도|여유|심박|구간", told.sentence):
        return False
    if re.search("산소|포화도", told.sentence):
        return False
    field = "pct_hrmax" if re.search("최대 ?심박", told.sentence) else "pct_hrr"
    if told.amount.is_range:
        key = (told.value, told.amount.high or told.value)
        known = ranges(field).get(key)
        before = told.sentence[: told.amount.start]
        called = _LEVELS.findall(before)
        return known is not None and bool(called) and _LEVEL_CLASSES[called[-1]] >= known
    return False


_LEVELS = re.compile(r"저강도|중강도|고강도")
_LEVEL_CLASSES = {
    "저강도": frozenset({"very_light", "light"}),
    "중강도": frozenset({"moderate"}),
    "고강도": frozenset({"vigorous", "near_maximal"}),
}


def _is_rpe(told: Told, evidence: Evidence) -> bool:
    if not re.search("자각도|RPE|힘든 ?정도", told.sentence) or _LEVELS.search(told.sentence):
        return False
    high = told.amount.high or told.value
    return evidence.cap in {"moderate", "vigorous"} and told.value >= 9 and high <= 13  # noqa: PLR2004 - light to moderate


_ROLES: tuple[Callable[[Told, Evidence], bool], ...] = (
    _is_helpline, _is_year, _is_reading, _is_edge, _is_goal, _is_dose, _is_target, _is_share, _is_rpe,
)  # fmt: skip


_OF_NORMS = frozenset({"norm", "comparison", "difference"})
_OF_NORMS_ROLES: tuple[Callable[[Told, Evidence], bool], ...] = (_is_reading, _is_dose, _is_goal)


def _field(told: Told) -> str | None:  # noqa: PLR0911 - a line a unit
    """Return the field that an amount is about."""
    amount, text = told.amount, told.sentence
    if amount.unit in {"cm", "m"}:
        return "stride" if _STRIDE.search(text) else "height_cm"
    if amount.unit in _BY_UNIT and not (amount.unit == "steps" and told.value == 1):
        return _BY_UNIT[amount.unit]
    if amount.unit in {"h", "min"}:
        alone = amount.bound is not Bound.EXACT and amount.unit == "h" and not told.named
        slept = _SLEEP.search(text) or told.carry == "sleep_hr" or alone
        return "sleep_hr" if slept and not _EXERCISE.search(text) else None
    if amount.unit == "pct":
        return (
            "oxygen_saturation"
            if _OXYGEN.search(text) or told.carry == "oxygen_saturation" or _alone(told)
            else None
        )
    if amount.unit == "times" and amount.per != "min" and not _BEATS.search(text):
        return None
    if amount.unit not in {"", "bpm", "times"}:
        return None
    return _named(told)


def _alone(told: Told) -> bool:
    return told.amount.bound is not Bound.EXACT and not told.named and "강도" not in told.sentence


def _named(told: Told) -> str | None:
    amount, text = told.amount, told.sentence
    before = [m for m in told.named if m.end <= amount.start and m.field in _BARE]
    if _DIFFERENCE.match(told.rest) and any(m.field == "baseline_rhr" for m in before):
        return "rhr_delta"
    after = [m for m in told.named if m.start >= amount.end and m.field in _BARE]
    if after and (not before or amount.unit == "times") and after[0].start - amount.end <= 12:  # noqa: PLR2004 - beside it
        return after[0].field
    if before:
        last = before[-1]
        if last.field == "baseline_rhr" and re.search(
            "오늘|현재|지금", text[last.end : amount.start]
        ):
            return "resting_heart_rate"
        return last.field
    if re.match("오늘|현재|지금", text) and told.carry in {"", *_HEART} and after:
        return "resting_heart_rate"
    return told.carry if told.carry in _BARE else None


def _scale(told: Told, field: str) -> Decimal:
    if field == "sleep_hr" and told.amount.unit == "min":
        return Decimal(1) / 60
    return Decimal("0.01") if field == "stride" and told.amount.unit == "cm" else Decimal(1)
