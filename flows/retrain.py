"""The flow that orders a fine-tuning job: by hand, on a webhook, or after a refresh."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.compositions.refresh import compose_refresh
from flows.compositions.refresh_request import refresh_request
from flows.compositions.retrain import Refresh, compose_retrain, wants_refresh
from flows.openers.finetuners import LOCAL, name_to_reopen, open_finetuner
from flows.openers.stores import need_writable, open_store
from flows.prefect_api.artifacts import show_dataset, show_job
from flows.prefect_api.endings import submitted_end
from flows.prefect_api.refusals import refused
from flows.prefect_api.run_names import call_this_run, retrain_name, run_name
from flows.prefect_api.this_run import due_at
from flows.prefect_api.timeouts import timeout_s
from tasks.finetuning import RetrainRequest, look_ahead
from tasks.running.prefect_tasks import PrefectSteps
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.datasets import LATEST
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.store import Store


@flow(
    name="retrain",
    flow_run_name=retrain_name,
    description="Order one LoRA fine-tuning job for a dataset version; the same order is the same job.",
    timeout_seconds=timeout_s("retrain"),
    persist_result=False,
    validate_parameters=True,
)
def retrain(  # noqa: PLR0913, PLR0917 - a form's fields
    dataset: str = Field(LATEST, description="Dataset version, or latest"),
    refresh: Refresh = Field(  # noqa: B008 - a word, never changed
        "when_missing",
        description="Whether a new dataset version is made first: never, when there is none, always",
    ),
    recipe: Recipe = Recipe(),  # noqa: B008 - frozen; shows in the form
    hyperparameters: Hyperparameters = Hyperparameters(),  # noqa: B008 - frozen; shows in the form
    backend: str = Field(
        LOCAL, description="local, local:FOLDER (a base model), azure, foundry, or block:NAME"
    ),
    reason: str = Field("", description="Why; kept with the job"),
    again: bool = Field(  # noqa: FBT001 - a form's field
        False,  # noqa: FBT003
        description="Try once more where a job of this order failed, was cancelled or its model was pruned",
    ),
    store: str = Field(
        "", description="Folder, azure://container/prefix or block:NAME; empty: WEARABLE_COACH_HOME"
    ),
) -> str | State[Any]:
    """Order one fine-tuning job.

    Args:
        dataset: What to train on.
        refresh: Whether a new version is made first.
        recipe: What that version holds; the default is the plan.
        hyperparameters: The five values; the default is the plan.
        backend: Where to train.
        reason: Why, for people.
        again: Whether an ended try is followed by another.
        store: Where dataset and ledger lie.

    Returns:
        The job's name; what forbids it ends the run as Failed, with the reason as its message.
    """
    logger = get_run_logger()
    steps, place = PrefectSteps(logger), None
    try:
        place = steps.call(open_store, store, environment=os.environ)
        tuner = steps.call(
            open_finetuner,
            backend,
            store=place,
            environment=os.environ,
            today=datetime.now(UTC).date(),
        )
        reopened = name_to_reopen(backend, environment=os.environ)
        if steps.call(wants_refresh, place, dataset, refresh):
            steps.call(need_writable, place)
            steps.call(look_ahead, tuner, hyperparameters)
            dataset = _refreshed(steps, place, recipe)
        request = RetrainRequest(
            place, tuner, reopened, dataset, hyperparameters, reason, again=again
        )
        submitted = compose_retrain(steps, request, lambda: datetime.now(UTC))
    except CoachError as error:
        return refused("retrain", error, place)
    job = submitted.job
    call_this_run(run_name("retrain", job.order.dataset_version))
    show_job(place, job)
    known = "" if submitted.created else " (known already)"
    logger.info("%s is %s%s", job.name, job.state, known, extra={"job": job.name})
    return submitted_end(submitted)


def _refreshed(steps: PrefectSteps, store: Store, recipe: Recipe) -> str:
    """Make a dataset version and return its name."""
    request = refresh_request(recipe, rows=None, store=store, workers=0, due_at=due_at())
    result = compose_refresh(steps, request)
    show_dataset(request, result)
    return result.published.version
