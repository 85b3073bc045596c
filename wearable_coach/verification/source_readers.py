"""Years, editions and DOIs beside a source, and the numbers of the one study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import (
    Finding,
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
                refusal = contradicted("VER-CITE-002", "GETP는 11판이에요")
                edition = Remembered(FixedNumber(frozenset({"11"}), refusal))
                r.claim(q, "citation:edition", "VER-CITE-002", edition)
            elif q.unit == "year":
                refusal = unsupported("VER-CITE-002", "근거가 없는 연도예요")
                r.claim(q, "citation:year", "VER-CITE-002", Refused(refusal))
            continue
        between = r.text[before[-1][1] : q.start]
        if not re.fullmatch(r"(?:[^\x01]*\([^\x01()]*|[^\x01]{0,3})", between):
            continue
        source = before[-1][2]
        if q.unit == "edition" or source == "acsm_getp11":
            r.claim(
                q,
                "citation:edition",
                "VER-CITE-002",
                Remembered(_Edition(named=q.unit == "edition")),
            )
        elif q.unit == "year" or re.match(r" ?[),·;]|$", r.text[q.end :]) or between.endswith("("):
            r.claim(q, "citation:year", "VER-CITE-002", Remembered(_Year(source)))


class _Edition(NamedTuple):
    """The edition of the ACSM's guidelines, or a year that stands for it."""

    named: bool
    """Whether it is called an edition."""

    def judge_numbers(self, bound: Sequence[str], /) -> Finding | None:
        told = bound[0]
        if told == "11":
            return None
        if not self.named and told in {"2021", "2022", "2011", "2018"}:
            return unsupported("VER-CITE-002", "ACSM 지침은 GETP 11판으로만 인용해요")
        return contradicted("VER-CITE-002", f"ACSM GETP는 {told}판이 아니라 11판이에요")


class _Year(NamedTuple):
    """The year of a source."""

    source: str

    def judge_numbers(self, bound: Sequence[str], /) -> Finding | None:
        row = table("sources")[self.source]
        if str(row.get("year")) == bound[0]:
            return None
        return contradicted("VER-CITE-002", f"{row['cite_ko']}: 인용한 연도가 달라요")


class _Doi(NamedTuple):
    """A DOI or an address."""

    masked: str

    def judge_numbers(self, bound: Sequence[str], /) -> Finding | None:
        given = iter(bound)
        text = "".join(next(given, "") if c == SLOT else c for c in self.masked)
        known = [row["doi"].lower() for row in table("sources").values() if row.get("doi")]
        if any(d in text.lower() for d in known):
            return None
        return unsupported("VER-CITE-002", "근거 목록에 없는 DOI예요")


def read_study(r: Reading) -> None:
    """Claim every number of a sentence about Milewski (2014): only the study's own may stand."""
    if not re.search(r"Milewski|밀레브스키|밀루스키|\x01 ?배|선수 ?\x01 ?명|신뢰 ?구간", r.text):
        return
    study = table("sleep")["milewski"]
    allowed = {
        "fold": {str(study["times_as_likely"])},
        "persons": {str(study["n"])},
        "age": {str(a) for a in study["ages"]},
        "h": {str(study["below_h"])},
        "pct": {"95"},
        "": {f"{x:.1f}" for x in study["ci95"]}
        | {str(int(x)) for x in study["ci95"]}
        | {"2014", "95"},
        "year": {"2014"},
    }
    named = bool(re.search(r"Milewski|밀레브스키|밀루스키|선수|신뢰 ?구간", r.text))
    for q in r.quantities:
        if q.start in r.done or q.unit not in allowed or (not named and q.unit != "fold"):
            continue
        if q.unit == "fold" and not re.search(r"부상|다친|다칠|다치|위험|Milewski|선수", r.text):
            continue
        if q.unit == "h" and not re.search(r"미만|못|채|보다|이하", r.text[q.end : q.end + 8]):
            continue
        if q.unit == "h" and q.op == "le":
            refusal = contradicted("STD-SLP-010", "연구의 기준은 8시간 미만이에요")
            r.claim(q, "citation:milewski", "STD-SLP-010", Refused(refusal))
            continue
        refusal = contradicted("STD-SLP-010", "Milewski(2014)의 숫자가 아니에요")
        judge = Remembered(FixedNumber(frozenset(allowed[q.unit]), refusal))
        r.claim(q, "citation:milewski", "STD-SLP-010", judge)
