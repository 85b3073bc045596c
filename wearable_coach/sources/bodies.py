"""Height, weight and BMI that agree with each other, from the Korean means by sex and age."""

from __future__ import annotations

import math
from functools import cache
from random import Random
from typing import Any, NamedTuple

from wearable_coach.errors import RecipeUnmet
from wearable_coach.sources.draws import tenth, whole, within
from wearable_coach.standards.table import table


class Body(NamedTuple):
    """A body whose BMI is its weight over its height squared, rounded to one decimal."""

    height_cm: float
    weight_kg: float
    bmi: float


class _Means(NamedTuple):
    height_cm: float
    height_sd_cm: float
    bmi: float
    bmi_sd: float


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")["people"]["body"]
    return rows


@cache
def _means(sex: str, age_years: int) -> _Means:
    """Return means and SDs; the BMI's SD is what height leaves of the weight's.

    Source: POP-BODY-001, POP-BODY-002.
    """
    rows, teens = _rows(), table("population")["people"]["teens"]
    teen = age_years - teens["from_age"]
    if teen < len(teens[sex]):
        height, weight = teens[sex][max(teen, 0)]
        weight_sd = teens["weight_sd_kg"]
    else:
        decade = min(max(age_years // 10 - rows["from_decade"], 0), len(rows[sex]) - 1)
        height, weight = rows[sex][decade]
        weight_sd = rows["weight_sd_kg"]
    height_sd: float = rows["height_sd_cm"]
    by_height = 2 * weight / height * height_sd
    square = (height / 100) ** 2
    return _Means(
        height, height_sd, weight / square, math.sqrt(weight_sd**2 - by_height**2) / square
    )


def sample_body(  # noqa: PLR0913 - all by keyword
    rng: Random,
    *,
    sex: str,
    age_years: int,
    bmi_range: tuple[float, float],
    stratum: str,
    height_cm: float | None = None,
) -> Body:
    """Sample a body whose BMI lies in a half-open range [kg/m²].

    Args:
        rng: Randomness.
        sex: M or F.
        age_years: Completed years.
        bmi_range: Half-open.
        stratum: Named when no body fits.
        height_cm: Stated height [cm], when known.

    Raises:
        RecipeUnmet: no usual body has such a BMI.

    Source: POP-BODY-001.
    """
    rows, means = _rows(), _means(sex, age_years)
    margin = rows["bmi_margin"]
    low, high = bmi_range[0] + margin, bmi_range[1] - margin
    lightest, heaviest = rows["weight_range_kg"]
    if height_cm is None:
        height_cm = _height(rng, means, (low, high))
    square = (height_cm / 100) ** 2
    low, high = max(low, lightest / square), min(high, heaviest / square)
    if low > high:
        message = f"stratum: {stratum} asks for a BMI of {bmi_range[0]} to {bmi_range[1]} at {height_cm} cm, which no usual weight gives; choose another person"
        raise RecipeUnmet(message)
    target = within(rng, mean=means.bmi, sd=means.bmi_sd, low=low, high=high)
    weight = tenth(target * square)
    return Body(height_cm, weight, tenth(weight / square))


def sample_body_of_weight(
    rng: Random, *, sex: str, age_years: int, bmi_range: tuple[float, float], weight_kg: float
) -> Body:
    """Sample the height of a person of known weight [kg]; BMI lies in the range where it can."""
    rows, means = _rows(), _means(sex, age_years)
    shortest, tallest = rows["height_range_cm"]
    low = max(shortest, 100 * math.sqrt(weight_kg / (bmi_range[1] - rows["bmi_margin"])))
    high = min(tallest, 100 * math.sqrt(weight_kg / (bmi_range[0] + rows["bmi_margin"])))
    height = tenth(within(rng, mean=means.height_cm, sd=means.height_sd_cm, low=low, high=high))
    return Body(height, weight_kg, tenth(weight_kg / (height / 100) ** 2))


def sample_body_of_bmi(rng: Random, *, sex: str, age_years: int, bmi: float) -> Body:
    """Sample height and weight of a person of known BMI [kg/m²]."""
    height = _height(rng, _means(sex, age_years), (bmi, bmi))
    return Body(height, tenth(bmi * (height / 100) ** 2), bmi)


def _height(rng: Random, means: _Means, bmi_span: tuple[float, float]) -> float:
    """Draw a height [cm] at which a usual weight can give a BMI of the span."""
    rows = _rows()
    shortest, tallest = rows["height_range_cm"]
    lightest, heaviest = rows["weight_range_kg"]
    low = max(shortest, 100 * math.sqrt(lightest / bmi_span[1]) + 1)
    high = min(tallest, 100 * math.sqrt(heaviest / bmi_span[0]) - 1)
    drawn = within(rng, mean=means.height_cm, sd=means.height_sd_cm, low=low, high=high)
    return float(whole(drawn)) if rng.random() < rows["whole_cm_share"]["value"] else tenth(drawn)
