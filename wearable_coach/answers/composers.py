"""Which module composes which kind."""

from __future__ import annotations

from random import Random
from typing import Protocol

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching import composer as coaching
from wearable_coach.answers.interpretation import composer as interpretation
from wearable_coach.answers.prescription import composer as prescription
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Draft, Kind, Profile, Vitals


class Composer(Protocol):
    """What each of the modules offers."""

    FRAMES: int

    def shape(  # noqa: PLR0913 - all but the records by keyword
        self,
        profile: Profile,
        vitals: Vitals,
        *,
        stratum: str,
        frame: int,
        rng: Random,
        hrmax_formula: HrmaxFormula,
    ) -> tuple[Profile, Vitals]:
        """Drop what the question will not tell."""

    def compose(self, brief: Brief) -> Draft:
        """Write the conversation."""


_COMPOSERS: dict[Kind, Composer] = {
    "health_interpretation": interpretation,
    "exercise_recommendation": prescription,
    "coaching": coaching,
}


def composer(kind: Kind) -> Composer:
    """Return the composer of a kind."""
    return _COMPOSERS[kind]


def frames(kind: Kind) -> int:
    """Return how many question frames a kind has."""
    return _COMPOSERS[kind].FRAMES
