"""Real days as the importers give them, and the collector that checks and pseudonymises rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from statistics import median
from typing import Any, NamedTuple

from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.sources.identities import Identity
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.table import table
from wearable_coach.standards.validity import check_inputs


class RealDay(NamedTuple):
    """One person-day of an export; what the export lacks is None."""

    person_key: str
    """Pseudonym by order of appearance, such as ``real-0007``."""
    day: int
    """Which of the person's days this is, from 1; no date is kept."""
    source: str
    """The importer's name."""
    profile: Profile
    vitals: Vitals
    provenance: tuple[tuple[str, str], ...] = ()
    """(field, how it was measured), where that changes its meaning."""
    age_range: tuple[int, int] | None = None
    """Completed years, both included, when the export has a bin only."""
    bmi_range: tuple[float, float] | None = None
    """Half-open [kg/m²], when the export has a bin only."""
    identity: Identity | None = None
    """Who the person is in all rows; None: drawn from this day alone."""


class Reject(NamedTuple):
    """A row that was not taken, and why."""

    line: int
    reasons: tuple[str, ...]
    source: str
    file: str = ""


class ImportResult(NamedTuple):
    """All rows of an import: ``len(days) + len(rejects) == n_rows``."""

    days: tuple[RealDay, ...]
    rejects: tuple[Reject, ...]
    n_rows: int
    """Rows; rows of several Fitabase files about one person-day count as one."""
    notes: tuple[str, ...] = ()
    """What was left aside that is no row: columns and files."""


class RawDay(NamedTuple):
    """A row as read: the source's own id and date, converted values."""

    line: int
    file: str
    source: str
    person: str | None
    """The source's identifier; None: a person of its own."""
    date: str | None
    profile: Mapping[str, Any]
    vitals: Mapping[str, Any]
    provenance: tuple[tuple[str, str], ...] = ()
    age_range: tuple[int, int] | None = None
    bmi_range: tuple[float, float] | None = None
    exact_rhr: float | None = None
    """Resting HR before rounding [bpm]."""


class Collector:
    """Takes rows one by one; keeps days, rejects and pseudonyms, never an identifier."""

    def __init__(self) -> None:
        """Start empty."""
        self._days: list[RealDay] = []
        self._rejects: list[Reject] = []
        self._keys: dict[tuple[str, str], str] = {}
        self._seen: set[tuple[str, str]] = set()
        self._people = 0
        self._count: dict[str, int] = {}
        self._resting: dict[str, list[float]] = {}
        self._notes: list[str] = []

    def reject(self, line: int, reasons: Iterable[str], source: str, file: str) -> None:
        """Record a row that is not taken."""
        self._rejects.append(Reject(line, tuple(reasons), source, file))

    def note(self, text: str) -> None:
        """Record what was left aside, once."""
        if text not in self._notes:
            self._notes.append(text)

    def add(self, raw: RawDay) -> None:
        """Check a row and take it, or reject it with its codes."""
        reasons: tuple[str, ...]
        profile: Profile | None = None
        vitals: Vitals | None = None
        if all(raw.vitals.get(name) is None for name in VITAL_FIELDS):
            reasons = ("empty_day",)
        else:
            checked = check_inputs(raw.profile, raw.vitals, hrmax_formula=None)
            reasons, profile, vitals = checked.reject, checked.profile, checked.vitals
        key = self._key(raw)
        if not reasons and raw.person is not None and raw.date is not None:
            reasons = ("duplicate_day",) if (key, raw.date) in self._seen else ()
            self._seen.add((key, raw.date))
        if reasons or profile is None or vitals is None:
            self.reject(raw.line, reasons, raw.source, raw.file)
            return
        self._take(raw, key, profile, vitals)

    def _take(self, raw: RawDay, key: str, profile: Profile, vitals: Vitals) -> None:
        self._count[key] = day = self._count.get(key, 0) + 1
        resting = raw.exact_rhr if raw.exact_rhr is not None else vitals.resting_heart_rate
        if resting is not None:
            self._resting.setdefault(key, []).append(resting)
        self._days.append(
            RealDay(
                key,
                day,
                raw.source,
                profile,
                vitals,
                raw.provenance,
                raw.age_range,
                raw.bmi_range,
            )
        )

    def _key(self, raw: RawDay) -> str:
        known = None if raw.person is None else self._keys.get((raw.source, raw.person))
        if known is not None:
            return known
        self._people += 1
        key = f"real-{self._people:04d}"
        if raw.person is not None:
            self._keys[raw.source, raw.person] = key
        return key

    def result(self) -> ImportResult:
        """Return all rows, with each person's own baseline where 14 days support one.

        Source: STD-HR-030.
        """
        baselines = {
            key: half_up(exact(median(readings)))
            for key, readings in self._resting.items()
            if len(readings) >= _baseline_days()
        }
        days = tuple(_with_baseline(day, baselines.get(day.person_key)) for day in self._days)
        rejects = tuple(self._rejects)
        return ImportResult(days, rejects, len(days) + len(rejects), tuple(self._notes))


@cache
def _baseline_days() -> int:
    days: int = table("heart_rate")["delta"]["baseline_days"]
    return days


def _with_baseline(day: RealDay, baseline_rhr: int | None) -> RealDay:
    if baseline_rhr is None or day.profile.baseline_rhr is not None:
        return day
    return day._replace(profile=day.profile.model_copy(update={"baseline_rhr": baseline_rhr}))
