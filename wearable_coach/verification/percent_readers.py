"""From a percentage to a claim: oxygen, a share of the reserve, a share of the maximum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import (
    Note,
    Objection,
    Refused,
    Remembered,
    contradicted,
)
from wearable_coach.verification.class_words import called_near
from wearable_coach.verification.doses import read_dose
from wearable_coach.verification.edge_judges import PrintedRange
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import PercentBand, PercentEdge
from wearable_coach.verification.number_judges import FixedNumber, StatedValue
from wearable_coach.verification.plain_readers import read_edge, read_nowhere, read_threshold
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity

_OF_THE_MOST = re.compile(r"최대 ?(?:무게|중량)")
"""The most that can be lifted once, of which a load is a share."""


def read_percent(r: Reading, q: Quantity) -> None:
    """Read a percentage: oxygen, a share of the reserve or of the maximum."""
    field = r.subject(
        q,
        {
            "oxygen_saturation",
            "hrr",
            "hrmax",
            "target",
            "resting_heart_rate",
            "baseline_rhr",
            "rhr_delta",
        },
    )
    called = r.level_of(q)
    if field and field.startswith("nowhere"):
        read_nowhere(r, q)
    elif _OF_THE_MOST.search(r.text) and read_dose(r, q):
        return
    elif re.search(r"신뢰 ?구간|CI", r.rest(q, 8)):
        level = str(table("sleep")["milewski"]["ci_pct"])
        refusal = contradicted("STD-SLP-010", f"{level}% 신뢰구간이에요")
        r.claim(
            q, "citation:ci", "STD-SLP-010", Remembered(FixedNumber(frozenset({level}), refusal))
        )
    elif field == "oxygen_saturation" and not (called and q.is_range):
        _oxygen(r, q)
    elif q.sign == "+" or (
        field in {"resting_heart_rate", "baseline_rhr", "rhr_delta"}
        and not called
        and not re.search("여유|예비|HRR|강도", r.text)
    ):
        refusal = contradicted("STD-HR-030", "평소와의 비교는 %가 아니라 bpm이에요")
        r.claim(q, "unit:rhr_delta", "STD-HR-030", Refused(refusal))
    elif field in {"hrr", "hrmax", "target"} or called or re.search(r"강도|목표|여유|예비", r.text):
        _share(r, q, "pct_hrmax" if field == "hrmax" else "pct_hrr", called)


def _oxygen(r: Reading, q: Quantity) -> None:
    if q.is_range:
        norm = PrintedRange("oxygen_saturation", called_near(r, q, "oxygen_saturation"))
        r.claim(q, "norm:oxygen_saturation", "STD-OXY-001", norm)
    elif q.op in {"ge", "gt", "le", "lt"}:
        read_threshold(r, q, "oxygen_saturation")
    elif q.op in {"than", "from"}:
        read_edge(r, q, "oxygen_saturation")
    else:
        told = StatedValue("oxygen_saturation", q.approx)
        r.claim(q, "value:oxygen_saturation", "VER-VALUE-001", told)


def _share(r: Reading, q: Quantity, basis: str, called: frozenset[str]) -> None:
    if q.is_range:
        beside = any(p.unit == "bpm" and p.is_range for p in r.quantities)
        if basis == "pct_hrr":
            r.notes.append(Note(StatedPercents(), q.first, q.last))
        band = PercentBand(basis, called, r.advised(q), beside)
        r.claim(q, f"band:{basis}", "STD-INT-001", band)
        return
    if q.op in {"ge", "gt", "le", "lt"}:
        r.claim(q, f"norm:{basis}", "STD-INT-001", PercentEdge(basis, q.op, called))
    elif re.search(r"현재|지금|오늘|당시|심박수 ?\x01|\x01 ?bpm|잰|측정", r.text) and not re.search(
        r"목표|카보넨|처방|추정", r.text
    ):
        r.claim(q, f"value:{basis}", "VER-VALUE-001", StatedValue(basis, q.approx))
    else:
        r.claim(q, f"share:{basis}", "STD-INT-001", _EdgeOrValue(basis, called))


class StatedPercents:
    """The share of the reserve that the answer prescribes, which its targets may rest on."""

    __slots__ = ()

    def note(self, evidence: Evidence, bound: Sequence[str], /) -> None:
        """Put it among the evidence."""
        evidence.stated_ranges.append((bound[0], bound[-1]))
        evidence.stated_percents.update(bound)


class _EdgeOrValue(NamedTuple):
    """A percentage that is an edge of the standard when whole, a value of the day when not."""

    basis: str
    called: frozenset[str]

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        if "." in bound[0]:
            return StatedValue(self.basis).judge(evidence, bound)
        return PercentEdge(self.basis, "", self.called).judge(evidence, bound)
