"""Vitals in: the population sampler, and importers for real exports."""

from wearable_coach.sources.cleaning import cleaned
from wearable_coach.sources.completion import complete_day
from wearable_coach.sources.importing import detect, read_days
from wearable_coach.sources.population import (
    Person,
    sample_day,
    sample_person,
    sample_population_day,
)
from wearable_coach.sources.real_days import ImportResult, RealDay, Reject
from wearable_coach.sources.serving import real_day_index
from wearable_coach.sources.strata import STRATA, belongs, stratum_of
from wearable_coach.sources.told import none_taken, told_of

__all__ = [
    "STRATA",
    "ImportResult",
    "Person",
    "RealDay",
    "Reject",
    "belongs",
    "cleaned",
    "complete_day",
    "detect",
    "none_taken",
    "read_days",
    "real_day_index",
    "sample_day",
    "sample_person",
    "sample_population_day",
    "stratum_of",
    "told_of",
]
