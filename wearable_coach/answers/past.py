"""How the days before are told and spoken of: the means of the week, and what a baseline is the median of."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from wearable_coach.records import PAST_MEANS, PastDays, Profile
from wearable_coach.rendering.numbers_ko import writer
from wearable_coach.standards.fields import vital_rows


def means_told(profile: Profile) -> str:
    """Return the means of the week as they are told, in a row; empty where none is known."""
    told = ((name, getattr(profile.past, name, None)) for name in PAST_MEANS)
    return ", ".join(
        f"{vital_rows()[name].words.short_ko} {writer(name)(mean)}"
        for name, mean in told
        if mean is not None
    )


def written(field: str, value: Decimal) -> str:
    """Write a mean, or how far today lies from it, as answers write the vital."""
    return writer(field)(int(value) if vital_rows()[field].is_whole else float(value))


def kept(past: PastDays | None, fields: Iterable[str]) -> PastDays | None:
    """Return the means of some vitals alone; None where nothing is left."""
    if past is None:
        return None
    told = {name: getattr(past, name) for name in PAST_MEANS if name in fields}
    left = PastDays.model_construct(**told)
    return None if left == PastDays() else left
