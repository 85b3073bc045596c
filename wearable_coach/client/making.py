"""Making the answer that a caller gets: the text, and beside it what it says as fields and where it comes from."""

from __future__ import annotations

import logging
import time

from wearable_coach.client.provenance import AnswerProvenance
from wearable_coach.client.request import CoachRequest
from wearable_coach.client.result import CoachAnswer, Source
from wearable_coach.client.tracing import provenance_of
from wearable_coach.faults import kind_and_place
from wearable_coach.records import Verdict
from wearable_coach.serving.need import safety_level, urgency_of
from wearable_coach.serving.structured import StructuredAnswer
from wearable_coach.serving.structuring import structured
from wearable_coach.serving.told_text import acknowledged

_log = logging.getLogger("wearable_coach.client")
_Beside = tuple[StructuredAnswer | None, AnswerProvenance | None]


def made_answer(  # noqa: PLR0913 - what an answer is made of
    request: CoachRequest,
    *,
    model: str,
    text: str,
    source: Source,
    why: tuple[str, ...],
    verdicts: tuple[Verdict, ...],
) -> CoachAnswer:
    """Return the answer to a request.

    Args:
        request: What was asked, of which day, and what was in service.
        model: The name of the model that was asked.
        text: The verified text, before the line that says what of the user's words it takes into account.
        source: Who wrote it.
        why: Why the rules did.
        verdicts: What the verifier said of the text.
    """
    asked = request.asked
    level = safety_level(asked)
    shown = acknowledged(text, asked, level)
    placed = _moved(verdicts, shown, text)
    fields, origin = _beside(request, shown, source, placed)
    return CoachAnswer.model_construct(  # of our own making: validating it costs 0.2 ms
        request_id=request.id,
        kind=asked.kind,
        text=shown,
        source=source,
        why=why,
        verdicts=placed,
        model=model,
        identity=request.served.identity,
        latency_s=time.monotonic() - request.began,
        urgency=urgency_of(asked),
        safety_level=level,
        structured=fields,
        provenance=origin,
    )


def _moved(verdicts: tuple[Verdict, ...], shown: str, text: str) -> tuple[Verdict, ...]:
    """Return verdicts with their places in the text that is shown, which a line may have been put before."""
    before = len(shown) - len(text) if shown.endswith(text) else 0
    return tuple(v._replace(start=v.start + before) for v in verdicts) if before else verdicts


def _beside(
    request: CoachRequest, shown: str, source: Source, verdicts: tuple[Verdict, ...]
) -> _Beside:
    """Return what stands beside a text; a fault in it loses nobody the text."""
    try:
        return (
            structured(shown, verdicts, request.asked),
            provenance_of(source, verdicts, request.asked, request.served),
        )
    except Exception as error:  # noqa: BLE001 - the text is verified and is shown
        _log.error("structured: failed (%s); the text is given without", kind_and_place(error))
        return None, None
