"""Whom an answer is about: another person, or a state of the person's that nobody told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import NOT_TOLD, ClauseJudge, ClauseWords

_OTHER = contradicted("VER-FORBID-008", "다른 사람의 이야기예요")
_COMPARED = re.compile(
    r"보다|만큼|기록|\x01 ?[가-힣a-z%]|비하|비교|따라|이겨|앞서|뒤|못지|하시던|하셨|계신|인데|이신|몸 ?상태|나이|심박|걸음|체중|산소|수면"
)
_NO_NAME = re.compile(r"^(?:회원|선생|고객|사용자|어르신|보호자|부모|여러분)")
_FORMS = {
    "어머님": "F",
    "할머니": "F",
    "여사": "F",
    "언니": "F",
    "누나": "F",
    "아버님": "M",
    "할아버지": "M",
    "형님": "M",
    "오빠": "M",
    "사장": "M",
}
"""Words that a coach may also call the person by, with the sex that they take for granted."""
_MEASURED = re.compile(
    r"심박|맥박|맥[은이도]|산소|포화도|걸음|체중|몸무게|잠[은이을]|수면|칼로리|거리[는가]"
)
_CALLED = re.compile(r"(?:^|[,!?] ?)(?P<who>[가-힣]{2,4})(?:은|는|께는|께서는|도)?(?=$|[,.!?~])")
_OLDER = frozenset({"어머님", "할머니", "아버님", "할아버지", "여사"})
_OLDER_FROM = 50
"""From when on somebody is called a mother or a father by those who are none of theirs [years]."""


class AnotherPerson(NamedTuple):
    """Somebody who is spoken of, or the person by a form of address."""

    names: tuple[str, ...]
    is_called: bool
    is_measured: bool
    """Whether readings are told of them: those are the user's."""

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where the user spoke of them, or where the person may be called so."""
        if not self.is_measured and all(name[:2] in evidence.question for name in self.names):
            return None
        return None if all(self._fits(evidence, name) for name in self.names) else _OTHER

    def _fits(self, evidence: Evidence, name: str) -> bool:
        sex, age = evidence.profile.sex, evidence.profile.age
        if _FORMS.get(name) is None or _FORMS[name] != sex:
            return False
        if name in _OLDER:
            return age is not None and age >= _OLDER_FROM
        return self.is_called


def read_others(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is said of other people."""
    if "other" not in said.kinds or said.is_denied:
        return
    names = tuple(w.strip() for w in said.words("other") if not _NO_NAME.match(w))
    called = _CALLED.search(said.text)
    is_called = called is not None and called["who"] in names
    named = is_called or any(n.endswith(("씨", "님")) for n in names)
    if names and (named or said.has(_COMPARED)):
        is_advised = said.stands is not None and said.stands.is_proposed
        is_measured = said.has(_MEASURED) and not is_advised
        yield AnotherPerson(names, is_called, is_measured)


class AgeInWords(NamedTuple):
    """An age of the person, as people count it: 예순일곱이신."""

    years: int

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the profile."""
        age = evidence.profile.age
        if age is None:
            return NOT_TOLD
        return None if age == self.years else contradicted("VER-VALUE-001", f"나이: {age}세")


_TENS = {
    "스물": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_ONES = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "넷": 4, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_AGED = re.compile(
    rf"(?<![가-힣])(?P<tens>{'|'.join(_TENS)})(?P<ones>{'|'.join(_ONES)})?(?: ?살)?(?:이신|이시|인 ?(?:회원|분)|이라|이니)"
)


def read_age(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read the age that is said of the person in words."""
    found = _AGED.search(said.text)
    if found is not None:
        yield AgeInWords(_TENS[found["tens"]] + _ONES.get(found["ones"] or "", 0))


class StateTold(NamedTuple):
    """A treatment or a state of life that is said of the person."""

    what: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where it was told."""
        known = set(evidence.profile.conditions)
        told_by = _TOLD_BY.get(self.what, frozenset())
        if known & told_by or self.what in evidence.stated:
            return None
        return NOT_TOLD


_TOLD_BY: dict[str, frozenset[str]] = {
    "임신": frozenset({"pregnancy"}),
    "출산": frozenset({"postpartum"}),
    "수유": frozenset({"postpartum"}),
    "투석": frozenset(),
    "이식": frozenset({"heart_transplant"}),
    "박동기": frozenset({"pacemaker"}),
}
_STATE = re.compile(
    r"(?P<what>투석|수술|시술|이식|항암|방사선|스텐트|박동기|폐경|완경|갱년기|수유|출산|임신|깁스|보청기|휠체어|지팡이|재활|인공 ?관절)[가-힣 ]{0,7}?(?:받으시|받으셨|받으신|하셨|하신|지나셨|지나신|넣으셨|넣으신|중이시|중이신|다니시|겪으시|겪으셨|쓰시|짚으시|타시|있으시|있으신|다셨)"
)


def read_states(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a treatment or a state of life that is said of the person."""
    found = _STATE.search(said.text)
    if found is not None and not (said.clause.supposed or said.clause.asked):
        yield StateTold(found["what"])
