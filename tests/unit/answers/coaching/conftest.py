"""Cases of the coach: people and days as the plan draws them, or made by hand."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching import composer as coaching
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.sources.population import sample_day, sample_person
from wearable_coach.sources.strata import STRATA
from wearable_coach.standards.validity import check_records


def sampled_case(
    seed: int, *, stratum: str | None = None, frame: int | None = None, voice: int | None = None
) -> Brief:
    """Return the case that a seed gives, shaped as a coaching question tells it."""
    rng = Random(seed)
    kind = stratum or STRATA[seed % len(STRATA)]
    person = sample_person(rng, stratum=kind, kind="coaching")
    profile, vitals = sample_day(person, rng, stratum=kind, kind="coaching")
    asked = rng.randrange(coaching.FRAMES) if frame is None else frame
    profile, vitals = coaching.shape(
        profile, vitals, stratum=kind, frame=asked, rng=rng, hrmax_formula=DEFAULT_FORMULA
    )
    checked = check_records(profile, vitals, hrmax_formula=None)
    assert checked.valid, (kind, seed, checked.reject)
    speaking = rng.randrange(20) if voice is None else voice
    return Brief(day(profile, vitals), kind, speaking, asked, rng)


@pytest.fixture
def sampled() -> Callable[..., Brief]:
    return sampled_case


@pytest.fixture
def many() -> list[Brief]:
    return [sampled_case(seed) for seed in range(31 * 40)]


@pytest.fixture
def told() -> Callable[..., Brief]:
    """Make a case by hand: what is given is told."""

    def make(
        profile: Profile, vitals: Vitals, *, seed: int = 1, frame: int = 4, voice: int = 3
    ) -> Brief:
        assert check_records(profile, vitals, hrmax_formula=None).valid
        return Brief(day(profile, vitals), "normal", voice, frame, Random(seed))

    return make
