"""Classes of readings in other words: 부지런히 움직인 축, 비만 바로 아래, 차분한 맥."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wearable_coach.korean import ClauseKind, Modality, Polarity
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.stating import is_asserted
from wearable_coach.verification.wording import right_class

_SAID = frozenset({Modality.ASSERT, Modality.QUOTE, Modality.DEFINE})
_AT_LARGE = re.compile(
    r"(?:날|때|사람|경우|분들)(?:은|에는|이(?!에요|었|네요|라|죠|지요|군요)|에|이면|일수록|이라면)|보통|대개|누구나|흔히|목표|하면|권장|하한|상한|기준선|원인|이유|때문|\?|운동량|근육|수분|물|영양|단백질|정보|자료|기록이|평소|기저|나이에|또래"
)
_OF_ELSE = re.compile(
    r"(?:근거|안내|설명|증거)(?:이|가|는|은|도)? ?(?:부족|모자라|충분)|알맞[은는] ?(?:안내|운동|강도|종목|방법|지도)|(?:지내|보내|있)는 ?시간[을은도]? ?(?:조금 ?)?(?:줄|덜)"
)
"""What lacks or fits there is no reading, and time to be cut is no class of the day."""
_OWN_DENIAL = re.compile(r"(?:안|못) ?(?:움직|걸)|지 ?(?:않|못)")
_STILL = re.compile(
    r"앉아(?:서)?(?:만)? ?(?:지[낸내]|보[낸내])|꼼짝|거의 ?(?:안|못)? ?(?:움직|걷|걸)[가-힣]{0,2}지 ?(?:않|못)"
)
"""Words that are of steps whatever else is named."""
_SLEPT = re.compile(r"(?<![가-힣낮])잠(?!깐|시|재)|주무|수면")
_BEATS = re.compile(r"맥박|맥[이은을]|안정시|심박")
_WEIGHT = re.compile(r"몸무게|체중|BMI|체질량|비만")
_FIELDS = {"sleep_hr": _SLEPT, "resting_heart_rate": _BEATS, "bmi": _WEIGHT}
_STEPS = re.compile(r"걸음|보(?:면|라|를|만|나|였|입|예| )|발걸음")
_OXYGEN = re.compile(r"(?<!유)산소|포화도|SpO")


@cache
def _table() -> dict[str, list[tuple[re.Pattern[str], frozenset[str]]]]:
    path = files("wearable_coach.verification.propositions") / "classes.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return {
        field: [(re.compile(words), frozenset(classes)) for words, classes in rows]
        for field, rows in raw.items()
    }


def paraphrased(told: Parts, carry: str, evidence: Evidence) -> Iterator[Proposition]:
    """Judge a class that is said in other words of the reading that the sentence is about."""
    field = _field(told, carry, evidence)
    if field is None or _AT_LARGE.search(told.text) or _OF_ELSE.search(told.text):
        return
    actual = evidence.classes.get(field)
    for words, classes in _table()[field]:
        match = words.search(told.text)
        if match is None:
            continue
        quoted = told.text[match.start() - 1 : match.start()] in set("'\"‘“")
        if actual in {None, "unknown"} or quoted or not _is_said(told, match.start()):
            return
        if _is_proposed_to_be(told, match.start()):
            return
        is_so = is_asserted(told, match.start())
        if _OWN_DENIAL.search(match.group()):
            is_so = True  # the words are the class with their denial
        if not is_so and not _is_denied(told, match.end() - 1):
            if not any(_is_its(a.low, field, evidence) for a in told.amounts):
                return
            is_so = True  # supposed of the reading's own value: 8,200보면 활동량이 모자라요
        if (actual in classes) == is_so:
            covers = tuple(
                (a.start, a.end) for a in told.amounts if _is_its(a.low, field, evidence)
            )
            yield Proposition(*_clause_at(told, match.start()), covers, None)
        else:
            why = contradicted(RULES[field], right_class(field, str(actual)))
            yield Proposition(match.start(), match.end(), (), why)
        return


_PROPOSING = frozenset({Modality.ADVISE, Modality.PERMIT, Modality.FORBID, Modality.WISH})


def _is_proposed_to_be(told: Parts, place: int) -> bool:
    """Say whether the clause of a word, or one that holds it, proposes: 잠을 넉넉히 자는 것을 먼저 챙기세요."""
    at = next((k for k, c in enumerate(told.clauses) if c.start <= place < c.end), None)
    while at is not None:
        frame, above = told.clauses[at].frame, told.clauses[at].parent
        if frame is not None and frame.modality in _PROPOSING:
            return True
        at = above if above > at else None
    return False


def _is_denied(told: Parts, place: int) -> bool:
    """Say whether the clause of a word denies it, and not what follows."""
    clause = next((c for c in told.clauses if c.start <= place < c.end), None)
    frame = clause.frame if clause is not None else None
    return frame is not None and frame.polarity is Polarity.DENIED


def _clause_at(told: Parts, place: int) -> tuple[int, int]:
    """Return where the clause of a word stands, with the one that it hangs on."""
    at = next((k for k, c in enumerate(told.clauses) if c.start <= place < c.end), None)
    if at is None:
        return 0, len(told.text)
    whole = told.clauses[at], told.clauses[max(told.clauses[at].parent, at)]
    return min(c.start for c in whole), max(c.end for c in whole)


def _is_its(value: object, field: str, evidence: Evidence) -> bool:
    return value is not None and value == evidence.value(field)


def _field(told: Parts, carry: str, evidence: Evidence) -> str | None:
    """Return the one reading that a sentence is about, None where it names none, or two."""
    named = {f for f, words in _FIELDS.items() if words.search(told.text)}
    units = {a.unit for a in told.amounts}
    if _STEPS.search(told.text) or "steps" in units:
        named.add("steps")
    if _OXYGEN.search(told.text):
        named.add("oxygen_saturation")
    if not named:
        named = {f for a in told.amounts for f in _by_value(a.unit, a.low, evidence)}
    if not named and _STILL.search(told.text):
        return "steps"
    if not named and carry in _table():
        return carry
    return next(iter(named)) if len(named) == 1 else None


def _by_value(unit: str, value: object, evidence: Evidence) -> Iterator[str]:
    """Return the readings whose value an amount tells, by its unit."""
    units = {"h": ("sleep_hr",), "pct": ("oxygen_saturation",), "": ("resting_heart_rate", "bmi")}
    for field in units.get(unit, ()):
        if value is not None and evidence.value(field) == value:
            yield field


def _is_said(told: Parts, place: int) -> bool:
    clause = next((c for c in told.clauses if c.start <= place < c.end), None)
    frame = clause.frame if clause is not None else None
    if clause is None or frame is None:
        return True
    is_inner = clause.kind is ClauseKind.RELATIVE or clause.kind is ClauseKind.NOMINAL
    return frame.modality in _SAID or (is_inner and frame.modality is not Modality.CONDITION)
