"""Real days, held so that a million fit in memory: numbers in arrays, what days share once."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from wearable_coach.records import PAST_MEANS, VITAL_FIELDS, PastDays, Profile, Vitals
from wearable_coach.standards.fields import vital_rows

if TYPE_CHECKING:
    from wearable_coach.sources.identities import Identity

_WIDTH = len(VITAL_FIELDS)
_MARKS = 4
NAN = math.nan
NO_BASELINE = 0


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
    origin: str = ""
    """Whose day the source says it is, as a hash: what the gate goes by, never the pseudonym."""
    identity: Identity | None = None
    """Who the person is in all rows; None: drawn from this day alone."""


class Shared(NamedTuple):
    """What many days have in common."""

    source: str
    profile: Profile
    provenance: tuple[tuple[str, str], ...] = ()
    age_range: tuple[int, int] | None = None
    bmi_range: tuple[float, float] | None = None


class Usuals(NamedTuple):
    """What was usual before each day."""

    baselines: array[int]
    """One a day [bpm]; 0 is none."""
    baseline_days: array[int]
    """Of how many days that is the median; 0 where there is none."""
    means: array[float]
    """One a day and vital of `PAST_MEANS`; NaN is none."""

    def past_of(self, place: int) -> PastDays | None:
        """Return what is told of the days before a day; None where it is nothing."""
        told: dict[str, float] = {}
        if days := self.baseline_days[place]:
            told["baseline_days"] = days
        width = len(PAST_MEANS)
        means = self.means[place * width : place * width + width]
        for name, mean in zip(PAST_MEANS, means, strict=True):
            if not math.isnan(mean):
                told[name] = int(mean) if vital_rows()[name].is_whole else mean
        return PastDays.model_validate(told) if told else None


NOTHING_USUAL = Usuals(array("h"), array("i"), array("d"))


class DayStore:
    """Days in arrays: nine readings, and the places of person, origin and what is shared."""

    def __init__(self) -> None:
        """Start empty."""
        self.readings = array("d")
        """Nine a day, in the order of the vitals; NaN is missing."""
        self.marks = array("i")
        """Four a day: person, number of the day, origin, shared."""
        self.usuals = NOTHING_USUAL
        """Empty until they are known."""
        self.shared: list[Shared] = []
        self.origins: list[str] = []
        self._counts = array("i")
        self._days = 0

    def __len__(self) -> int:
        """Return the number of days."""
        return self._days

    def append(self, person: int, origin: int, shared: int, readings: Sequence[float]) -> int:
        """Take a day and return its place.

        Args:
            person: Place of its person, as `new_person` gave it.
            origin: Place of its identity in `origins`.
            shared: Place in `shared`.
            readings: Nine numbers; NaN is missing.
        """
        place = self._days
        self._days = place + 1
        self._counts[person] = number = self._counts[person] + 1
        self.readings.extend(readings)
        self.marks.extend((person, number, origin, shared))
        return place

    def new_person(self) -> int:
        """Return the place of a person without days."""
        self._counts.append(0)
        return len(self._counts) - 1

    def people(self) -> int:
        """Return the number of people with a day."""
        return sum(count > 0 for count in self._counts)

    def people_since(self, start: int) -> array[int]:
        """Return the person of each day from a place on."""
        return self.marks[start * _MARKS :: _MARKS]

    def marks_of(self, place: int) -> tuple[int, int, int, int]:
        """Return person, number of the day, origin and shared of a day."""
        person, number, origin, shared = self.marks[place * _MARKS : place * _MARKS + _MARKS]
        return person, number, origin, shared

    def readings_of(self, place: int) -> array[float]:
        """Return the nine numbers of a day; NaN is missing."""
        return self.readings[place * _WIDTH : place * _WIDTH + _WIDTH]

    def baseline_of(self, place: int) -> int:
        """Return a day's own baseline [bpm]; 0 is none."""
        return self.usuals.baselines[place] if self.usuals.baselines else NO_BASELINE

    def past_of(self, place: int) -> PastDays | None:
        """Return what is told of the days before a day."""
        return self.usuals.past_of(place) if self.usuals.baselines else None


class HeldDays(Sequence[RealDay]):
    """The days of a store, each made where it is asked for."""

    def __init__(self, store: DayStore) -> None:
        """Show a store that gets no more days."""
        self.store = store
        self._profiles: dict[tuple[int, int], Profile] = {}

    def __len__(self) -> int:
        """Return the number of days."""
        return len(self.store)

    @overload
    def __getitem__(self, place: int) -> RealDay: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RealDay, ...]: ...
    def __getitem__(self, place: int | slice) -> RealDay | tuple[RealDay, ...]:
        """Return a day, or several."""
        places = range(len(self))[place]
        return self._day(places) if isinstance(places, int) else tuple(map(self._day, places))

    def __iter__(self) -> Iterator[RealDay]:
        """Yield all days in order."""
        return map(self._day, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Say whether two hold the same days."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return all days, so that what a text of them gives away can be seen."""
        return repr(tuple(self))

    def profile_at(self, place: int) -> Profile:
        """Return the profile of a day with what was usual before it."""
        shared = self.store.marks_of(place)[3]
        profile = self.profile_of(shared, self.store.baseline_of(place))
        past = past_beside(self.store.shared[shared].profile, self.store.past_of(place))
        return profile if past is None else profile.model_copy(update={"past": past})

    def profile_of(self, shared: int, baseline: int) -> Profile:
        """Return a profile with the baseline of the day, unless it states one."""
        found = self._profiles.get((shared, baseline))
        if found is None:
            found = self.store.shared[shared].profile
            if baseline != NO_BASELINE and found.baseline_rhr is None:
                found = found.model_copy(update={"baseline_rhr": baseline})
            self._profiles[shared, baseline] = found
        return found

    def _day(self, place: int) -> RealDay:
        person, number, origin, shared = self.store.marks_of(place)
        common = self.store.shared[shared]
        return RealDay(
            pseudonym(person),
            number,
            common.source,
            self.profile_at(place),
            vitals_of(self.store.readings_of(place)),
            common.provenance,
            common.age_range,
            common.bmi_range,
            self.store.origins[origin],
        )


def past_beside(stated: Profile, past: PastDays | None) -> PastDays | None:
    """Return what is told of the days before: not of how many days a baseline is that the person states."""
    if past is None or stated.baseline_rhr is None or past.baseline_days is None:
        return past
    left = past.model_copy(update={"baseline_days": None})
    return None if left == PastDays() else left


def pseudonym(person: int) -> str:
    """Return what a person is called, by the place of their appearance from 0."""
    return f"real-{person + 1:04d}"


def vitals_of(readings: Sequence[float]) -> Vitals:
    """Return nine numbers as a record; NaN is missing."""
    told = zip(_kinds(), readings, strict=True)
    return Vitals(**{name: kind(x) for (name, kind), x in told if not math.isnan(x)})


def numbers_of(values: Sequence[float | None]) -> list[float]:
    """Return readings as the store holds them."""
    return [NAN if value is None else value for value in values]


@cache
def _kinds() -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((name, int if vital_rows()[name].is_whole else float) for name in VITAL_FIELDS)
