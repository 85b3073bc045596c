"""The flow that evaluates a model: started when a fine-tuning job succeeds, or by hand."""

from __future__ import annotations

import os
from contextlib import closing as hung_up
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.compositions.evaluation import Evaluated
from flows.compositions.hosted_evaluation import HostedRequest, compose_hosted_evaluation, settle
from flows.compositions.promotion import Promotion, PromotionRequest, compose_promotion
from flows.openers.chat_models import reached_by_server
from flows.openers.contestants import Names, open_judge
from flows.openers.stores import need_writable, open_store
from flows.prefect_api.approval import ask_a_person, asked_before
from flows.prefect_api.artifacts import show_evaluation
from flows.prefect_api.endings import evaluated_end
from flows.prefect_api.refusals import refused
from flows.prefect_api.run_names import call_this_run, evaluate_name, run_name
from flows.prefect_api.this_run import by_this_run
from flows.prefect_api.timeouts import timeout_s
from tasks.evaluation import ask_judge, find_evaluation, look_at_cases, tell_changes
from tasks.running.prefect_tasks import PrefectSteps
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.contender import Contender
from wearable_coach.evaluation.shelf import report_place
from wearable_coach.finetuning.ledger import LATEST
from wearable_coach.promotion.rule import read_rule


@flow(
    name="evaluate-model",
    flow_run_name=evaluate_name,
    description="Compare a model with the served one, and promote it where the rule and the people allow.",
    timeout_seconds=timeout_s("evaluate"),
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
    against: str = Field(
        "",
        description="An evaluation before, by model or id: the report tells what was gained and lost",
    ),
    judge: str = Field(
        "", description="A model that judges answers by a rubric of yes and no; part of no decision"
    ),
    rule: str = Field("", description="Promotion rule (YAML); empty: the product's"),
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
        against: An evaluation before, to tell what changed since, case by case.
        judge: A model whose opinion the report tells beside its agreement with a reader.
        rule: By what it is decided.
        endpoints: Where models are reached.
        store: Where datasets, models and reports lie.

    Returns:
        The verdict, and the entry of the history where the model was put into service; bad input
        ends the run as Failed, with the reason as its message.
    """
    logger = get_run_logger()
    steps, place = PrefectSteps(logger), None
    try:
        place = steps.call(open_store, store, environment=os.environ)
        steps.call(need_writable, place)
        steps.call(look_at_cases, cases)
        own_rule = read_rule(Path(rule) if rule else None)

        def look_at(contenders: tuple[Contender, ...]) -> None:
            call_this_run(run_name("evaluate", contenders[0].name))
            if promotion != "never":  # told before anything is asked and paid for
                steps.call(reached_by_server, contenders[0].name, contenders[0].serving)

        request = HostedRequest(
            place,
            Names(candidate, base, reference),
            cases,
            own_rule,
            os.environ,
            lambda: datetime.now(UTC),
            by_this_run(),
            Path(endpoints) if endpoints else None,
            look_at,
        )

        def evaluated(name: str) -> Evaluated:
            named = request._replace(names=Names(name, base, reference))
            found = compose_hosted_evaluation(steps, named)
            if against:
                steps.call(tell_changes, place, found.evaluation, against)
            if judge:
                opened = steps.call(
                    open_judge, place, judge, environment=os.environ, endpoints=request.endpoints
                )
                with hung_up(opened) as model:
                    steps.call(ask_judge, place, found.evaluation, model)
            show_evaluation(place, found)
            return found

        asked = asked_before()
        known = steps.call(find_evaluation, place, asked.candidate, asked.evaluation) if asked else None  # fmt: skip
        if known:
            done = Evaluated(known, report_place(place, known), created=False)
        else:
            done = evaluated(asked.candidate if asked else candidate)
        done, entry = compose_promotion(
            steps,
            PromotionRequest(
                place,
                done,
                promotion,
                by_this_run(),
                lambda: datetime.now(UTC),
                ask_a_person,
                lambda overtaken: evaluated(overtaken.candidate),
            ),
        )
        settle(steps, request, done.evaluation, wait=False)
    except CoachError as error:
        return refused("evaluation", error, place)
    found = done.evaluation
    verdict, named = found.decision.verdict, {"model": found.candidate}
    logger.info("%s: %s, report %s", found.candidate, verdict, done.report, extra=named)
    told = {
        "evaluation": found.id,
        "candidate": found.candidate,
        "verdict": verdict,
        "report": done.report,
        "created": done.created,
        "served": entry.serial if entry else None,
    }
    return evaluated_end(done, entry, told)
