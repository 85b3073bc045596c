"""What a sentence advises, and what no sentence may say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.records import VerdictName
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import CAP_RULE, AdvisedLevel, over_cap
from wearable_coach.verification.lexicon import pattern
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.stance import is_conditional, stance
from wearable_coach.verification.told_claims import TellsOfTold

_LOW_SECTIONS = frozenset({"stop", "restart", "sources", "missing"})


_CONDITIONAL = re.compile(
    r"면 |면,|면$|때는|때 |경우|생기|나타나|있으면|느껴지|이후에|악화|지속되|계속되|더라도|라면|거나"
)


@cache
def advice_words() -> dict[str, Any]:
    """Return the words of advice as written."""
    path = files("wearable_coach.verification") / "advice.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


@cache
def emergency_number() -> str:
    """Return the number of the ambulance."""
    return str(table("safety")["emergency_number"])


@cache
def _compiled(name: str) -> re.Pattern[str]:
    return re.compile(pattern(advice_words()[name]))


class _Forbidden(NamedTuple):
    """One row of what no answer may say."""

    name: str
    rule: str
    reason: str
    verdict: VerdictName
    when: str
    supposed: bool
    """It may stand after a condition."""
    beside: re.Pattern[str] | None
    """Words in it, or shortly before it, that make it right."""
    pattern: re.Pattern[str]

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        level = evidence.facts.safety_level
        if self.when == "red_flag" and level < 3:  # noqa: PLR2004 - medical contact
            return None
        if self.when == "calm" and (
            level > 0 or evidence.cap == "none" or any(b != emergency_number() for b in bound)
        ):
            return None
        return Objection(self.verdict, self.rule, self.reason)


@cache
def _forbidden() -> tuple[_Forbidden, ...]:
    return tuple(
        _Forbidden(
            name=name,
            rule=row["rule"],
            reason=row["reason"],
            verdict=row.get("verdict", "contradicted"),
            when=row["when"],
            supposed=row.get("supposed", False),
            beside=re.compile(row["beside"]) if "beside" in row else None,
            pattern=re.compile(pattern("|".join(row["patterns"]))),
        )
        for name, row in advice_words()["forbidden"].items()
    )


def read_advice(r: Reading) -> None:
    """Read the intensities that the sentence advises, and exercise itself."""
    levels = (("vigorous", "vigorous"), ("moderate", "moderate"), ("light", "light"))
    for name, level in levels:
        for match in _compiled(name).finditer(r.text):
            if r.row == "heart_rate" and re.match(r"['’\"”]?[),]", r.text[match.end() :]):
                continue
            if re.match(
                r"['’\"”](?:\)|,|에 ?해당| ?구간|예요|이에요|입니다|로 ?분류|,)",
                r.text[match.end() :],
            ):
                continue
            if r.stance(match.start(), match.end()) == "advised":
                r.add(
                    f"advice:{level}",
                    CAP_RULE,
                    AdvisedLevel(level),
                    span=match.span(),
                    slots=(0, 0),
                )
    exercise = re.compile(_compiled("exercise").pattern + _compiled("exercise_advice").pattern)
    for match in exercise.finditer(r.text):
        head = re.match(_compiled("exercise").pattern, match.group())
        end = match.start() + (head.end() if head else 0)
        if stance(r.text, match.start(), end, "") == "advised":
            r.add(
                "advice:exercise",
                CAP_RULE,
                _SomeExercise(),
                span=match.span(),
                slots=(0, 0),
            )


class _SomeExercise:
    """Advice of exercise, whichever."""

    __slots__ = ()

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        return over_cap(evidence, "light") if evidence.cap == "none" else None


def read_forbidden(r: Reading) -> None:
    """Read what no answer may say, or only at some safety level."""
    excuse = re.compile(advice_words()["allowed_forbidden"])
    for row in _forbidden():
        for match in row.pattern.finditer(r.text):
            if _is_excused(r, row, match, excuse):
                continue
            first, last = r.slots_before(match.start()), r.slots_before(match.end())
            span, slots = match.span(), (first, last)
            r.add(f"forbidden:{row.name}", row.rule, row, span=span, slots=slots)


def _is_excused(r: Reading, row: _Forbidden, match: re.Match[str], excuse: re.Pattern[str]) -> bool:
    before, start, end = r.text[: match.start()], match.start(), match.end()
    if row.beside and row.beside.search(match.group() + before[max(0, start - _BESIDE) :]):
        return True
    rest = re.split(r"[.!?]|, |지만 |는데 ", r.text[end:])[0]
    if row.when != "always" and (is_conditional(r.text, end) or excuse.search(rest[:_EXCUSE])):
        return True
    if row.supposed and _CONDITIONAL.search(before):
        return True
    return row.when == "calm" and r.section in _LOW_SECTIONS


_BESIDE, _EXCUSE = 12, 24
"""How far before it what makes it right stands, and how far behind it an excuse [characters]."""


_NOWHERE_STATE = re.compile(
    r"(?:은|는|이|가|도|상|에서|으로|로)? ?(?:[^.,]{0,14}?)(?:높|낮|부족|정상|좋|나쁘|양호|안정|충분|떨어|상승|줄|늘|짧|길|많|적(?=[어은]))(?P<rest>[^.,]*)"
)


_UNKNOWN = re.compile(
    r"없|않|모르|모릅|알 수|면|재 ?보|확인|필요|못|까|의사|진료|측정해|어렵|때|관리|조절|쉬|낮추|높이|줄이|늘리|만들|도움"
)


def read_nowhere_states(r: Reading) -> None:
    """Read statements about what neither the nine readings nor the profile hold (HRV, blood pressure)."""
    for mention in r.mentions:
        if not mention.field.startswith("nowhere"):
            continue
        match = _NOWHERE_STATE.match(r.text, mention.end)
        if (
            match is None
            or _UNKNOWN.search(match.group())
            or is_conditional(r.text, match.end())
            or not re.search(r"요|다|네|고|며|은 ?편|어서|아서", match["rest"] or "다")
        ):
            continue
        span = (mention.start, match.end())
        judge = TellsOfTold(mention.field, match.group(), _NOWHERE)
        r.add("nowhere", "VER-NOWHERE-001", judge, span=span, slots=(0, 0))


_NOWHERE = unsupported("VER-NOWHERE-001", "입력에 없는 지표에 대한 말이에요")


_SEX = re.compile(
    r"(?P<sex>남성|여성|남자|여자)(?=이시|이신|분|으로서|으로 |회원|입니다|이에요|이므로|이라|,)|세 ?(?P<after>남성|여성|남자|여자)"
)


def read_person(r: Reading) -> None:
    """Read the sex that the answer takes for granted."""
    for match in _SEX.finditer(r.text):
        word = match["sex"] or match["after"]
        if is_conditional(r.text, match.end()):
            continue
        judge = _Sex("M" if word.startswith("남") else "F")
        r.add("value:sex", "VER-SOURCE-001", judge, span=match.span(), slots=(0, 0))


class _Sex(NamedTuple):
    """The sex that the answer takes for granted."""

    told: str

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        sex = evidence.profile.sex
        if sex is None:
            return unsupported("VER-SOURCE-001", "성별: 입력에 없는 값이에요")
        return None if sex == self.told else contradicted("VER-VALUE-001", "성별이 달라요")


class RestToday:
    """That the person is told to rest today."""

    __slots__ = ()

    def note(self, evidence: Evidence, _bound: Sequence[str], /) -> None:
        """Put it among the evidence."""
        evidence.rests_today = True


def mentions_rest(text: str) -> bool:
    """Say whether a sentence tells the person to rest today."""
    match = _compiled("rest").search(text)
    return (
        bool(match)
        and not is_conditional(text, match.end() if match else 0)
        and not re.search(r"아니|않|없", text[match.end() : match.end() + 10] if match else "")
    )
