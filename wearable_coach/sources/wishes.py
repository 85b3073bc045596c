"""What a person and a day of each stratum must be, read from ``tables/population.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.errors import RecipeUnmet
from wearable_coach.sources.strata import STRATA
from wearable_coach.standards.sleep import recommended_sleep_h
from wearable_coach.standards.table import table

_LEAST_STEP_H = 0.1


class Span(NamedTuple):
    """A closed range, with the mean and SD of the draw where they are not the person's own."""

    low: float
    high: float
    mean: float | None = None
    sd: float | None = None

    def meet(self, low: float, high: float) -> Span:
        """Return the span cut to [low, high]."""
        return self._replace(low=max(self.low, low), high=min(self.high, high))


class Wish(NamedTuple):
    """The conditions that a stratum sets; what it leaves open is the population's own."""

    stratum: str
    age: tuple[int, int]
    """Completed years, both included."""
    bmi: tuple[float, float]
    """[kg/m²], half-open as the classes are."""
    baseline: Span
    """Baseline resting HR [bpm]."""
    rhr: Span
    """Today's resting HR [bpm]."""
    delta: Span
    """Today's minus the baseline [bpm]."""
    sleep: Span | None
    """[h asleep]; None: of a class, which depends on age."""
    sleep_class: str | None
    sleep_up_to: float
    short_sleep_share: float
    spo2: Span
    """[%]."""
    contexts: tuple[str, ...]
    symptoms: tuple[str, ...]
    symptom_share: float
    people: str | None
    """Key of ``conditions`` in the table."""
    missing_fields: tuple[int, int] | None
    fit: bool
    steps_factor: float

    def sleep_span(self, age_years: int | None) -> Span:
        """Return the sleep range [h] at an age."""
        if self.sleep is not None:
            return self.sleep
        low, high = recommended_sleep_h(age_years)
        if self.sleep_class == "long":
            own = table("population")["strata"][self.stratum]["sleep"]
            return Span(high + _LEAST_STEP_H, self.sleep_up_to, own["mean"], own["sd"])
        return Span(low, high)


@cache
def population_wish() -> Wish:
    """Return the conditions of the population as it comes: wide open, and of no stratum."""
    return _wish("_population", table("population")["strata"]["_population"])


@cache
def wish(stratum: str) -> Wish:
    """Return the conditions of a stratum.

    Raises:
        RecipeUnmet: there is no such stratum.
    """
    if stratum not in STRATA:
        message = f"stratum: {stratum!r} is unknown; use one of {', '.join(STRATA)}"
        raise RecipeUnmet(message)
    return _wish(stratum, table("population")["strata"][stratum])


def _wish(stratum: str, row: Mapping[str, Any]) -> Wish:
    sleep, rhr, delta = row["sleep"], _span(row["rhr"]), _span(row["delta"])
    return Wish(
        stratum=stratum,
        age=(row["age"][0], row["age"][1]),
        bmi=_bmi_range(row.get("bmi")),
        baseline=_baseline(row.get("baseline"), rhr, delta),
        rhr=rhr,
        delta=delta,
        sleep=_span(sleep) if "range" in sleep else None,
        sleep_class=sleep.get("class"),
        sleep_up_to=sleep.get("up_to", 0),
        short_sleep_share=row["short_sleep_share"],
        spo2=_span(row["spo2"]),
        contexts=tuple(row.get("contexts", ())),
        symptoms=_symptoms(row.get("symptoms", ())),
        symptom_share=row.get("symptom_share", 0),
        people=row.get("people"),
        missing_fields=tuple(row["missing_fields"]) if "missing_fields" in row else None,
        fit=row.get("fit", False),
        steps_factor=row.get("steps_factor", 1),
    )


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["range"][0], row["range"][1], row.get("mean"), row.get("sd"))


def _baseline(row: Mapping[str, Any] | None, rhr: Span, delta: Span) -> Span:
    """Return the baselines from which a day of the stratum can be reached."""
    if row is not None:
        return _span(row)
    low, high = table("population")["people"]["resting_hr_bpm"]["range"]
    return Span(low, high).meet(rhr.low, rhr.high - max(delta.low, 0) - 1)


def _bmi_range(name: str | None) -> tuple[float, float]:
    population = table("population")
    open_ended = population["people"]["body"]["bmi_range"]
    if name is None:
        return (open_ended[0], open_ended[1])
    own = population["strata"]["bmi_ranges"].get(name)
    if own is not None:
        return (own[0], own[1])
    row = next(r for r in table("body")["ksso"]["bands"] if r["class"] == name)
    return (row["from"], row["to"])


def _symptoms(named: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return symptom codes, of a group of safety.yaml when a name is given."""
    return tuple(table("safety")["symptoms"][named] if isinstance(named, str) else named)
