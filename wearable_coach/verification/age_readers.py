"""Ages: the person's, and those that the standards name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, Remembered, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import StatedValue, number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity


def read_age(r: Reading, q: Quantity) -> None:
    """Read years of age."""
    if q.is_range:
        r.claim(q, "norm:age", "STD-AGE-001", Remembered(_AgeRange()))
    elif q.op in {"ge", "lt", "gt", "le", "from", "upto"}:
        r.claim(q, "norm:age", "STD-AGE-001", Remembered(_AgeEdge(q.op)))
    elif re.match(r"(?:가|이)? ?(?:되|지나|넘)", r.rest(q, 6)) or (
        re.search(r"고령|노인|기준|누구|어르신", r.text)
        and not re.search(r"회원|사용자|님", r.text)
    ):
        r.claim(q, "norm:age", "STD-AGE-001", _AgeOrEdge())
    else:
        r.claim(q, "value:age", "VER-VALUE-001", StatedValue("age", q.approx))


@cache
def _ages() -> tuple[int, int]:
    ages = table("activity")["who_2020"]["ages"]
    return ages["adult_from"], ages["older_from"]


@cache
def _samples() -> frozenset[tuple[int, int]]:
    """Return the ages of those whom the studies that are cited have studied."""
    formulas = table("heart_rate")["hrmax"]["formulas"].values()
    studies = [table("sleep")["milewski"], *formulas]
    return frozenset((s["ages"][0], s["ages"][1]) for s in studies if "ages" in s)


class _AgeRange:
    """A range of ages: a population's, or the sample of a study that is cited."""

    __slots__ = ()

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        adult, older = _ages()
        told = int(number(bound[0])), int(number(bound[-1]))
        if told == (adult, older - 1) or told in _samples():
            return None
        return contradicted("STD-AGE-001", f"{bound[0]}~{bound[-1]}세는 기준에 없는 나이예요")


class _AgeEdge(NamedTuple):
    """Where a population begins or ends: "65세 이상"."""

    op: str

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        adult, older = _ages()
        told = int(number(bound[0]))
        if (told in {adult, older} and self.op in {"ge", "lt", "from"}) or (
            told == older - 1 and self.op in {"le", "upto"}
        ):
            return None
        return contradicted("STD-AGE-001", f"{bound[0]}세는 기준에 없는 나이예요")


class _AgeOrEdge:
    """An age that is the person's, or where a population begins."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        if int(number(bound[0])) in _ages():
            return None
        return StatedValue("age").judge(evidence, bound)


def read_decade(r: Reading, q: Quantity) -> None:
    """Read "40대"."""
    r.claim(q, "value:decade", "VER-VALUE-001", _Decade())


class _Decade:
    """The decade of the person's age."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        age = evidence.profile.age
        if age is None:
            return unsupported("VER-SOURCE-001", "나이: 입력에 없는 값이에요")
        if int(number(bound[0])) == age // 10 * 10:
            return None
        return contradicted("VER-VALUE-001", f"나이는 {age}세예요")
