"""Who a real person is in all rows: one age, one sex and one height, drawn once where the export says less."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from random import Random
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, overload

from wearable_coach.errors import RecipeUnmet
from wearable_coach.sources.people import Known, Person, Sex, person_for
from wearable_coach.sources.wishes import population_wish, wish

if TYPE_CHECKING:
    from wearable_coach.sources.real_days import RealDay


class Identity(NamedTuple):
    """What of a person is the same on all days."""

    age: int
    """Completed years."""
    sex: Sex
    height_cm: float


class KnownDays(Sequence["RealDay"]):
    """Days, each with its person's identity, made where it is asked for."""

    def __init__(self, days: Sequence[RealDay]) -> None:
        """Look at every person's days, one person's at a time."""
        places: dict[str, array[int]] = {}
        for place, day in enumerate(days):
            places.setdefault(day.person_key, array("q")).append(place)
        self._days = days
        self._identities = {
            key: identity_of([days[place] for place in own]) for key, own in places.items()
        }

    def __len__(self) -> int:
        """Return the number of days."""
        return len(self._days)

    @overload
    def __getitem__(self, place: int) -> RealDay: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RealDay, ...]: ...
    def __getitem__(self, place: int | slice) -> RealDay | tuple[RealDay, ...]:
        """Return a day, or several."""
        places = range(len(self))[place]
        return self._day(places) if isinstance(places, int) else tuple(map(self._day, places))

    def __eq__(self, other: object) -> bool:
        """Say whether two hold the same days."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def _day(self, place: int) -> RealDay:
        day = self._days[place]
        return day._replace(identity=self._identities[day.person_key])


def identity_of(days: Sequence[RealDay]) -> Identity:
    """Return the identity of the person of these days.

    What a day states is kept; the rest is drawn from the pseudonym, age inside the export's bin and height so that
    the median weight has a usual body mass index.

    Args:
        days: All days of one person, one at least.
    """
    first = days[0]
    ages = [d.profile.age for d in days if d.profile.age is not None]
    sex = next((d.profile.sex for d in days if d.profile.sex is not None), None)
    heights = [d.profile.height_cm for d in days if d.profile.height_cm is not None]
    weights = [d.vitals.weight for d in days if d.vitals.weight is not None]
    bmis = [d.vitals.bmi for d in days if d.vitals.bmi is not None]
    bmi_range = next((d.bmi_range for d in days if d.bmi_range is not None), None)
    want = population_wish()
    known = Known(
        age=(ages[0], ages[0]) if ages else first.age_range or want.age,
        sex=sex,
        height_cm=heights[0] if heights else None,
        weight_kg=median(weights) if weights else None,
        bmi=median(bmis) if bmis else None,
        bmi_range=bmi_range or wish("normal").bmi,
    )
    person = _drawn(first.person_key, known)
    return Identity(person.age, person.sex, heights[0] if heights else person.body.height_cm)


def _drawn(key: str, known: Known) -> Person:
    """Draw the person; where the weight has no usual index at any height, any index will do."""
    want = population_wish()
    try:
        return person_for(want, Random(key), kind="coaching", known=known)
    except RecipeUnmet:
        wider = known._replace(bmi_range=want.bmi)
    try:
        return person_for(want, Random(key), kind="coaching", known=wider)
    except RecipeUnmet:
        return person_for(want, Random(key), kind="coaching", known=wider._replace(weight_kg=None))
