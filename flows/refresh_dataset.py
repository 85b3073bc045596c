"""The flow that refreshes the dataset: nightly, by hand from the Prefect UI, or from the command line."""

from __future__ import annotations

import os
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Failed
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows.compositions.refresh import Refreshed, compose_refresh
from flows.compositions.refresh_request import Workers, refresh_request
from flows.openers.stores import open_store
from flows.prefect_api.artifacts import show_dataset
from flows.prefect_api.this_run import due_at
from flows.starters.retrain import start_retrain
from tasks.running.prefect_tasks import PrefectSteps
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.errors import CoachError

_MOST_THREADS = 8


@flow(
    name="refresh-dataset",
    description="Make a verified dataset version from wearable vitals and publish it.",
    task_runner=ThreadPoolTaskRunner(max_workers=_MOST_THREADS),  # type: ignore[arg-type] # generic in its future
    persist_result=False,
    validate_parameters=True,
)
def refresh_dataset(
    recipe: Recipe = Recipe(),  # noqa: B008 - frozen; the default shows in the form
    rows: int | None = Field(None, description="Rows in all; empty takes the recipe's counts"),
    store: str = Field(
        "", description="Folder, azure://container/prefix or block:NAME; empty: WEARABLE_COACH_HOME"
    ),
    workers: Workers = Field(  # noqa: B008 - a number, never changed
        0, description="Worker processes; 0 takes what pays off"
    ),
    retrain: bool = Field(  # noqa: FBT001 - a form's field
        False,  # noqa: FBT003
        description="Start the deployment retrain/retrain when the data changed",
    ),
) -> Refreshed | State[Any]:
    """Make a dataset version: sources, plan, batches in parallel, gate, publish.

    Args:
        recipe: Counts, strata, split, seed and sources; the default is the plan.
        rows: Rows in all, in the recipe's proportions.
        store: Where to publish.
        workers: Worker processes.
        retrain: Whether a new version is trained on at once.

    Returns:
        What was made; a refusal ends the run as Failed, with the reason as its message.
    """
    logger = get_run_logger()
    try:
        request = refresh_request(
            recipe,
            rows=rows,
            store=open_store(store, environment=os.environ),
            workers=workers,
            due_at=due_at(),
        )
        result = compose_refresh(PrefectSteps(logger), request)
    except CoachError as error:
        create_markdown_artifact(key="refresh-refused", markdown=f"**Not published.** {error}")
        return Failed(message=str(error), data=error)
    show_dataset(request, result)
    logger.info("version %s lies in %s", result.published.version, result.published.where)
    if result.published.repaired:
        logger.warning("damaged and repaired: %s", ", ".join(result.published.repaired))
    if retrain and result.published.created:
        try:
            start_retrain(result.published.version, store)
        except CoachError as error:
            return Failed(message=str(error), data=error)
    return result
