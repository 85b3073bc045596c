"""Putting a model into service: where the rule says so, and a person where one is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from flows.openers.chat_models import reached_by_server
from tasks.promotion import Consent, promote
from tasks.running.contract import Steps
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.finetuning.submission import Clock
from wearable_coach.promotion.pointer import Entry
from wearable_coach.store import Store

Promotion = Literal["never", "when_better", "ask_when_better"]
"""What a good verdict leads to: nothing, service, or a question to a person."""


def _nobody(_found: Evaluation) -> Consent | None:
    return None


class PromotionRequest(NamedTuple):
    """What may follow from an evaluation."""

    store: Store
    evaluation: Evaluation
    promotion: Promotion
    by: str
    """Who promotes where nobody is asked."""
    clock: Clock
    ask: Callable[[Evaluation], Consent | None] = _nobody
    """Asks a person; None is a no."""


def compose_promotion(steps: Steps, request: PromotionRequest) -> Entry | None:
    """Put the candidate into service, or leave everything as it is.

    Returns:
        Its entry in the history; None where nothing was changed.

    Raises:
        BadInput: no server could reach it.
    """
    found = request.evaluation
    if found.decision.verdict != "promote" or request.promotion == "never":
        return None
    asks = request.promotion == "ask_when_better"
    consent = request.ask(found) if asks else Consent(request.by)
    if consent is None:
        return None
    entry = steps.call(promote, request.store, found, consent, request.clock(), reached_by_server)
    steps.tell(f"{entry.model} is served (entry {entry.serial})")
    return entry
