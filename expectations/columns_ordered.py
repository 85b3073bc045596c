"""What of a row is not as it was ordered: by the plan, and by the real day that it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from expectations.texts.found import shown
from wearable_coach.records import VITAL_FIELDS, PastDays, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec

_SAMPLED = "sampled"


def origins(rows: Sequence[Row], ordered: Sequence[RowSpec] | None) -> list[str]:
    """Return who the source says that each real row is of; an empty text where no source says it.

    It goes by what the source says of whose a day is, and never by pseudonyms: one that was given
    wrongly shows so.
    """
    known = {s.row_id: s.real_day.origin for s in ordered or () if s.real_day is not None}
    return [known.get(row.row_id, "") for row in rows]


def not_as_ordered(rows: Sequence[Row], ordered: Sequence[RowSpec] | None) -> list[str | None]:
    """Return for each row what it is not that was ordered under its id; None where it is all of that."""
    if ordered is None:
        return [None] * len(rows)
    by_id = {spec.row_id: spec for spec in ordered}
    return [_unlike(row, by_id) for row in rows]


def _unlike(row: Row, by_id: Mapping[str, RowSpec]) -> str | None:
    spec = by_id.get(row.row_id)
    if spec is None:
        return "no such row is planned"
    real = spec.real_day
    wanted = {
        "category": spec.category,
        "kind": spec.kind,
        "stratum": spec.stratum,
        "split": spec.split,
        "person_id": spec.person,
        "template_family": spec.family,
        "source": _SAMPLED if real is None else real.source,
    }
    wrong = [
        f"{name} {shown(getattr(row, name), 30) or 'empty'}, planned {value}"
        for name, value in wanted.items()
        if getattr(row, name) != value
    ]
    if real is not None:
        wrong += [
            f"{name} {getattr(row.vitals, name)}, the real day has {value}"
            for name in VITAL_FIELDS
            if (value := getattr(real.vitals, name)) is not None
            and getattr(row.vitals, name) not in {None, value}
        ]
        completed = {n for n in VITAL_FIELDS if n in row.completed_fields}
        lacking = {
            n
            for n in VITAL_FIELDS
            if getattr(real.vitals, n) is None and getattr(row.vitals, n) is not None
        }
        if completed != lacking:
            wrong.append(f"completed {', '.join(sorted(completed ^ lacking))}")
        wrong += _past_unlike(row.profile.past, real.profile.past)
    return "; ".join(wrong) or None


def _past_unlike(told: PastDays | None, real: PastDays | None) -> list[str]:
    """Return what is told of the days before that the same person's days before do not give."""
    given = PastDays() if real is None else real
    return [
        f"past.{name} {value}, the days before give {getattr(given, name)}"
        for name, value in told or ()
        if value is not None and value != getattr(given, name)
    ]
