"""What an answer says as fields, for a screen that shows more than a text."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wearable_coach.records import Intensity, Record
from wearable_coach.serving.urgency import Urgency

Phase = Literal["warm_up", "main", "strength", "balance", "cool_down", "flexibility"]


class RoutineItem(Record):
    """One thing to do, as the text of a plan says it; what it does not say is None."""

    phase: Phase
    name_ko: str = Field(description="The exercise as the text names it")
    minutes: int | None = Field(None, description="How long, a session [min]")
    sets: int | None = Field(None, description="Sets [count]")
    reps_low: int | None = Field(None, description="Repetitions a set, the least [count]")
    reps_high: int | None = Field(
        None, description="Repetitions a set, the most [count]; of one number the same"
    )
    reserve_low: int | None = Field(
        None,
        description="The load: repetitions that could still be done after a set, the least [count]",
    )
    reserve_high: int | None = Field(None, description="The same, the most [count]")
    hold_s: int | None = Field(None, description="How long it is held [s]")
    each_side: bool = Field(default=False, description="Whether it is done left and right")
    intensity: Intensity | None = None
    days: int | None = Field(None, description="Days a week [count]; None of what is part of each")
    any_of: bool = Field(
        default=False,
        description="Whether one of those of its phase and intensity is enough for a day",
    )


class IntensityTarget(Record):
    """By what to know an intensity, as far as the text says it."""

    intensity: Intensity
    low_bpm: int | None = Field(
        None, description="Heart rate to stay above [bpm]; None where the text gives none"
    )
    high_bpm: int | None = Field(None, description="Heart rate to stay below [bpm]")
    method: Literal["karvonen", ""] = Field("", description="How the heart rates were reckoned")
    hrmax_formula: str = Field("", description="By which formula for the maximal heart rate")
    rpe_low: int | None = Field(None, description="Rating of perceived exertion, of 6 to 20 [1]")
    rpe_high: int | None = Field(None, description="The same, the highest [1]")
    talk_test_ko: str = Field("", description="What one can still say meanwhile")


class CitedSource(Record):
    """A source that an answer rests on."""

    key: str = Field(description="Its name in the tables")
    cite_ko: str = Field(
        description="How an answer cites it; empty of first aid and everyday topics, which none cites"
    )
    doi: str | None = None
    reference: str
    in_text: bool = Field(
        description="Whether the text cites it; else a rule of a supported claim rests on it"
    )
    points: tuple[str, ...] = Field(
        (),
        description="What of the text it is the source of, where that is a sentence on an everyday topic: topic.point",
    )


class StructuredAnswer(Record):
    """The same answer as fields. Routine, targets and citations are read from the text that is shown."""

    cap: Literal["none", "light", "moderate", "vigorous"] = Field(
        description="The highest intensity allowed today"
    )
    urgency: Urgency
    safety_level: int = Field(ge=0, le=4, description="0 proceed … 4 emergency")
    safety_reasons: tuple[str, ...] = Field(
        (), description="Codes of what raised the level; said:KIND where the user's words did"
    )
    screening: str = Field(description="The decision of the screening before exercise, as a code")
    routine: tuple[RoutineItem, ...] = Field((), description="Empty where the text has no plan")
    targets: tuple[IntensityTarget, ...] = Field(
        (), description="Empty where the text gives none, or the person may get none"
    )
    sources: tuple[CitedSource, ...] = ()
