"""What a caller gets: a text that passed the verifier, and where it comes from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wearable_coach.client.provenance import AnswerProvenance
from wearable_coach.records import Kind, Record, Verdict
from wearable_coach.serving.structured import StructuredAnswer
from wearable_coach.serving.urgency import Urgency

Source = Literal["model", "rules"]


class CoachAnswer(Record):
    """One answer, fit to be shown."""

    request_id: str
    kind: Kind
    text: str = Field(description="Korean text; every claim of it is supported")
    source: Source = Field(description="Who wrote it: the promoted model, or the rules")
    why: tuple[str, ...] = Field(
        (), description="Why the rules wrote it: emergency, no_model, timeout, contradicted:RULE …"
    )
    verdicts: tuple[Verdict, ...] = Field((), description="What the verifier said of this text")
    model: str = Field(description="The model asked; 'rules' where none was")
    identity: str = Field(
        "",
        description="Which model that is, as the history shows it: its name and the hash of what "
        "decides its answers; empty where none was asked",
    )
    latency_s: float = Field(description="From the request to the answer [s]")
    urgency: Urgency = Field(
        "none",
        description="emergency: 119 now; crisis: 109, and 119 in danger; urgent: a doctor today; "
        "contact: a clinician before training; none",
    )
    safety_level: int = Field(ge=0, le=4, description="0 proceed … 4 emergency")
    structured: StructuredAnswer | None = Field(
        None, description="The same as fields; None in what an earlier version wrote"
    )
    provenance: AnswerProvenance | None = Field(
        None, description="Rules, tables, code, model, dataset and job; None likewise"
    )
