"""The flow that runs the whole loop: refresh, fine-tune, watch, evaluate, promote."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.compositions.evaluation import Evaluated
from flows.compositions.pipeline import (
    PipelineRequest,
    PipelineResult,
    compose_pipeline,
    evaluate_job,
    settle_job,
)
from flows.compositions.promotion import Promotion, PromotionRequest, compose_promotion
from flows.compositions.refresh_request import Rows, Workers, refresh_request
from flows.openers.contestants import Names
from flows.openers.finetuners import LOCAL
from flows.openers.sinks import sinks_of
from flows.openers.stores import open_store
from flows.prefect_api.approval import ask_a_person, asked_before
from flows.prefect_api.artifacts import show_dataset, show_evaluation, show_job
from flows.prefect_api.endings import evaluated_end, pipeline_end
from flows.prefect_api.refusals import refused
from flows.prefect_api.run_names import pipeline_name
from flows.prefect_api.this_run import by_this_run, due_at, is_cancelled
from flows.prefect_api.timeouts import timeout_s
from flows.starters.events import PrefectSink
from tasks.engines.choice import EngineName
from tasks.evaluation import find_evaluation
from tasks.running.prefect_tasks import PrefectSteps
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.shelf import report_place
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.promotion.rule import read_rule


@flow(
    name="pipeline",
    flow_run_name=pipeline_name,
    description="All of it in one run: refresh, fine-tune, watch, evaluate, promote.",
    timeout_seconds=timeout_s("pipeline"),
    persist_result=False,
    validate_parameters=True,
)
def pipeline(  # noqa: PLR0913, PLR0917 - a form's fields
    recipe: Recipe = Recipe(),  # noqa: B008 - frozen; shows in the form
    rows: Rows | None = Field(  # noqa: B008 - a number, never changed
        None, description="Rows in all; empty takes the recipe's counts; others are a trial"
    ),
    backend: str = Field(
        LOCAL, description="local, local:FOLDER (a base model), azure, foundry, or block:NAME"
    ),
    hyperparameters: Hyperparameters = Hyperparameters(),  # noqa: B008 - frozen; shows in the form
    cases: Wanted = Wanted(),  # noqa: B008 - frozen; shows in the form
    base: str | None = Field(
        None, description="Model to compare with besides the served one; none for none"
    ),
    reference: str | None = Field(None, description="A further model, such as a general one"),
    promotion: Promotion = Field(  # noqa: B008 - a word, never changed
        "when_better",
        description="What to do when the rule says promote: nothing, serve it, or ask",
    ),
    rule: str = Field("", description="Your own promotion rule (YAML); empty: the product's"),
    workers: Workers = Field(  # noqa: B008 - a number, never changed
        0, description="Worker processes; 0 takes what pays off"
    ),
    engine: EngineName = Field(  # noqa: B008 - a word, never changed
        "auto",
        description="Who makes the shards of a large dataset: here (this process), pool (processes of its machine) or dask (a cluster); auto: pool",
    ),
    dask_address: str = Field(
        "", description="Dask scheduler, tcp://HOST:PORT; empty: a cluster of this machine"
    ),
    store: str = Field(
        "", description="Folder, azure://container/prefix or block:NAME; empty: WEARABLE_COACH_HOME"
    ),
) -> PipelineResult | State[Any]:
    """Run the whole loop.

    Args:
        recipe: Counts, strata, split, seed and sources; the default is the plan.
        rows: Rows in all, in the recipe's proportions.
        backend: Where to train.
        hyperparameters: The five values; the default is the plan.
        cases: Which questions are asked, and how many; the default is the plan.
        base: A model to compare with.
        reference: One more.
        promotion: What a good verdict leads to.
        rule: By which it is decided.
        workers: Worker processes.
        engine: Who makes shards; auto takes processes of this machine.
        dask_address: Where a Dask cluster runs already.
        store: Where everything lies.

    Returns:
        What was made; a run that was taken up again after a person's answer makes nothing else. A refusal
        ends the run as Failed, with the reason as its message.
    """
    steps, place = PrefectSteps(get_run_logger()), None
    result: PipelineResult | None = None
    try:
        place = steps.call(open_store, store, environment=os.environ)
        request = PipelineRequest(
            refresh=refresh_request(
                recipe,
                rows=rows,
                store=place,
                workers=workers,
                due_at=due_at(),
                engine=engine,
                dask_address=dask_address,
            ),
            backend=backend,
            hyperparameters=hyperparameters,
            wanted=cases,
            names=Names(base=base, reference=reference),
            rule=read_rule(Path(rule) if rule else None),
            environment=os.environ,
            clock=lambda: datetime.now(UTC),
            sinks=(*sinks_of(place, os.environ), PrefectSink()),
            is_cancelled=is_cancelled,
            by=by_this_run(),
        )

        def evaluated_again(found: Evaluation) -> Evaluated:
            again = evaluate_job(steps, request, found.dataset_version, found.candidate)
            show_evaluation(place, again)
            return again

        asked = asked_before()
        known = steps.call(find_evaluation, place, asked.candidate, asked.evaluation) if asked else None  # fmt: skip
        if known is not None:
            done = Evaluated(known, report_place(place, known), created=False)
        else:
            result = compose_pipeline(steps, request)
            show_dataset(request.refresh, result.refreshed)
            show_job(place, result.job)
            show_evaluation(place, result.evaluated)
            done = result.evaluated
        done, entry = compose_promotion(
            steps,
            PromotionRequest(
                place,
                done,
                promotion,
                by_this_run(),
                request.clock,
                ask_a_person,
                evaluated_again,
            ),
        )
        settle_job(steps, request, done.evaluation)
    except CoachError as error:
        return refused("pipeline", error, place)
    if result is None:
        return evaluated_end(done, entry, {"candidate": done.evaluation.candidate})
    return pipeline_end(result._replace(evaluated=done), entry)
