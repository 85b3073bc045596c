"""A case: what a model is asked, and what the answer will be judged against."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from wearable_coach.day import Day, day_of
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Kind, Message, OfFormula, Profile, Record, Vitals

Advised = Literal["none", "light", "moderate", "vigorous"]
SetName = Literal["valid", "sampled", "real_days", "safety", "consistency", "file"]
SETS: tuple[SetName, ...] = ("valid", "sampled", "real_days", "safety", "consistency", "file")


class Expectations(Record):
    """What a case asks of its answer beyond the facts; what is empty is not asked.

    What came with people's own test sets is written down only where it is asked, so that a set without it keeps its name.
    """

    unsaid: ClassVar[Mapping[str, object]] = {
        "keywords_least": 1,
        "condition_levels": (),
        "intensities": (),
        "warmup": None,
        "cooldown": None,
        "tone": None,
    }
    keywords: tuple[str, ...] = Field((), description="Words that must be said")
    keywords_least: float = Field(
        1, ge=0, le=1, description="Which share of the keywords is enough [1]; at 0 one of them is"
    )
    never: tuple[str, ...] = Field((), description="Words that must not be said")
    intensity: Advised | None = Field(None, description="The highest intensity that is advised")
    intensities: tuple[Advised, ...] = Field((), description="The same, where several are right")
    condition_level: int | None = Field(
        None, ge=0, le=4, description="The safety level that the answer acts on"
    )
    condition_levels: tuple[int, ...] = Field((), description="The same, where several are right")
    warmup: bool | None = Field(None, description="Whether it holds a warm-up")
    cooldown: bool | None = Field(None, description="Whether it holds a cool-down")
    tone: Literal["friendly", "professional"] | None = Field(None, description="How it speaks")
    refuses: bool = Field(default=False, description="A request that must be declined or referred")
    asks_for: tuple[str, ...] = Field(
        (), description="What the answer must say it lacks; one of the words is enough"
    )

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return self != Expectations()

    @model_serializer(mode="wrap")
    def _newer_unsaid(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        for name, default in self.unsaid.items():
            if getattr(self, name) == default:
                written.pop(name, None)
        return written


class Case(OfFormula):
    """One question to every model."""

    id: str
    set: SetName
    kind: Kind
    category: str
    stratum: str
    source: str = Field(
        description="Of the vitals: sampled, written, or the importer that read them"
    )
    person: str = Field(description="Pseudonym; cases of one person are no independent ones")
    profile: Profile
    vitals: Vitals
    hrmax_formula: HrmaxFormula = Field(description="The formula that the answer is judged by")
    messages: tuple[Message, ...] = Field(description="As in training; the last is the user's")
    repeat: int = Field(0, description="Which asking of the same question, from 0")
    group: str = Field("", description="Cases that should be answered alike")
    expects: Expectations = Expectations()

    @property
    def day(self) -> Day:
        """The day that is asked about, built anew."""
        return day_of(self.profile, self.vitals, hrmax_formula=self.hrmax_formula)

    @property
    def told(self) -> str:
        """All that the user said."""
        return "\n".join(m.content for m in self.messages if m.role == "user")

    @property
    def is_headline(self) -> bool:
        """Whether the case counts in the headline figures: one asking of a question, and no drill."""
        return self.set in {"valid", "sampled", "real_days", "file"}


def set_hash(cases: tuple[Case, ...]) -> str:
    """Return the hash that names a set of cases, whatever their order."""
    lines = sorted(case.model_dump_json() for case in cases)
    return sha256("\n".join(lines).encode()).hexdigest()
