"""Edges that are named, not numbered: 권장 시간에 못 미치다, 정상 범위를 벗어나다."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean import Bound, Clause, HolderKind, Modality, Polarity, Role, read
from wearable_coach.korean.crossings import side_said
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.norms import norm_bands, ranges
from wearable_coach.verification.sentence import mentions
from wearable_coach.verification.wording import plain

_EDGES = frozenset({"시간", "범위", "구간", "하한", "하한선", "상한", "상한선", "기준", "기준치", "기준선", "경계", "선", "수준", "안", "이내", "밖", "권장", "권장량", "권장치", "수면", "영역", "아래", "위", "밑"})  # fmt: skip
_RIGHT = frozenset({"권장", "정상", "권장량", "권장치"})
_ROLES = frozenset({Role.PLACE, Role.OBJECT, Role.INSTRUMENT, Role.TOPIC, Role.BARE, Role.UP_TO})
_INSIDE = frozenset({"들다", "들어가다", "들어오다", "속하다", "있다", "머물다", "머무르다", "지키다", "유지하다"})  # fmt: skip
_OUTSIDE = frozenset({"벗어나다", "이탈하다"})
_LOW_AND_YET_NORMAL = frozenset({"low_normal"})
_TOLD = frozenset({Modality.ASSERT, Modality.QUOTE})


class NamedEdge(NamedTuple):
    """A clause that says where something lies to an edge which it names."""

    side: str
    """low: below it; from: not below it; beyond: above it; inside; outside."""
    field: str
    of_low_edge: bool
    """Whether it names the lower edge."""
    start: int
    end: int


class _Norm(NamedTuple):
    low: Decimal | None
    high: Decimal | None


def named_edges(sentence: str, carry: str) -> tuple[NamedEdge, ...]:
    """Return the edges that the clauses of a sentence name, with the side something is said to lie on."""
    if not any(word in sentence for word in _RIGHT):
        return ()
    return _named_edges(sentence, carry)


@lru_cache(maxsize=1_000)
def _named_edges(sentence: str, carry: str) -> tuple[NamedEdge, ...]:
    named = mentions(sentence)
    found = []
    for clause in read(sentence).clauses:
        before = [m.field for m in named if m.start < clause.end and m.reference_end < 0]
        edge = _named_edge(clause, before or [m.field for m in named] or [carry])
        if edge is not None:
            found.append(edge)
    return tuple(found)


def _named_edge(clause: Clause, fields: Sequence[str]) -> NamedEdge | None:
    frame = clause.frame
    if frame is None or frame.modality not in _TOLD or frame.holder.kind is not HolderKind.USER:
        return None
    edges = [a for a in frame.arguments if a.role in _ROLES and set(a.words) & _RIGHT]
    if not edges or edges[-1].lemma not in _EDGES or clause.quantities:
        return None
    side = _side(frame.predicate.lemma, edges[-1].lemma, denied=frame.polarity is Polarity.DENIED)
    if not side:
        return None
    of_low = "하한" in edges[-1].lemma
    return NamedEdge(side, fields[-1], of_low, edges[-1].start, frame.predicate.end)


def _side(predicate: str, edge: str, *, denied: bool) -> str:
    if predicate in _OUTSIDE or edge == "밖":
        return "inside" if denied else "outside"
    place = side_said(edge)
    bound = place if place is not None and predicate != "넘다" else side_said(predicate)
    if bound is None:
        is_inside = predicate in _INSIDE and edge in {"범위", "구간", "안", "이내", "영역", "수준"}
        return ("outside" if denied else "inside") if is_inside else ""
    is_low = (bound is Bound.LESS_THAN) != denied
    if is_low and bound in {Bound.LESS_THAN, Bound.AT_LEAST}:
        return "low"
    if bound is Bound.MORE_THAN:
        return "" if denied else "beyond"
    return "from"


def misplaced(sentence: str, evidence: Evidence, carry: str) -> list[tuple[int, int, Objection]]:
    """Return where a sentence says that a reading lies on the wrong side of an edge that it names."""
    found = []
    for edge in named_edges(sentence, carry):
        reading, norm = evidence.value(edge.field), _norm(edge.field, evidence)
        if reading is not None and norm is not None and _lies(edge, reading, norm) is False:
            label = LABELS.get(edge.field, edge.field)
            why = contradicted("VER-CMP-001", f"{label}: 오늘 값은 {plain(reading)}")
            found.append((edge.start, edge.end, why))
    return found


def is_rightly_placed(sentence: str, start: int, end: int, evidence: Evidence, carry: str) -> bool:
    """Say whether the words between two places only name an edge that a reading rightly lies to."""
    for edge in named_edges(sentence, carry):
        reading, norm = evidence.value(edge.field), _norm(edge.field, evidence)
        if edge.start <= start and end <= edge.end and reading is not None and norm is not None:
            return _lies(edge, reading, norm) is True
    return False


def _norm(field: str, evidence: Evidence) -> _Norm | None:
    """Return what is normal or recommended of a field, a resting heart rate at the low side of normal among it."""
    if field == "sleep_hr":
        both = [r for r, names in ranges(field).items() if "recommended" in names]
        return _Norm(*(min if evidence.older else max)(both, key=lambda r: r[1]))
    names = _LOW_AND_YET_NORMAL | {"normal"}
    bands = [b for b in norm_bands(field) if b.name in names]
    return _Norm(bands[0].low, bands[-1].high) if bands else None


def _lies(edge: NamedEdge, reading: Decimal, norm: _Norm) -> bool | None:
    """Say whether a reading lies as is said, None where the words leave it open."""
    is_low = norm.low is not None and reading < norm.low
    is_high = norm.high is not None and reading > norm.high
    if edge.side == "beyond":
        if is_low:
            return False
        return True if is_high or edge.of_low_edge or norm.high is None else None
    return {
        "low": is_low,
        "from": not is_low,
        "inside": not is_low and not is_high,
        "outside": is_low or is_high,
    }[edge.side]
