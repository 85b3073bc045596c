"""What an answer says is not there: diseases, symptoms, readings; and that nothing is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.meaning.said import NOT_TOLD, ClauseJudge, ClauseWords, UnlessTold

_UNKNOWN = unsupported("VER-NOWHERE-002", "입력에 없는 추세나 이력이에요")
_ABSENT = r"(?:없(?:었|고|어|으|습|네|다|음|는 ?(?:데|걸|것|상태)|죠|지|던|더)|(?:적혀|적으|기록돼|기록되어|보이|나타나|띄|걸리|하시|말씀하|확인되|알려 ?주시?|느껴지|잡히)[^.]{0,5}지(?:는|도)? ?않|안 ?(?:적|들어|보[여이]|걸)|제로|깨끗|해당 ?없)"
_OF_WHAT = {
    "exertion": r"운동 ?(?:중|할 ?때)[^.]{0,8}(?:증상|불편|통증)",
    "device": r"(?:의료 ?기기|기계|박동기|스텐트)",
    "pregnancy": r"(?:임신|수유|출산)",
    "medicine": r"(?:복용|드시는|먹는|쓰시는)[^.]{0,6}약|약물",
    "symptom": r"증상|통증|불편|아픈|어지럼|어지러|두근|이상 ?징후|위험 ?신호|숨찬",
    "disease": r"질환|지병|병력|질병|(?<![가-힣])병(?:은|이|도| )|앓는|진단받은",
    "anything": r"걸리는|걸림|특이 ?사항|주의할|조심할|유의(?:할|하실)|해당 ?사항|위험 ?요인|(?:눈에 ?띄는|다른) ?(?:점|것|항목|이상|문제)",
}
_NOTHING = tuple(
    (what, re.compile(rf"(?:{named})[^.]{{0,18}}?{_ABSENT}")) for what, named in _OF_WHAT.items()
)
_NOT_SAID = re.compile(
    r"모르|알 ?수|근거가|에 ?대해|거의 ?없|내용[은이] ?(?:이 ?)?(?:기록|입력)에|정보[가는이도]? ?없|들은 ?(?:바|내용)|단정|판단|없(?:으시)?(?:다면|으면|는지|을 ?때|도록|게|더라도|어도|거나)|없을|없는 ?(?:범위|선|동작|강도|운동|코스|한|만큼|사람|분|날|경우|정도|쪽|속도)|없이|편하|차지 ?않|않(?:으면|게|도록|는 ?(?:범위|선|정도|만큼|동작|강도))|가라앉|나아지"
)


class NothingHad(NamedTuple):
    """That the person has no disease, no symptom, takes nothing."""

    what: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by what was told."""
        of = evidence.profile
        exerting = tuple(s for s in of.symptoms if s == "exertional_symptom")
        had: tuple[str, ...] = {
            "symptom": of.symptoms,
            "exertion": exerting,
            "device": tuple(c for c in of.conditions if c == "pacemaker"),
            "pregnancy": tuple(c for c in of.conditions if c in {"pregnancy", "postpartum"}),
            "medicine": tuple(c for c in of.conditions if c in {"beta_blocker", "anticoagulant"}),
            "disease": of.conditions,
            "screening": (*of.conditions, *exerting),
        }.get(self.what, (*of.symptoms, *of.conditions))
        if self.what == "anything" and evidence.facts.safety_level:
            had = (*had, "level")
        if not had:
            return None
        return contradicted("VER-ABSENT-001", "없다고 한 것이 입력에는 있어요")


def _missing(evidence: Evidence) -> list[str]:
    return [n for n in VITAL_FIELDS if getattr(evidence.vitals, n) is None]


class NothingMissing:
    """That every reading is there."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the readings, and the age."""
        missing = [LABELS[n] for n in _missing(evidence)]
        if evidence.profile.age is None:
            missing.append("나이")
        if evidence.profile.baseline_rhr is None:
            missing.append("평소 안정시 심박수")
        if not missing:
            return None
        return contradicted("VER-ABSENT-001", f"빠진 값: {', '.join(missing)}")


class NothingElseMissing(NamedTuple):
    """That no reading is missing but those that are named."""

    named: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the readings."""
        other = [LABELS[n] for n in _missing(evidence) if n not in self.named]
        return (
            contradicted("VER-ABSENT-001", f"다른 빠진 값: {', '.join(other)}") if other else None
        )


class SomeMissing(NamedTuple):
    """That so many readings are missing."""

    many: int

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the readings."""
        missing = len(_missing(evidence))
        if missing == self.many:
            return None
        return contradicted("VER-ABSENT-001", f"빠진 값은 {missing}개예요")


class Lacking(NamedTuple):
    """That a reading was not told."""

    fields: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by what was told."""
        there = [f for f in self.fields if evidence.value(f) is not None]
        if len(there) < len(self.fields):
            return None
        return contradicted(
            "VER-ABSENT-001", f"입력에 있는 값이에요: {LABELS.get(there[0], there[0])}"
        )


_ALL_THERE = re.compile(
    r"(?:빠진|누락된?|비어 ?있는|빈|모자란|빠뜨린)[^.]{0,14}없|빈칸[^.]{0,8}없|빠짐없이|하나도 ?(?:안 ?)?빠|(?:모두|전부|다|모든 ?값이|온전히|고루|꽉) ?(?:[가-힣]{0,4} ?)?(?:들어[와왔]|입력[되된됐]|갖춰|갖추|기록[되된됐]|채워|채우|차 ?있)|(?:값|항목|지표|칸)(?:이|은|는|가)? ?(?:모두|전부|다) ?(?:있|채워|차)"
)
_BUT = re.compile(r"나머지|(?:만|외에는?|빼고|제외하고|말고는?)[ ,]")
_IS_LACKING = re.compile(
    r"(?:입력|기록|제공|측정|포함|전달)(?:되|돼|되어)[^.]{0,4}(?:있지 ?않|지 ?않|않)|적혀 ?있지 ?않|들어오지 ?않|안 ?들어[와왔]|받지 ?못|(?:자료|기록|입력|값|수치|정보|데이터|칸)(?:가|이|은|는|도)? ?(?:따로 ?|아직 ?)?(?:없(?!이)|비어|비었|빠져|누락)|알려 ?주지 ?않|빠져 ?있|비어 ?있|누락|빠졌(?!는지|거나|을)|하나만 ?비|비었(?!는지|거나)|심박[가-힣]{0,3} ?(?:기록|값)?[이가은는]? ?들어 ?있지 ?않|(?:기록|칸|값|수치|데이터)[^.]{0,12}(?:안 ?보[이여]|보이지 ?않)"
)
_IS_THERE = re.compile(r"(?:자료|기록|이력|데이터)(?:가|도|는|이)? ?(?:있[어습고으네지]|남아)")
_OVER_TIME = re.compile(r"변화|추세|추이|이전|지난|예전|과거|흐름|어제")
_COUNTED = re.compile(
    r"(?<![가-힣])(?P<count>한|두|세|네|다섯) ?(?:개|가지|항목|칸|군데)[^.]{0,8}(?:빠|비어|비었|누락|없)"
)
_COUNTS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5}
_HELD = {*VITAL_FIELDS, "baseline_rhr", "age"}


def read_absence(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that something is missing, or that nothing is."""
    if said.clause.supposed or (said.clause.asked and said.is_open):
        return
    yield from _told_to_be_well(said)
    if (counted := _COUNTED.search(said.text)) is not None:
        yield SomeMissing(_COUNTS[counted["count"]])
    elif said.has(_ALL_THERE):
        yield _all_there(said)
    elif (what := _nothing(said)) is not None:
        yield NothingHad(what)
    elif said.has(_IS_LACKING) and said.clause.denials < 2:  # noqa: PLR2004 - a denial of a denial
        yield from _lacking(said)
    elif said.has(_IS_THERE) and said.has(_OVER_TIME) and not said.is_denied:
        yield UnlessTold(("지난", "어제", "예전"), _UNKNOWN)


def _all_there(said: ClauseWords) -> ClauseJudge:
    named = tuple(f for f in said.fields if f in VITAL_FIELDS)
    is_but = _BUT.search(said.sentence) is not None
    return NothingElseMissing(named) if is_but and named else NothingMissing()


def _nothing(said: ClauseWords) -> str | None:
    if said.has(_NOT_SAID):
        return None
    if _SCREENED.search(said.sentence) and _IN_EXERCISE.search(said.text):
        return "exertion"
    if "선별" in said.sentence and "걸리는" in said.text:
        return "screening"
    return next((what for what, absent in _NOTHING if said.has(absent)), None)


class WellTold(NamedTuple):
    """That a sign is not there, or that something which no record holds was found to be well."""

    words: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where the user stated it."""
        stated = evidence.stated.replace(" ", "")
        return None if any(w.replace(" ", "")[:2] in stated for w in self.words) else NOT_TOLD


_NOT_HAD = re.compile(
    r"(?:지(?:는|도)? ?않|없|안 ?(?:아프|나|차|어지))[^.,]{0,6}(?:으시|시다|다고 ?(?:하셨|말씀)|는 ?(?:걸|것)로 ?확인|는 ?(?:게|것이) ?확실|습니다|음[.!]?$|음 ?확인)"
)
_OF_THE_RECORD = re.compile(
    r"알려|적어|적힌|적은|적으|말씀(?!하셨으니)|얘기|얘긴|이야기|단정|돌아왔|입력|기록|칸|표시|는지|다는 ?(?:뜻|말|보장)|라는|면 |없이|때|뒤|후|전|까지|까닭|이유|필요|일[은이] ?없|수 ?없"
)
_ELSEWHERE = re.compile(
    r"(?P<what>혈압|심전도|혈당|체온|콜레스테롤|폐활량|피검사|(?<![가-힣])검사)[가-힣 ]{0,10}?(?:정상|문제 ?없|이상[이은]? ?(?:소견[이은]? ?)?없|괜찮|양호|깨끗|걸린 ?(?:게|것이) ?없|나쁘지 ?않|좋(?:네|아|습|은))"
)
_NOT_KNOWN = re.compile(
    r"모르|말씀|단정|알 ?수|없어서|없으니|않아서|못|는지|면 |아니|재 ?보|재야|확인[하해]"
)


def _told_to_be_well(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a sign is not there (열은 없습니다), or that what was not measured is well (혈압은 문제없이 나왔고)."""
    elsewhere = _ELSEWHERE.search(said.text)
    if elsewhere is not None and not said.has(_NOT_KNOWN) and not said.is_open:
        yield WellTold((elsewhere["what"],))
    named = (f for f in said.found if f.kind == "symptom" and said.denies(f.start))
    signs = tuple([said.text[f.start : f.end] for f in named])
    if signs and said.has(_NOT_HAD) and not said.has(_OF_THE_RECORD) and not said.is_open:
        yield WellTold(signs)


_SCREENED = re.compile(r"ACSM|선별|규칙적으로 ?운동")
_IN_EXERCISE = re.compile(r"증상[이은도]? ?없")
"""Where symptoms are those of exercise, by which the screening is decided."""


def _lacking(said: ClauseWords) -> Iterator[ClauseJudge]:
    fields = tuple(f for f in said.fields if f in _HELD)
    if fields == ("baseline_rhr",) and "심박" not in said.text and "값" not in said.text:
        return
    if fields and not said.has(_OVER_TIME):
        yield Lacking(
            tuple(f for f in fields if f != "baseline_rhr" or "심박" in said.text) or fields
        )
