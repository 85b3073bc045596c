"""From a percentage to a claim: oxygen, a share of the reserve, a share of the maximum."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.verification import intensity_judges as ij
from wearable_coach.verification import number_judges as nj
from wearable_coach.verification.claims import Finding
from wearable_coach.verification.class_words import called_near
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.plain_readers import read_edge, read_nowhere, read_threshold
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity


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
    elif re.search(r"신뢰 ?구간|CI", r.rest(q, 8)):
        r.claim(
            q,
            "citation:ci",
            "STD-SLP-010",
            nj.exact_number,
            (frozenset({"95"}), "STD-SLP-010", "95% 신뢰구간이에요"),
        )
    elif field == "oxygen_saturation" and not (called and q.is_range):
        _oxygen(r, q)
    elif q.sign == "+" or (
        field in {"resting_heart_rate", "baseline_rhr", "rhr_delta"}
        and not called
        and not re.search("여유|예비|HRR|강도", r.text)
    ):
        r.claim(
            q,
            "unit:rhr_delta",
            "STD-HR-030",
            nj.never,
            ("contradicted", "STD-HR-030", "평소와의 비교는 %가 아니라 bpm이에요"),
        )
    elif field in {"hrr", "hrmax", "target"} or called or re.search(r"강도|목표|여유|예비", r.text):
        _share(r, q, "pct_hrmax" if field == "hrmax" else "pct_hrr", called)


def _oxygen(r: Reading, q: Quantity) -> None:
    if q.is_range:
        r.claim(
            q,
            "norm:oxygen_saturation",
            "STD-OXY-001",
            nj.normal_range,
            ("oxygen_saturation", called_near(r, q, "oxygen_saturation")),
        )
    elif q.op in {"ge", "gt", "le", "lt"}:
        read_threshold(r, q, "oxygen_saturation")
    elif q.op in {"than", "from"}:
        read_edge(r, q, "oxygen_saturation")
    else:
        r.claim(
            q,
            "value:oxygen_saturation",
            "VER-VALUE-001",
            nj.value,
            ("oxygen_saturation", q.approx, "1"),
        )


def _share(r: Reading, q: Quantity, basis: str, called: frozenset[str]) -> None:
    if q.is_range:
        beside = any(p.unit == "bpm" and p.is_range for p in r.quantities)
        if basis == "pct_hrr":
            r.notes.append(("percents", q.first, q.last, None))
        r.claim(
            q,
            f"band:{basis}",
            "STD-INT-001",
            ij.percent_band,
            (basis, called, r.advised(q), beside),
        )
        return
    if q.op in {"ge", "gt", "le", "lt"}:
        r.claim(q, f"norm:{basis}", "STD-INT-001", ij.percent_edge, (basis, q.op, called))
    elif re.search(r"현재|지금|오늘|당시|심박수 ?\x01|\x01 ?bpm|잰|측정", r.text) and not re.search(
        r"목표|카보넨|처방|추정", r.text
    ):
        r.claim(q, f"value:{basis}", "VER-VALUE-001", nj.value, (basis, q.approx, "1"))
    else:
        r.claim(q, f"share:{basis}", "STD-INT-001", _edge_or_value, (basis, called))


def _edge_or_value(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, frozenset[str]]
) -> Finding | None:
    basis, called = args
    if "." in bound[0]:
        return nj.value(evidence, bound, (basis, False, "1"))
    return ij.percent_edge(evidence, bound, (basis, "", called))
