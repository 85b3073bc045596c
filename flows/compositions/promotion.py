"""Putting a model into service: where the rule says so, and a person where one is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from flows.compositions.evaluation import Evaluated
from flows.openers.chat_models import reached_by_server
from tasks.promotion import Consent, look_at_served, promote
from tasks.running.contract import Steps
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.finetuning.submission import Clock
from wearable_coach.promotion.deciding import Overtaken
from wearable_coach.promotion.pointer import Entry
from wearable_coach.store import Store

Promotion = Literal["never", "when_better", "ask_when_better"]
"""What a good verdict leads to: nothing, service, or a question to a person."""


Ask = Callable[[Evaluation, Entry | None], Consent | None]
"""Asks a person, shown what was found and what is served now; None is a no."""


def _nobody(_found: Evaluation, _served: Entry | None) -> Consent | None:
    return None


class PromotionRequest(NamedTuple):
    """What may follow from an evaluation."""

    store: Store
    evaluated: Evaluated
    promotion: Promotion
    by: str
    """Who promotes where nobody is asked."""
    clock: Clock
    ask: Ask = _nobody
    again: Callable[[Evaluation], Evaluated] | None = None
    """Evaluates a candidate against what is served now, where the rule says so; None: nobody can."""


class PromotionOutcome(NamedTuple):
    """What came of it."""

    evaluated: Evaluated
    """The evaluation that decided: the one asked with, or the one made anew."""
    entry: Entry | None
    """The entry in the history; None where nothing was changed."""


def compose_promotion(steps: Steps, request: PromotionRequest) -> PromotionOutcome:
    """Put the candidate into service, or leave everything as it is.

    Returns:
        What was decided, and by which evaluation.

    Raises:
        BadInput: no server could reach it.
        Overtaken: another model is served by now than it was compared with, and the rule does not say
            to evaluate it again, or it happened once more meanwhile.
    """
    evaluated = request.evaluated
    found = evaluated.evaluation
    try:
        return PromotionOutcome(evaluated, _decided(steps, request, found))
    except Overtaken as overtaken:
        if request.again is None or found.rule.overtaken != "evaluate_again":
            raise
        steps.tell(f"{overtaken}: done by itself, as the rule says")
    again = request.again(found)
    return PromotionOutcome(again, _decided(steps, request, again.evaluation))


def _decided(steps: Steps, request: PromotionRequest, found: Evaluation) -> Entry | None:
    if found.decision.verdict != "promote" or request.promotion == "never":
        return None
    consent = _consent(steps, request, found)
    if consent is None:
        return None
    entry = steps.call(promote, request.store, found, consent, request.clock(), reached_by_server)
    steps.tell(f"{entry.model} is served (entry {entry.serial})")
    return entry


def _consent(steps: Steps, request: PromotionRequest, found: Evaluation) -> Consent | None:
    """Return whose word it is; a person is shown what is served at that moment."""
    if request.promotion != "ask_when_better":
        return Consent(request.by)
    return request.ask(found, steps.call(look_at_served, request.store))
