"""What importers hand over, and the collector that cleans, checks and pseudonymises it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.baselines import usuals
from wearable_coach.sources.cleaning import cleaned, says_nothing
from wearable_coach.sources.day_store import (
    NAN,
    DayStore,
    HeldDays,
    RealDay,
    Shared,
    numbers_of,
)
from wearable_coach.sources.rejects import Reject, values_of
from wearable_coach.sources.same_person import same_person
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.standards.validity import check_inputs

__all__ = [
    "Collector",
    "ImportResult",
    "RawDay",
    "RealDay",
    "Reject",
    "Shared",
]

_HASH_BYTES = 12
_RESTING = VITAL_FIELDS.index("resting_heart_rate")
_DATE_LENGTH = len("2024-01-05")


class ImportResult(NamedTuple):
    """All rows of an import: ``len(days) + len(rejects) == n_rows``."""

    days: HeldDays
    rejects: tuple[Reject, ...]
    n_rows: int
    """Rows; rows of several files about one person-day count as one."""
    notes: tuple[str, ...] = ()
    """What was left aside that is no row: columns and files."""
    counts: tuple[tuple[str, int], ...] = ()
    """(kind, how often) of all that was read otherwise than it stands, such as ``zero:weight``."""


class RawDay(NamedTuple):
    """A row as read: the source's own id and date, converted values."""

    line: int
    file: str
    source: str
    person: str | None
    """The source's identifier; None: the one person whose file, folder or archive it is."""
    date: str | None
    """The local calendar day, ``YYYY-MM-DD``; None: unknown, and no baseline is reckoned from it."""
    profile: Mapping[str, Any]
    vitals: Mapping[str, Any]
    """In the product's units; the collector rounds them."""
    provenance: tuple[tuple[str, str], ...] = ()
    age_range: tuple[int, int] | None = None
    bmi_range: tuple[float, float] | None = None
    exact_rhr: float | None = None
    """Resting HR before rounding [bpm]."""


class Collector:
    """Takes rows one by one; keeps days, rejects and pseudonyms, never an identifier."""

    def __init__(self, options: TableOptions = TableOptions()) -> None:  # noqa: B008 - never changed
        """Start empty.

        Args:
            options: What a person says of the tables among the files.
        """
        self.options = options
        self._store = DayStore()
        self._resting = array("d")
        self._rejects: list[Reject] = []
        self._people: dict[tuple[str, str], int] = {}
        self._shared: dict[Shared, int] = {}
        self._dates: list[dict[int, int]] = []
        self._notes: dict[str, None] = {}
        self._kinds: Counter[str] = Counter()
        self._input = ""
        self._inputs: list[str] = []
        """Of each person, what they were first read from."""

    def begin(self, path: str) -> None:
        """Say which file, folder or archive is read now: days without an identifier are its one person's."""
        self._input = path

    def reject(
        self, line: int, reasons: Iterable[str], source: str, file: str, values: Sequence[str] = ()
    ) -> None:
        """Record a row that is not taken."""
        self._rejects.append(Reject(line, tuple(reasons), source, file, tuple(values)))

    def refused(self) -> int:
        """Return how many rows were not taken."""
        return len(self._rejects)

    def refused_since(self, start: int) -> Sequence[Reject]:
        """Return the rows that were not taken, from one on."""
        return self._rejects[start:]

    def note(self, text: str) -> None:
        """Record what was left aside, once."""
        self._notes.setdefault(text)

    def count(self, kind: str, n: int = 1) -> None:
        """Count what was read otherwise than it stands: nothing is reinterpreted unsaid.

        Args:
            kind: What was done, such as ``zero:weight`` or ``derived:resting_heart_rate``.
            n: How often.
        """
        self._kinds[kind] += n

    def add(self, raw: RawDay) -> None:
        """Clean and check a row and take it, or reject it with its codes."""
        vitals = cleaned(raw.vitals, self.count)
        reasons, shared = self._checked(raw, vitals)
        day = None if raw.date is None else day_number(raw.date)
        if raw.date is not None and day is None:
            reasons = (*reasons, "type:date")
        if reasons:
            values = values_of(reasons, raw.profile, raw.vitals, {"date": raw.date})
            self.reject(raw.line, reasons, raw.source, raw.file, values)
            return
        person = self.person_of(raw.source, raw.person)
        if raw.person is None:
            self.note(f"{raw.file}: names no person, so that all its days are one person's")
        resting = vitals["resting_heart_rate"] if raw.exact_rhr is None else raw.exact_rhr
        readings = numbers_of([vitals[name] for name in VITAL_FIELDS])
        if not self.keep(person, day, shared, readings, NAN if resting is None else resting):
            self.reject(raw.line, ("duplicate_day",), raw.source, raw.file)

    def _checked(self, raw: RawDay, vitals: Mapping[str, Any]) -> tuple[tuple[str, ...], int]:
        if says_nothing(vitals):
            empty = all(raw.vitals.get(name) is None for name in VITAL_FIELDS)
            return ("empty_day" if empty else "not_worn",), -1
        checked = check_inputs(raw.profile, vitals, hrmax_formula=None)
        if checked.reject or checked.profile is None:
            return checked.reject, -1
        shared = Shared(raw.source, checked.profile, raw.provenance, raw.age_range, raw.bmi_range)
        return (), self.shared_of(shared)

    def shared_of(self, shared: Shared) -> int:
        """Return the place of what days have in common."""
        place = self._shared.get(shared)
        if place is None:
            place = self._shared[shared] = len(self._store.shared)
            self._store.shared.append(shared)
        return place

    def person_of(self, source: str, person: str | None) -> int:
        """Return the place of a person: by the source's identifier, or by the file."""
        whose = ("", self._input) if person is None else ("id", person)
        key = (source, "\0".join(whose))
        found = self._people.get(key)
        if found is None:
            found = self._people[key] = self._store.new_person(_origin(key))
            self._dates.append({})
            self._inputs.append(self._input)
        return found

    def keep(
        self, person: int, day: int | None, shared: int, readings: Sequence[float], resting: float
    ) -> bool:
        """Keep a checked day, unless the person has that date already; say whether.

        Args:
            person: As `person_of` gives it.
            day: The date's number, or None where it is unknown.
            shared: As `shared_of` gives it.
            readings: Nine numbers; NaN is missing.
            resting: Resting HR before rounding [bpm]; NaN is missing.
        """
        dates = self._dates[person]
        if day in dates:
            return False
        place = self._store.append(person, shared, readings)
        self._resting.append(resting)
        if day is not None:
            dates[day] = place
        return True

    def keep_all(
        self,
        people: Sequence[int],
        days: Sequence[int] | None,
        shared: Sequence[int],
        readings: Sequence[Sequence[float]],
    ) -> int:
        """Keep checked days one after another, up to one whose person has that date already; say how many.

        Args:
            people: Of each day, as `person_of` gives it.
            days: The dates' numbers, or None where they are unknown.
            shared: Of each day, as `shared_of` gives it.
            readings: Nine columns of numbers; NaN is missing.
        """
        count = len(people)
        if days is not None:
            dates = list(map(self._dates.__getitem__, people))
            count = _date_all(dates, days, len(self._store))
        if count < len(people):
            people, shared = people[:count], shared[:count]
            readings = [column[:count] for column in readings]
        self._store.append_all(people, shared, readings)
        self._resting.extend(array("d", readings[_RESTING]))
        return count

    def held(self) -> int:
        """Return how many days are kept."""
        return len(self._store)

    def readings_since(self, start: int, field: str) -> Sequence[float]:
        """Return the readings of a field of all days from a place on; NaN is missing."""
        return self._store.readings[VITAL_FIELDS.index(field)][start:]

    def people_since(self, start: int) -> frozenset[int]:
        """Return the places of the people of all days from a place on."""
        return frozenset(self._store.people[start:])

    def dates_of(self, people: Iterable[int]) -> frozenset[int]:
        """Return all dates of people."""
        return frozenset(day for who in people for day in self._dates[who])

    def readings_on(self, person: int, day: int) -> Sequence[float]:
        """Return what is kept of a person's date."""
        return self._store.readings_of(self._dates[person][day])

    def result(self) -> ImportResult:
        """Return all rows, each with what was usual for its person where enough dates before it say so.

        Raises:
            BadInput: two files hold the same person's days.

        Source: STD-HR-030, STD-PAST-001.
        """
        if len(set(self._inputs)) > 1:
            self._refuse_the_same_person()
        self._store.usuals = usuals(self._dates, self._store.readings, self._resting)
        days, rejects = HeldDays(self._store), tuple(self._rejects)
        counts = tuple(sorted(self._kinds.items()))
        return ImportResult(days, rejects, len(days) + len(rejects), tuple(self._notes), counts)

    def _refuse_the_same_person(self) -> None:
        pair = same_person(self._store, self._dates, self._inputs)
        if pair is not None:
            one, other = (self._inputs[who] for who in pair)
            message = (
                f"file: {one} and {other} hold the same days of the same person; give one of them"
            )
            raise BadInput(message)


def _origin(key: tuple[str, str]) -> str:
    """Return an identity, which rests on what the source says and not on pseudonyms."""
    text = "\0".join(key).encode(errors="surrogatepass")
    return blake2b(text, digest_size=_HASH_BYTES).hexdigest()


def _date_all(dates: Sequence[dict[int, int]], days: Sequence[int], start: int) -> int:
    """Date the places from `start` on; return how many there are before a date that is there already."""
    places = range(start, start + len(days))
    found = list(map(dict.setdefault, dates, days, places))
    if found == list(places):
        return len(days)
    count = next(at for at, place in enumerate(found) if place != start + at)
    for of, day in zip(dates[count:], days[count:], strict=True):
        if of.get(day, -1) >= start + count:
            del of[day]
    return count


@lru_cache(maxsize=65_536)
def day_number(text: str) -> int | None:
    """Return the number of a date ``YYYY-MM-DD``; None: it is no date."""
    if len(text) != _DATE_LENGTH or text[4] + text[7] != "--":
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
