"""Making two readings of a sampled day contradict each other, in one way a day."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from wearable_coach.records import HrContext
from wearable_coach.sources import readings
from wearable_coach.sources.draws import between, hundredth, pick, tenth, whole
from wearable_coach.sources.people import Person
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.table import table


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")["inconsistent"]
    return rows


def contradict(
    rng: Random, person: Person, values: dict[str, Any], context: HrContext
) -> HrContext:
    """Change `values` so that the checks warn of one contradiction; return the HR context.

    Source: STD-VIT-004 to STD-VIT-007, whose bounds the table's ranges lie beyond.
    """
    kind = pick(rng, _rows()["kinds"])
    if kind == "hr_below_rhr":
        _lower_heart_rate(rng, values)
        return "rest" if context == "exercise" else context
    if kind == "stride":
        _odd_stride(rng, person, values)
    elif kind == "distance_without_steps":
        _lone_distance(rng, person, values)
    else:
        _odd_energy(rng, person, values)
    return context


def _lower_heart_rate(rng: Random, values: dict[str, Any]) -> None:
    resting = values["resting_heart_rate"]
    usual = vital_rows()["heart_rate"].unusual[0]
    lowered = resting - whole(between(rng, _rows()["hr_below_rhr_bpm"]))
    values["heart_rate"] = max(lowered, usual + 1)


def _odd_stride(rng: Random, person: Person, values: dict[str, Any]) -> None:
    rows = _rows()
    low, high = rows["stride_steps"]
    values["steps"] = min(max(values["steps"], low + values["steps"] % low), high)
    side = "stride_short_m" if rng.random() < rows["stride_short_share"] else "stride_long_m"
    values["distance_km"] = hundredth(values["steps"] * between(rng, rows[side]) / 1000)
    _fit_energy(rng, person, values)


def _lone_distance(rng: Random, person: Person, values: dict[str, Any]) -> None:
    rows = _rows()
    values["steps"] = whole(between(rng, rows["lone_steps"]))
    values["distance_km"] = tenth(between(rng, rows["lone_distance_km"]))
    _fit_energy(rng, person, values)


def _fit_energy(rng: Random, person: Person, values: dict[str, Any]) -> None:
    values["active_calories"] = readings.draw_active_kcal(
        rng, person, distance_km=values["distance_km"], weight_kg=values["weight"]
    )


def _odd_energy(rng: Random, person: Person, values: dict[str, Any]) -> None:
    rows = _rows()
    distance = hundredth(between(rng, rows["kcal_km"]))
    moved = values["weight"] * distance
    low, high = rows["kcal_high"]
    values["distance_km"], values["steps"] = distance, readings.steps_of(distance, person)
    fits = low * moved < rows["kcal_max"]
    much = fits and rng.random() >= rows["kcal_low_share"]
    ratio = between(rng, (low, min(high, rows["kcal_max"] / moved)) if much else rows["kcal_low"])
    values["active_calories"] = whole(ratio * moved)
