"""Drawing the readings of a day: each follows from the person and from the readings before it."""

from __future__ import annotations

import math
from functools import cache
from random import Random
from typing import Any

from wearable_coach.errors import RecipeUnmet
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import HrContext
from wearable_coach.sources.draws import Weighted, between, hundredth, pick, tenth, whole, within
from wearable_coach.sources.people import Person
from wearable_coach.sources.wishes import Span, Wish
from wearable_coach.standards.fields import whole_numbers
from wearable_coach.standards.heart_rate import max_heart_rate_bpm
from wearable_coach.standards.table import table

_HEARTS_GO_BY: HrmaxFormula = "tanaka"
"""How fast a sampled heart can beat; that does not hang on the formula a dataset estimates it by."""
_HALF_BPM = 0.49
"""Room on either side of an integer range, so that its ends are drawn as often as the rest."""
_HALF_TENTH = 0.049


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")["days"]
    return rows


def draw_resting_hr(rng: Random, person: Person, want: Wish) -> int:
    """Draw today's resting HR [bpm], around the person's mean.

    Raises:
        RecipeUnmet: the person's baseline is too far from the stratum's range.

    Source: POP-DAY-001.
    """
    base = person.baseline_rhr
    span = want.rhr.meet(base + want.delta.low, base + want.delta.high)
    if span.low > span.high:
        message = f"stratum: {want.stratum} cannot be had by a person with a baseline resting HR of {base} bpm; sample the person for that stratum"
        raise RecipeUnmet(message)
    mean, sd = person.resting_hr_mean_bpm, _rows()["resting_hr_sd_bpm"]["value"]
    if want.rhr.mean is not None:
        mean, sd = want.rhr.mean, want.rhr.sd or sd
    elif want.delta.mean is not None:
        mean, sd = base + want.delta.mean, want.delta.sd or sd
    low, high = span.low - _HALF_BPM, span.high + _HALF_BPM
    return whole(within(rng, mean=mean, sd=sd, low=low, high=high))


def draw_sleep_h(rng: Random, person: Person, want: Wish) -> float:
    """Draw last night's sleep [h asleep], one decimal. Source: POP-DAY-002."""
    span = want.sleep_span(person.age)
    mean, sd = person.sleep_mean_h, _rows()["sleep_sd_h"]["value"]
    if span.mean is not None:
        mean, sd = span.mean, span.sd or sd
    span = _mostly_rested(rng, span, want.short_sleep_share)
    low, high = span.low - _HALF_TENTH, span.high + _HALF_TENTH
    return tenth(within(rng, mean=mean, sd=sd, low=low, high=high))


def _mostly_rested(rng: Random, span: Span, short_share: float) -> Span:
    """Keep the draw above the safety cut, except for a stated share of nights."""
    cut: float = table("safety")["triggers"]["sleep_below_h"]
    if span.low >= cut or span.high < cut or rng.random() < short_share:
        return span
    return span.meet(cut, span.high)


def draw_spo2(rng: Random, want: Wish) -> int:
    """Draw oxygen saturation [%]. Source: POP-DAY-004."""
    row, span = _rows()["spo2_pct"], want.spo2
    mean, sd = span.mean or row["mean"], span.sd or row["sd"]
    return whole(
        within(rng, mean=mean, sd=sd, low=span.low - _HALF_BPM, high=span.high + _HALF_BPM)
    )


def draw_steps(rng: Random, person: Person, want: Wish, *, resting_hr: int) -> int:
    """Draw a day's steps, log-normal around the person's mean. Source: POP-DAY-003."""
    row = _rows()["steps_log_sd"]
    sd, (least, most) = row["value"], row["range"]
    mean = math.log(person.steps_mean * want.steps_factor) - sd**2 / 2
    most = min(most, most_steps(person.regularly_active, resting_hr))
    return whole(math.exp(within(rng, mean=mean, sd=sd, low=math.log(least), high=math.log(most))))


def most_steps(regularly_active: bool | None, resting_hr: int | None) -> int:  # noqa: FBT001 - a profile's field
    """Return the steps beyond which a day does not go with the person [count]. Source: POP-DAY-005."""
    row = _rows()["steps_at_most"]
    if resting_hr is not None and resting_hr >= row["fast_from_bpm"]:
        most: int = row["fast_at_rest"]
        return most
    any_day: int = _rows()["steps_log_sd"]["range"][1]
    return row["inactive"] if regularly_active is False else any_day


def steps_of(distance_km: float, person: Person) -> int:
    """Return the steps that a distance takes [count]."""
    return whole(distance_km * 1000 / person.stride_m)


def draw_distance_km(rng: Random, person: Person, steps: int) -> float:
    """Draw the distance that the steps cover [km], one or two decimals. Source: POP-STRIDE-001."""
    rows = _rows()
    stride = person.stride_m * (1 + rng.gauss(0, rows["stride_day_sd"]["value"]))
    distance = steps * stride / 1000
    short = rng.random() < rows["one_decimal_km_share"]["value"]
    return tenth(distance) if short else hundredth(distance)


def draw_active_kcal(rng: Random, person: Person, *, distance_km: float, weight_kg: float) -> int:
    """Draw active energy [kcal]: net walking and running, and what leaves no steps.

    Source: POP-KCAL-001.
    """
    row = _rows()["energy"]
    who = "active" if person.regularly_active else "other"
    cost = row["walking_kcal_per_kg_km"]
    if rng.random() < row["running_day_share"][who]:
        cost += (row["running_kcal_per_kg_km"] - cost) * between(rng, row["running_part"])
    moved = weight_kg * distance_km
    kcal = moved * cost * math.exp(rng.gauss(0, row["device_log_sd"]))
    kcal += rng.expovariate(1 / row["other_kcal_mean"][who])
    if distance_km >= table("vitals")["cross_field"]["kcal_per_kg_km"]["from_km"]:
        low, high = row["ratio_range"]
        kcal = min(max(kcal, low * moved), high * moved)
    return whole(min(kcal, row["most_kcal"]))


def draw_by_itself(rng: Random, name: str) -> float:
    """Draw a reading that follows from no other, whole or with one decimal as its field is."""
    row = _rows()["by_itself"][name]
    low, high = row["range"]
    value = within(rng, mean=row["mean"], sd=row["sd"], low=low, high=high)
    return whole(value) if name in whole_numbers() else tenth(value)


def draw_context(rng: Random, want: Wish, kind: str) -> HrContext:
    """Draw how the heart rate was taken."""
    context: HrContext = pick(rng, _rows()["heart_rate"]["context"][kind])
    return context if not want.contexts or context in want.contexts else want.contexts[0]  # type: ignore[return-value]


def draw_heart_rate(rng: Random, person: Person, *, context: HrContext, resting_hr: int) -> int:
    """Draw the current heart rate [bpm] at rest, in exercise or as the day's mean.

    Source: POP-HR-001, POP-HR-002.
    """
    row = _rows()["heart_rate"]
    if context == "exercise":
        return _exercise_hr(rng, person, resting_hr)
    if context == "rest":
        rest = row["rest"]
        low, high = rest["above_resting_range"]
        mean, sd = rest["above_resting_mean"], rest["above_resting_sd"]
        return resting_hr + whole(within(rng, mean=mean, sd=sd, low=low, high=high))
    daily = row["24h"]
    low, high = daily["above_resting_range"]
    mean = daily["mean"] + daily["slope"] * (resting_hr - daily["at_resting"])
    low, high = resting_hr + low, resting_hr + high
    return whole(within(rng, mean=mean, sd=daily["sd"], low=low, high=high))


def _exercise_hr(rng: Random, person: Person, resting_hr: int) -> int:
    percent = between(rng, _exercise_spans().pick(rng))
    base = max(person.baseline_rhr, resting_hr)
    most = float(max_heart_rate_bpm(age_years=person.age, formula=_HEARTS_GO_BY))
    return whole(base + percent / 100 * (most - base))


@cache
def _exercise_spans() -> Weighted[list[float]]:
    spans = _rows()["heart_rate"]["exercise"]["spans"]
    return Weighted([s["pct"] for s in spans], [s["weight"] for s in spans])
