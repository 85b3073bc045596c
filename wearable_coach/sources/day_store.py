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
    means: tuple[array[float], ...]
    """A column a vital of `PAST_MEANS`; NaN is none."""

    def past_of(self, place: int) -> PastDays | None:
        """Return what is told of the days before a day; None where it is nothing."""
        told: dict[str, float] = {}
        if days := self.baseline_days[place]:
            told["baseline_days"] = days
        for name, means in zip(PAST_MEANS, self.means, strict=True):
            if not math.isnan(mean := means[place]):
                told[name] = int(mean) if vital_rows()[name].is_whole else mean
        return PastDays.model_validate(told) if told else None


NOTHING_USUAL = Usuals(array("h"), array("i"), tuple(array("d") for _ in PAST_MEANS))


class DayStore:
    """Days in columns: nine readings, and the places of person and of what is shared."""

    def __init__(self) -> None:
        """Start empty."""
        self.readings = tuple(array("d") for _ in VITAL_FIELDS)
        """Nine columns, in the order of the vitals; NaN is missing."""
        self.people = array("i")
        self.shared_of = array("i")
        """Of each day, its place in `shared`."""
        self.usuals = NOTHING_USUAL
        """Empty until they are known."""
        self.shared: list[Shared] = []
        self.origins: list[str] = []
        """Of each person, whose days the source says they are, as a hash."""
        self._numbers = array("i")
        self._counts: list[int] = []

    def __len__(self) -> int:
        """Return the number of days."""
        return len(self.people)

    def append(self, person: int, shared: int, readings: Sequence[float]) -> int:
        """Take a day and return its place.

        Args:
            person: Place of its person, as `new_person` gave it.
            shared: Place in `shared`.
            readings: Nine numbers; NaN is missing.
        """
        self.append_all([person], [shared], [(reading,) for reading in readings])
        return len(self.people) - 1

    def append_all(
        self, people: Sequence[int], shared: Sequence[int], readings: Sequence[Sequence[float]]
    ) -> None:
        """Take days that follow one another, each thing a column, as `append` takes one."""
        counts, numbers = self._counts, []
        for person in people:
            counts[person] = number = counts[person] + 1
            numbers.append(number)
        # an array is made of a list at once, and extended by one number by number
        self._numbers.extend(array("i", numbers))
        self.people.extend(array("i", people))
        self.shared_of.extend(array("i", shared))
        for column, more in zip(self.readings, readings, strict=True):
            column.extend(array("d", more))

    def new_person(self, origin: str) -> int:
        """Return the place of a person without days.

        Args:
            origin: Whose days the source says they are, as a hash.
        """
        self._counts.append(0)
        self.origins.append(origin)
        return len(self.origins) - 1

    def people_with_days(self) -> int:
        """Return the number of people with a day."""
        return sum(count > 0 for count in self._counts)

    def number_of(self, place: int) -> int:
        """Return which of its person's days a day is, from 1."""
        return self._numbers[place]

    def readings_of(self, place: int) -> tuple[float, ...]:
        """Return the nine numbers of a day; NaN is missing."""
        return tuple(column[place] for column in self.readings)

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
        shared = self.store.shared_of[place]
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
        person = self.store.people[place]
        common = self.store.shared[self.store.shared_of[place]]
        return RealDay(
            pseudonym(person),
            self.store.number_of(place),
            common.source,
            self.profile_at(place),
            vitals_of(self.store.readings_of(place)),
            common.provenance,
            common.age_range,
            common.bmi_range,
            self.store.origins[person],
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
