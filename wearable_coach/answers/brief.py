"""What a composer is given: one day with its facts, and how to speak of it."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from wearable_coach.answers.manner import Manner
from wearable_coach.day import Day
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.phrases import PhraseBook, Speaker
from wearable_coach.standards.facts import Facts


class Brief(NamedTuple):
    """The ground of one conversation."""

    day: Day
    stratum: str
    voice: int
    """Answer family: which ways of saying are known, 0 to VOICES - 1."""
    frame: int
    """Question family: which form the question takes, 0 to the composer's FRAMES - 1."""
    rng: Random
    manner: Manner = Manner()
    """How long the answer is, and how it speaks."""
    split: str | None = None
    """Of the dataset, whose own wordings it is said in; None, outside of a dataset, says it in any."""
    about: tuple[str, ...] = ()
    """Everyday topics of which a conversation is to speak of one; empty: of any."""

    def speaker(self, book: PhraseBook, values: dict[str, Any]) -> Speaker:
        """Return who says this conversation, out of a book, with `values` at hand in every phrase."""
        return Speaker(book, voice=self.voice, rng=self.rng, values=values, split=self.split)

    @property
    def profile(self) -> Profile:
        """The person."""
        return self.day.profile

    @property
    def vitals(self) -> Vitals:
        """The readings that are told."""
        return self.day.vitals

    @property
    def facts(self) -> Facts:
        """What may be said."""
        return self.day.facts

    @property
    def hrmax_formula(self) -> HrmaxFormula:
        """The formula that maximal heart rate is explained by."""
        return self.day.hrmax_formula
