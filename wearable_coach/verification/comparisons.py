"""Reading directions: "평소보다 높아요", "권장보다 짧아요", "60보다 낮은 62"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, Remembered, contradicted, unsupported
from wearable_coach.verification.classes import FILLER, Member
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.stance import is_conditional
from wearable_coach.verification.wording import plain, signed

_UP = r"높|올라|올랐|오른|오르|상승|증가|빠르|빨라|웃돌|뛰었"


_DOWN = r"낮|내려|내렸|내린|떨어|하락|감소|느리|느려|밑돌"


_WAY = re.compile(
    rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>비슷|같은|같아|차이가 ?(?:거의 ?)?없|변화가 ?(?:거의 ?)?없|그대로)"
)


_HEART = ("resting_heart_rate", "heart_rate", "baseline_rhr")


_UNSAID = re.compile(
    r"[가-힣]{0,3} 수(?:도|는)? ?(?:있|없)|[가-힣]{0,4}?(?:지 ?않|지는 ?않|지도 ?않|지 ?못|ㄴ지|은지|는지|을지|았는지|었는지|랐는지|은 ?것인지|인지)"
)


_BEYOND = re.compile(
    r"(?P<field>권장|정상|기준)(?: ?(?:범위|시간|구간|수면|하한|상한|기준|치))*(?: ?\([^()]{0,14}\)|[ ~∼\-–인의\x01.%]|bpm|시간)* ?(?:보다|에 ?비해|대비) ?(?:[가-힣\x01.]{1,6} ?(?:bpm|시간|분|%)? ?)?(?P<way>짧|적|부족|모자|낮|길|많|높|넘|초과)"
)


_THAN_NUMBER = re.compile(
    r"(?P<a>\x01)(?: ?bpm| ?%| ?시간| ?보| ?걸음| ?kg| ?km)?보다 ?(?:[가-힣]{1,3} )?(?P<way>높은|낮은|큰|작은|많은|적은|긴|짧은) ?(?:[가-힣 ]{0,8})?(?P<b>\x01)"
)


_NUMBER_THAN = re.compile(
    r"(?P<a>\x01)(?: ?bpm| ?%| ?시간| ?보| ?걸음| ?kg| ?km)?(?:은|는|으로|로|이|가|이라|라) ?(?P<b>\x01)(?: ?bpm| ?%| ?시간| ?보| ?걸음| ?kg| ?km)?보다 ?(?:\S{1,3} )?(?P<way>높|낮|크|작|많|적|길|짧)"
)


def read_comparisons(r: Reading) -> None:
    """Read every direction that is asserted."""
    _against_baseline(r)
    _against_norm(r)
    for pattern in (_THAN_NUMBER, _NUMBER_THAN):
        for match in pattern.finditer(r.text):
            if is_conditional(r.text, match.end()):
                continue
            up = match["way"][0] in "높큰크많긴길"
            first, last = r.slots_before(match.start("a")), r.slots_before(match.end("b"))
            judge = Remembered(_ComparedNumbers(swapped=pattern is _THAN_NUMBER, up=up))
            span, slots = match.span(), (first, last)
            r.add("comparison:numbers", "VER-CMP-001", judge, span=span, slots=slots)


class _ComparedNumbers(NamedTuple):
    """Two numbers that the sentence compares: "60보다 낮은 62"."""

    swapped: bool
    """Whether the reference stands first."""
    up: bool
    """Whether the subject is said to be the greater."""

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        a, b = number(bound[0]), number(bound[-1])
        subject, reference = (b, a) if self.swapped else (a, b)
        if (subject > reference) == self.up and subject != reference:
            return None
        return contradicted(
            "VER-CMP-001", f"방향이 반대예요: {plain(subject)}, 견준 값 {plain(reference)}"
        )


def _against_baseline(r: Reading) -> None:
    for mention in r.mentions:
        if mention.field not in _HEART:
            continue
        end = mention.reference_end
        if end < 0:
            if mention.field == "baseline_rhr" and (
                m := re.match(
                    r" ?(?:수준|상태|대로|와 (?:큰 )?차이가 ?(?:거의 )?없|와 (?:크게 )?다르지)",
                    r.text[mention.end :],
                )
            ):
                _same(r, mention.start, mention.end + m.end())
            continue
        way = _WAY.search(r.text, max(end - 6, mention.end), min(len(r.text), end + 24))
        if way is None or is_conditional(r.text, way.end()) or _UNSAID.match(r.text, way.end()):
            continue
        between = r.text[end : way.start()] if way.start() >= end else ""
        if not FILLER.fullmatch(
            re.sub(r"더|평균|안정시 ?심박수[가는은도이]?|심박수[가는은도이]?", "", between)
        ):
            continue
        subject = _subject(r, mention.start, way.end())
        if subject is None:
            continue
        if mention.field == "baseline_rhr":
            judge = BaselineWay(str(way.lastgroup))
            span = (mention.start, way.end())
            r.add("comparison:rhr_delta", "STD-HR-030", judge, span=span, slots=(0, 0))
        elif subject != mention.field:
            r.add(
                f"comparison:{subject}-{mention.field}",
                "VER-CMP-001",
                PairWay(subject, mention.field, str(way.lastgroup)),
                span=(mention.start, way.end()),
                slots=(0, 0),
            )


def _same(r: Reading, start: int, end: int) -> None:
    subject = _subject(r, start, end)
    if subject is not None and not is_conditional(r.text, end):
        judge, span = BaselineWay("same"), (start, end)
        r.add("comparison:rhr_delta", "STD-HR-030", judge, span=span, slots=(0, 0))


def _subject(r: Reading, start: int, end: int) -> str | None:
    before = [m for m in r.mentions if m.end <= start and m.field in _HEART and m.reference_end < 0]
    if before:
        return before[-1].field
    inside = [
        m
        for m in r.mentions
        if start < m.start < end + 14 and m.field in _HEART and m.reference_end < 0
    ]
    if inside:
        return inside[0].field
    others = [m for m in r.mentions if m.end <= start]
    if not others and r.row in _HEART:
        return r.row
    if not others and r.carry in _HEART:
        return r.carry
    return None


class BaselineWay(NamedTuple):
    """A direction against the own baseline: "평소보다 높아요"."""

    way: str
    """up, down or same."""

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Judge it by the difference."""
        delta = evidence.facts.rhr_delta_bpm
        if delta is None:
            return unsupported("STD-HR-030", "평소 값이 입력에 없어 비교할 수 없어요")
        if self.way == "same":
            if evidence.facts.rhr_delta_flag == "none":
                return None
            return contradicted("STD-HR-030", f"평소와의 차이는 {signed(delta)}bpm이에요")
        if (delta > 0) == (self.way == "up") and delta != 0:
            return None
        return contradicted("VER-CMP-001", f"방향이 달라요: 평소와의 차이는 {signed(delta)}bpm")


class PairWay(NamedTuple):
    """A direction between two readings."""

    subject: str
    reference: str
    way: str
    """up, down or same."""

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Judge it by both."""
        a, b = evidence.value(self.subject), evidence.value(self.reference)
        if a is None or b is None:
            return unsupported("VER-SOURCE-001", "비교할 값이 입력에 없어요")
        if self.way == "same":
            if abs(a - b) < _mild_bpm():
                return None
            return contradicted("VER-CMP-001", f"같지 않아요: {plain(a)}, 견준 값 {plain(b)}")
        if (a > b) == (self.way == "up") and a != b:
            return None
        return contradicted("VER-CMP-001", f"방향이 반대예요: {plain(a)}, 견준 값 {plain(b)}")


@cache
def _mild_bpm() -> int:
    """Return from where on a change is one (STD-HR-030) [beats/min]."""
    mildest: int = table("heart_rate")["delta"]["bands"][0]["to"]
    return mildest


def _against_norm(r: Reading) -> None:
    for match in _BEYOND.finditer(r.text):
        if is_conditional(r.text, match.end()) or _UNSAID.match(r.text, match.end()):
            continue
        if any(
            m.field == "baseline_rhr" and m.start <= match.start() < m.end for m in r.mentions
        ) or re.search(r"(?:평소|개인|내|나의|본인|자기|자신의) ?$", r.text[: match.start()]):
            continue
        before = [m for m in r.mentions if m.end <= match.start() and m.reference_end < 0]
        field = before[-1].field if before else r.row or r.carry
        meaning = _beyond(field, match["way"])
        if meaning:
            rule, judge = RULES.get(field, "VER-CMP-001"), Member(field, meaning)
            r.add(f"comparison:{field}", rule, judge, span=match.span(), slots=(0, 0))


def _beyond(field: str, way: str) -> frozenset[str] | None:
    low = way in {"짧", "적", "부족", "모자", "낮"}
    table = {
        "sleep_hr": ({"short", "very_short"}, {"long"}),
        "resting_heart_rate": ({"very_low", "low", "low_normal"}, {"high", "very_high"}),
        "oxygen_saturation": ({"borderline", "low", "critical"}, set[str]()),
        "bmi": ({"underweight"}, {"pre_obese", "obese_1", "obese_2", "obese_3"}),
    }
    if field not in table:
        return None
    return frozenset(table[field][0 if low else 1])
