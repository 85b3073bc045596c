"""Years, editions and DOIs beside a source, and the numbers of the one study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import (
    Objection,
    Refused,
    Remembered,
    contradicted,
    unsupported,
)
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.number_judges import FixedNumber
from wearable_coach.verification.reading import Reading

_REACH = 30
"""How far a year stands from its source at most [characters]."""


def read_source_numbers(r: Reading) -> None:
    """Claim the years and editions that stand beside a source, and a DOI's digits."""
    for match in re.finditer(
        r"(?:doi|DOI|https?:|www\.)[^\s가-힣]*(?: ?\S*\x01[^\s가-힣]*)?", r.text
    ):
        inside = [q for q in r.quantities if match.start() <= q.start < match.end()]
        r.done.update(q.start for q in inside)
        r.add("citation:doi", "VER-CITE-002", Remembered(_Doi(match.group())), span=match.span())
    pattern, names = source_mentions()
    found = [(m.start(), m.end(), names[(m.lastindex or 1) - 1]) for m in pattern.finditer(r.text)]
    for q in r.quantities:
        if q.start in r.done or q.is_range or q.unit not in {"", "year", "edition"}:
            continue
        before = [s for s in found if s[1] <= q.start and q.start - s[1] <= _REACH]
        if not before:
            if q.unit == "edition":
                edition = _edition()
                refusal = contradicted("VER-CITE-002", f"GETP는 {edition}판이에요")
                judge = Remembered(FixedNumber(frozenset({edition}), refusal))
                r.claim(q, "citation:edition", "VER-CITE-002", judge)
            elif q.unit == "year":
                refusal = unsupported("VER-CITE-002", "근거가 없는 연도예요")
                r.claim(q, "citation:year", "VER-CITE-002", Refused(refusal))
            continue
        between = r.text[before[-1][1] : q.start]
        if not re.fullmatch(r"(?:[^\x01]*\([^\x01()]*|[^\x01]{0,3})", between):
            continue
        source = before[-1][2]
        if q.unit == "edition" or source == _GETP:
            r.claim(
                q,
                "citation:edition",
                "VER-CITE-002",
                Remembered(_Edition(named=q.unit == "edition")),
            )
        elif q.unit == "year" or re.match(r" ?[),·;]|$", r.text[q.end :]) or between.endswith("("):
            r.claim(q, "citation:year", "VER-CITE-002", Remembered(_Year(source)))


_GETP = "acsm_getp11"


def _edition() -> str:
    return str(table("sources")[_GETP]["edition"])


class _Edition(NamedTuple):
    """The edition of the ACSM's guidelines, or a year that stands for it."""

    named: bool
    """Whether it is called an edition."""

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        told, right = bound[0], _edition()
        if told == right:
            return None
        if not self.named and told in map(str, table("sources")[_GETP]["not_by_years"]):
            return unsupported("VER-CITE-002", f"ACSM 지침은 GETP {right}판으로만 인용해요")
        return contradicted("VER-CITE-002", f"ACSM GETP는 {told}판이 아니라 {right}판이에요")


class _Year(NamedTuple):
    """The year of a source."""

    source: str

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        row = table("sources")[self.source]
        if str(row.get("year")) == bound[0]:
            return None
        return contradicted("VER-CITE-002", f"{row['cite_ko']}: 인용한 연도가 달라요")


class _Doi(NamedTuple):
    """A DOI or an address."""

    masked: str

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        given = iter(bound)
        text = "".join(next(given, "") if c == SLOT else c for c in self.masked)
        known = [row["doi"].lower() for row in table("sources").values() if row.get("doi")]
        if any(d in text.lower() for d in known):
            return None
        return unsupported("VER-CITE-002", "근거 목록에 없는 DOI예요")


def _study_year() -> str:
    return str(table("sources")[table("sleep")["milewski"]["source"]]["year"])


@cache
def _of_study() -> dict[str, frozenset[str]]:
    """Return the numbers of Milewski (2014) by unit, in every way that they may be written."""
    study, year = table("sleep")["milewski"], _study_year()
    level = str(study["ci_pct"])
    ends = [written for x in study["ci95"] for written in (f"{x:.1f}", str(int(x)))]
    return {
        "fold": frozenset({str(study["times_as_likely"])}),
        "persons": frozenset({str(study["n"])}),
        "age": frozenset(map(str, study["ages"])),
        "h": frozenset({str(study["below_h"])}),
        "pct": frozenset({level}),
        "": frozenset({*ends, year, level}),
        "year": frozenset({year}),
    }


def read_study(r: Reading) -> None:
    """Claim every number of a sentence about Milewski (2014): only the study's own may stand."""
    if not re.search(r"Milewski|밀레브스키|밀루스키|\x01 ?배|선수 ?\x01 ?명|신뢰 ?구간", r.text):
        return
    allowed = _of_study()
    named = bool(re.search(r"Milewski|밀레브스키|밀루스키|선수|신뢰 ?구간", r.text))
    for q in r.quantities:
        if q.start in r.done or q.unit not in allowed or (not named and q.unit != "fold"):
            continue
        if q.unit == "fold" and not re.search(r"부상|다친|다칠|다치|위험|Milewski|선수", r.text):
            continue
        if q.unit == "h" and not re.search(r"미만|못|채|보다|이하", r.text[q.end : q.end + 8]):
            continue
        if q.unit == "h" and q.op == "le":
            below_h = table("sleep")["milewski"]["below_h"]
            refusal = contradicted("STD-SLP-010", f"연구의 기준은 {below_h}시간 미만이에요")
            r.claim(q, "citation:milewski", "STD-SLP-010", Refused(refusal))
            continue
        refusal = contradicted("STD-SLP-010", f"Milewski({_study_year()})의 숫자가 아니에요")
        judge = Remembered(FixedNumber(allowed[q.unit], refusal))
        r.claim(q, "citation:milewski", "STD-SLP-010", judge)
