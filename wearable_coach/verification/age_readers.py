"""Ages: the person's, and those that the standards name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from wearable_coach.standards.table import table
from wearable_coach.verification import number_judges as nj
from wearable_coach.verification.claims import Finding, contradicted, pure, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity


def read_age(r: Reading, q: Quantity) -> None:
    """Read years of age."""
    if q.is_range:
        r.claim(
            q, "norm:age", "STD-AGE-001", _age_range, bool(re.search("Milewski|선수|부상", r.text))
        )
    elif q.op in {"ge", "lt", "gt", "le", "from", "upto"}:
        r.claim(q, "norm:age", "STD-AGE-001", _age_edge, q.op)
    elif re.match(r"(?:가|이)? ?(?:되|지나|넘)", r.rest(q, 6)) or (
        re.search(r"고령|노인|기준|누구|어르신", r.text)
        and not re.search(r"회원|사용자|님", r.text)
    ):
        r.claim(q, "norm:age", "STD-AGE-001", _age_or_edge, None)
    else:
        r.claim(q, "value:age", "VER-VALUE-001", nj.value, ("age", q.approx, "1"))


@cache
def _ages() -> tuple[int, int]:
    ages = table("activity")["who_2020"]["ages"]
    return ages["adult_from"], ages["older_from"]


@pure
def _age_range(_led: Evidence, bound: Sequence[str], _study: object) -> Finding | None:
    adult, older = _ages()
    study = tuple(table("sleep")["milewski"]["ages"])
    told = int(nj.number(bound[0])), int(nj.number(bound[-1]))
    if told in {(adult, older - 1), study, (adult, 81)}:
        return None
    return contradicted("STD-AGE-001", f"{bound[0]}~{bound[-1]}세는 기준에 없는 나이예요")


@pure
def _age_edge(_led: Evidence, bound: Sequence[str], op: str) -> Finding | None:
    adult, older = _ages()
    told = int(nj.number(bound[0]))
    if (told in {adult, older} and op in {"ge", "lt", "from"}) or (
        told == older - 1 and op in {"le", "upto"}
    ):
        return None
    return contradicted("STD-AGE-001", f"{bound[0]}세는 기준에 없는 나이예요")


def _age_or_edge(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    return (
        None
        if int(nj.number(bound[0])) in _ages()
        else nj.value(evidence, bound, ("age", False, "1"))
    )


def read_decade(r: Reading, q: Quantity) -> None:
    """Read "40대"."""
    r.claim(q, "value:decade", "VER-VALUE-001", _decade, None)


def _decade(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    age = evidence.profile.age
    if age is None:
        return unsupported("VER-SOURCE-001", "나이: 입력에 없는 값이에요")
    return (
        None
        if int(nj.number(bound[0])) == age // 10 * 10
        else contradicted("VER-VALUE-001", f"나이는 {age}세예요")
    )
