"""The flow that evaluates a model: started when a fine-tuning job succeeds, or by hand."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from prefect import flow, get_run_logger, pause_flow_run
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.input import RunInput
from prefect.runtime import flow_run
from prefect.states import Failed
from pydantic import Field

from flows.compositions.evaluation import EvaluationRequest, compose_evaluation
from flows.compositions.prefect_steps import PrefectSteps
from flows.openers.chat_models import reached_by_server
from flows.openers.contestants import LATEST, Names, open_contenders
from flows.openers.stores import open_store
from flows.prefect_api.artifacts import show_evaluation
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.promotion.deciding import promote_evaluation
from wearable_coach.promotion.rule import read_rule
from wearable_coach.reporting.evaluation_summary import verdict_markdown
from wearable_coach.store import Store

Promotion = Literal["never", "when_better", "ask_when_better"]
_WAIT_FOR_APPROVAL_S = 7 * 24 * 3600


class Approval(RunInput):
    """What a person says in the Prefect UI before a better model is put into service."""

    approve: bool = Field(default=False, description="Serve the candidate from now on")
    reason: str = Field("", description="Why; kept in the history")
    by: str = Field("", description="Your name; kept in the history")


@flow(
    name="evaluate-model",
    description="Compare a model with the served one, and promote it where the rule and the people allow.",
    persist_result=False,
    validate_parameters=True,
)
def evaluate_model(  # noqa: PLR0913, PLR0917 - a form's fields
    candidate: str = Field(
        LATEST,
        description="latest, a model of the store, base:tiny, block:NAME, or an entry of the endpoints file",
    ),
    base: str | None = Field(
        None, description="Model to compare with besides the served one; none for none"
    ),
    reference: str | None = Field(None, description="A further model, such as a general one"),
    cases: Wanted = Wanted(),  # noqa: B008 - frozen; shows in the form
    promotion: Promotion = Field(  # noqa: B008 - a word, never changed
        "when_better",
        description="What to do when the rule says promote: nothing, serve it, or ask",
    ),
    endpoints: str = Field("", description="Endpoints file; empty: WEARABLE_COACH_ENDPOINTS"),
    store: str = Field(
        "", description="Folder, azure://container/prefix or block:NAME; empty: WEARABLE_COACH_HOME"
    ),
) -> dict[str, Any] | State[Any]:
    """Evaluate a model and decide.

    Args:
        candidate: The model that may be put into service.
        base: A model to compare with.
        reference: One more.
        cases: Which questions are asked, and how many; the default is the plan.
        promotion: What a good verdict leads to.
        endpoints: Where models are reached.
        store: Where datasets, models and reports lie.

    Returns:
        The verdict, and the entry of the history where the model was put into service; bad input
        ends the run as Failed, with the reason as its message.
    """
    logger = get_run_logger()
    try:
        place = open_store(store, environment=os.environ)
        contenders = open_contenders(
            place,
            Names(candidate, base, reference),
            environment=os.environ,
            endpoints=Path(endpoints) if endpoints else None,
        )
        request = EvaluationRequest(place, contenders, cases, read_rule(), datetime.now(UTC))
        try:
            if promotion != "never":  # told before anything is asked and paid for
                reached_by_server(contenders[0].name, contenders[0].serving)
            done = compose_evaluation(PrefectSteps(logger), request)
        finally:
            for contender in contenders:
                contender.model.close()
        show_evaluation(done)
        promoted = promote_if(place, done.evaluation, promotion)
    except CoachError as error:
        create_markdown_artifact(key="evaluation-refused", markdown=f"**Not evaluated.** {error}")
        return Failed(message=str(error), data=error)
    found = done.evaluation
    verdict, named = found.decision.verdict, {"model": found.candidate}
    logger.info("%s: %s, report %s", found.candidate, verdict, done.report, extra=named)
    return {
        "evaluation": found.id,
        "candidate": found.candidate,
        "verdict": found.decision.verdict,
        "served": promoted,
    }


def promote_if(store: Store, found: Evaluation, promotion: Promotion) -> int | None:
    """Put the candidate into service where the rule says so, and a person where one is asked.

    Returns:
        The serial of its entry in the history; None where nothing was changed.
    """
    logger = get_run_logger()
    if found.decision.verdict != "promote" or promotion == "never":
        return None
    by, reason = f"flow run {flow_run.name}", ""
    if promotion == "ask_when_better":
        said: Approval = pause_flow_run(
            wait_for_input=Approval.with_initial_data(
                description=verdict_markdown(found), approve=False
            ),
            timeout=_WAIT_FOR_APPROVAL_S,
        )
        if not said.approve:
            logger.info("%s: not approved by %s: %s", found.candidate, said.by, said.reason)
            return None
        by, reason = said.by or by, said.reason
    entry, _ = promote_evaluation(
        store,
        found,
        at=datetime.now(UTC),
        by=by,
        reason=reason,
        reached=reached_by_server,
    )
    logger.info("%s is served (entry %d)", entry.model, entry.serial)
    return entry.serial
