"""What the service takes and gives, as its OpenAPI page shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wearable_coach.answers.manner import Length, Persona
from wearable_coach.client.provenance import AnswerProvenance
from wearable_coach.client.result import CoachAnswer
from wearable_coach.records import Condition, Kind, Profile, Symptom, VerdictName, Vitals
from wearable_coach.serving.past_days import MOST_PAST_DAYS
from wearable_coach.serving.structured import StructuredAnswer
from wearable_coach.serving.urgency import Urgency

_VITALS: dict[str, Any] = {
    "heart_rate": 72,
    "resting_heart_rate": 62,
    "sleep_hr": 7.5,
    "steps": 8123,
    "oxygen_saturation": 97,
}
_PROFILE: dict[str, Any] = {"age": 45, "sex": "M", "baseline_rhr": 60, "hr_context": "rest"}


class VitalsIn(Vitals):
    """One day's nine readings; leave out what was not measured."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra={"examples": [_VITALS]}
    )


class ProfileIn(Profile):
    """The person; leave out what is not known."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra={"examples": [_PROFILE]}
    )
    conditions: list[Condition] = Field(default_factory=list)  # type: ignore[assignment]
    symptoms: list[Symptom] = Field(default_factory=list)  # type: ignore[assignment]


class PastDayIn(VitalsIn):
    """One of the person's own days before, with its readings."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"days_ago": 1, **_VITALS}]},
    )
    days_ago: int = Field(ge=1, description="How many days before this one; 1 is yesterday")


PastDaysIn = Annotated[
    list[PastDayIn],
    Field(
        max_length=MOST_PAST_DAYS,
        description="The person's own days before, each once: what is usual is reckoned of them (a baseline of 14, means of the last 7)",
    ),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DayRequest(_Body):
    """A day to interpret, or to prescribe for."""

    vitals: VitalsIn
    profile: ProfileIn = ProfileIn()
    past_days: PastDaysIn = []


class Turn(_Body):
    """An earlier turn of a chat."""

    role: Literal["user", "assistant"]
    content: str = Field(min_length=1, max_length=4000)


class ChatRequest(_Body):
    """A question in the user's own words."""

    question: str = Field(min_length=1, max_length=2000, examples=["오늘 운동해도 되나요?"])
    vitals: VitalsIn = VitalsIn()
    profile: ProfileIn = ProfileIn()
    past_days: PastDaysIn = []
    history: list[Turn] = Field(
        default_factory=list, max_length=40, description="Earlier turns, the user's first"
    )
    length: Length = Field(
        "normal",
        description="short: the direct answer and where to get help; normal: all that the question needs",
    )
    persona: Persona = Field(
        "friendly",
        description="How the rules speak: friendly (an opening and a closing), calm (no opening, no exclamation), brisk "
        "(the points alone); a model speaks as it was trained",
    )


class VerdictOut(_Body):
    """What the verifier said of one claim."""

    claim: str
    verdict: VerdictName
    rule: str
    span: str
    start: int = Field(0, description="Where the span begins in the text [characters]")


class AnswerOut(_Body):
    """An answer that may be shown as it is."""

    request_id: str
    kind: Kind
    text: str
    source: Literal["model", "rules"]
    why: list[str] = Field(description="Why the rules wrote it; empty for the model")
    model: str
    identity: str = Field(
        description="Which model that is: its name and the hash of what decides its answers"
    )
    latency_s: float
    urgency: Urgency = Field(
        description="What to do at once: emergency (119 now), crisis (109, and 119 in danger), urgent (a doctor today, no "
        "training), contact (a clinician before training; where safety_level is 2, a complaint was heard and is asked "
        "back), none. It stays for later turns until the user says that somebody has looked after it"
    )
    safety_level: int = Field(
        description="0 proceed … 4 emergency: that of the day, or the higher one of urgency (emergency and crisis 4, urgent 3, contact 3 or 2)"
    )
    verdicts: list[VerdictOut]
    structured: StructuredAnswer | None = Field(
        None, description="The same as fields, for a screen: cap, routine, targets, sources"
    )
    provenance: AnswerProvenance | None = Field(
        None, description="Rules, tables, code, and model, dataset and job where a model spoke"
    )


def answer_out(answer: CoachAnswer) -> AnswerOut:
    """Return an answer as the service gives it."""
    return AnswerOut(
        request_id=answer.request_id,
        kind=answer.kind,
        text=answer.text,
        source=answer.source,
        why=list(answer.why),
        model=answer.model,
        identity=answer.identity,
        latency_s=round(answer.latency_s, 4),
        urgency=answer.urgency,
        safety_level=answer.safety_level,
        verdicts=[
            VerdictOut(claim=v.claim, verdict=v.verdict, rule=v.rule, span=v.span, start=v.start)
            for v in answer.verdicts
        ],
        structured=answer.structured,
        provenance=answer.provenance,
    )
