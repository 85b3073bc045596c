"""Who is cited for what: a source may be named only for what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import (
    Answered,
    Judge,
    Objection,
    Refused,
    contradicted,
    unsupported,
)
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.lexicon import source_mentions, unknown_sources, words
from wearable_coach.verification.reading import Reading

_CUTS = {"bmi", "oxygen_saturation", "sleep_hr", "steps", "weight"}


_EXERCISE = re.compile(r"운동|활동|유산소|근력|걷|강도|선별|스트레칭|균형|앉아|처방|좌식")


_NOT_HIS = re.compile(r"실무|제품|여기서|저희|이 서비스")


_ATTRIBUTE = re.compile(r"[^.]*")


class _Misuse(NamedTuple):
    """What is wrong with naming a source."""

    reason: str
    """Empty where nothing is."""
    unless_asked: bool = False
    """It is right where the user asked for the WHO's classes of BMI."""

    @property
    def judge(self) -> Judge:
        """Who judges the claim."""
        refusal = contradicted("VER-CITE-003", self.reason)
        if self.unless_asked:
            return _UnlessAsked(refusal)
        return Refused(refusal) if self.reason else Answered()


class _UnlessAsked(NamedTuple):
    """The WHO's classes of BMI, which are refused unless the user asked for them."""

    refusal: Objection

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        return None if evidence.asks_who_bmi else self.refusal


_NOT_WHO = _Misuse("BMI는 대한비만학회 기준을 써요", unless_asked=True)


class _Cited(NamedTuple):
    source: str
    start: int
    end: int


def read_citations(r: Reading) -> None:
    """Read every source named and check that it may be named here."""
    pattern, names = source_mentions()
    cited = [
        _Cited(names[(m.lastindex or 1) - 1], m.start(), m.end()) for m in pattern.finditer(r.text)
    ]
    for match in unknown_sources().finditer(r.text):
        if any(c.start <= match.start() < c.end for c in cited):
            continue
        if re.match(r"[^\x01]*\(", match.group()) and any(c.start == match.start() for c in cited):
            continue
        r.add("citation:unknown", "VER-CITE-001", _UNKNOWN, span=match.span(), slots=(0, 0))
        r.done.update(q.start for q in r.quantities if 0 <= q.start - match.end() <= 1)
    for c in cited:
        if c.source == "policy":
            continue
        judge, span = _misused(r, c, cited).judge, (c.start, c.end)
        r.add(f"citation:{c.source}", "VER-CITE-003", judge, span=span, slots=(0, 0))


_UNKNOWN = Refused(unsupported("VER-CITE-001", "근거 목록에 없는 출처예요"))


def _misused(r: Reading, c: _Cited, cited: list[_Cited]) -> _Misuse:
    """Say what is wrong with naming a source here."""
    if c.source == "buchheit_2014":
        return _Misuse(_buchheit(r, c))
    if c.source == "milewski_2014":
        return _Misuse(_milewski(r.text))
    text = _clause(r.text, c, cited)
    if c.source in {"who_2020", "acsm_getp11"} and _DISOWNED.search(text[-24:]):
        return _Misuse("")
    start = r.text.find(text)
    fields = {m.field for m in r.mentions if start <= m.start and m.end <= start + len(text)}
    if c.source == "who_2020":
        return _who(text, fields, {o.source for o in cited} - {c.source})
    return _Misuse(_out_of_field(text, fields, c, cited))


_DISOWNED = re.compile(r"아니|않|달리|별개|없어요|없습니다|없고")
_STEPS = re.compile(r"\x01 ?(?:보|걸음)(?!다)|걸음 ?수|만 ?보")
_BOUT = re.compile(r"\x01 ?분 ?(?:이상|씩)? ?(?:연속|지속|이어)")


def _who(text: str, fields: set[str], others: set[str]) -> _Misuse:
    if _STEPS.search(text) and "tudor_locke_2004" not in others:
        return _Misuse("WHO는 걸음수 기준을 두지 않아요")
    if "bmi" in fields and "ksso_2022" not in others:
        return _NOT_WHO
    foreign = fields & {"oxygen_saturation", "sleep_hr", "resting_heart_rate"}
    if foreign and not others and not _EXERCISE.search(text):
        return _Misuse("WHO 신체활동 지침은 이 지표를 다루지 않아요")
    return _Misuse("WHO 2020에는 10분 이상 지속 조건이 없어요" if _BOUT.search(text) else "")


def _out_of_field(text: str, fields: set[str], c: _Cited, cited: list[_Cited]) -> str:
    """Return what is wrong when a source is named for a field that it says nothing of."""
    scope: dict[str, list[str]] = words()["allowed_for"]
    allowed = set(scope.get(c.source, []))
    if not allowed:
        return ""
    judged = fields & (_CUTS | {"hrr", "hrmax", "resting_heart_rate"})
    others = {x for o in cited if o.source != c.source for x in scope.get(o.source, [])}
    wrong = judged - allowed - others
    right = fields & allowed or ("exercise" in allowed and _EXERCISE.search(text))
    if wrong and not right:
        cite = table("sources")[c.source]["cite_ko"]
        return f"{cite}는 이 지표({', '.join(sorted(wrong))})의 근거가 아니에요"
    acsm = c.source == "acsm_getp11" and wrong & {"bmi", "oxygen_saturation"}
    if acsm and _CUT_OFF.search(text) and not re.search(r"유산소|운동 ?강도|처방", text):
        return "BMI·산소포화도 기준은 ACSM의 것이 아니에요"
    return ""


_CUT_OFF = re.compile(r"기준|분류|정상|경계|이상|미만|범위")


def _clause(text: str, c: _Cited, cited: list[_Cited]) -> str:
    """Return the part of the sentence that the source is named for."""
    start, end = 0, len(text)
    for o in cited:
        if o.source == c.source:
            continue
        if o.end <= c.start:
            start = max(start, o.end)
        if o.start >= c.end:
            end = min(end, o.start)
    inside = text.rfind("(", 0, c.start) > text.rfind(")", 0, c.start)
    return text[start : c.end] if inside and start == 0 and end == len(text) else text[start:end]


def _not_his() -> str:
    from_bpm = table("heart_rate")["delta"]["bands"][-1]["from"]
    return f"+{from_bpm}bpm은 Buchheit의 기준이 아니라 실무 기준이에요"


def _buchheit(r: Reading, c: _Cited) -> str:
    if re.search(r"심박 ?변이", r.text):
        return ""
    own = re.search(
        r"\x01 ?(?:bpm|BPM|비피엠|%|박|회)(?:이|을|를|의|은|는)? ?(?:정도 ?|만 ?)?(?:이상|초과|넘|기준|규칙|법칙|룰|오르면|높으면|높아지면|상승하면|증가하면|상승 ?시|상승을|증가를|상승은|신호)|[+＋]\x01",
        r.text,
    )
    if own and not _NOT_HIS.search(r.text):
        return _not_his()
    if own and re.match(
        r"(?:\(\x01\)|\(, ?\x01\)| ?\x01년?)?(?:의|에 따르면|에 의하면|가 제시한|는|가) ?[^,.]{0,10}\x01 ?(?:bpm|BPM)",
        r.text[c.end :],
    ):
        return _not_his()
    return ""


def _milewski(text: str) -> str:
    if re.search(
        r"(?:성인|회원님|고객님|사용자님|당신|지금의|본인|현재 수면|오늘)[^.]{0,30}(?:부상|다칠|다치)",
        text,
    ) and not re.search(r"적용(?:하지|할 수 없|되지)|않|아니|청소년|없|안 ?[돼되]", text):
        low, high = table("sleep")["milewski"]["ages"]
        return f"Milewski(2014)는 {low}~{high}세 운동선수의 연구라 성인에게 적용할 수 없어요"
    return ""
