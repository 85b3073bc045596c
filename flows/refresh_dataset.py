"""The flow that refreshes the dataset: nightly, by people from the Prefect UI, or from the command line."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows.compositions.refresh import compose_refresh
from flows.compositions.refresh_request import (
    TRIAL_ROWS,
    RealShare,
    Rows,
    Seed,
    Size,
    Workers,
    asked_of,
    refresh_request,
)
from flows.compositions.refreshed import Refreshed
from flows.openers.nights import DueNight, look_at_schedule
from flows.openers.stores import open_store
from flows.prefect_api.artifacts import show_dataset
from flows.prefect_api.endings import refreshed_end
from flows.prefect_api.nights import left_out
from flows.prefect_api.refusals import refused
from flows.prefect_api.run_names import call_this_run, refresh_name
from flows.prefect_api.this_run import deployed_run, due_at
from flows.prefect_api.timeouts import timeout_s
from flows.starters.retrain import need_retrain, start_retrain
from tasks.engines.choice import EngineName
from tasks.running.prefect_tasks import PrefectSteps
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.source_mix import MissingMark
from wearable_coach.errors import CoachError

_MOST_THREADS = 8


@flow(
    name="refresh-dataset",
    flow_run_name=refresh_name,
    description="Make a verified dataset version from wearable vitals and publish it.",
    task_runner=ThreadPoolTaskRunner(max_workers=_MOST_THREADS),  # type: ignore[arg-type] # generic in its future
    timeout_seconds=timeout_s("refresh"),
    persist_result=False,
    validate_parameters=True,
)
def refresh_dataset(  # noqa: PLR0913, PLR0917 - a form's fields
    size: Size = Field(  # noqa: B008 - a word, never changed
        "plan", description=f"plan: the whole recipe; trial: {TRIAL_ROWS} rows of it, to look at"
    ),
    rows: Rows | None = Field(  # noqa: B008 - a number, never changed
        None,
        description="Rows in all; empty takes the recipe's counts, or the trial's; others are a trial too",
    ),
    seed: Seed | None = Field(  # noqa: B008 - a number, never changed
        None, description="Same recipe and seed, same bytes; empty takes the recipe's, or the date"
    ),
    vitals: tuple[str, ...] = Field((), description="Files of real days, instead of the recipe's"),
    columns: dict[str, str] = Field(  # noqa: B008 - never changed
        {},
        description='What columns of their tables are, as {"심박수": "heart_rate", "회원": "id"}, instead of the recipe\'s',
    ),
    missing: tuple[MissingMark, ...] = Field(
        (),
        description='What cells of their tables say where nothing was measured, as "--", instead of the recipe\'s',
    ),
    real_share: RealShare | None = Field(  # noqa: B008 - a number, never changed
        None, description="Share of rows from real days; empty takes the recipe's"
    ),
    make_latest: bool = Field(  # noqa: FBT001 - a form's field
        False,  # noqa: FBT003
        description="Let a trial be latest, on which retrain trains; whole recipes are anyway",
    ),
    retrain: bool = Field(  # noqa: FBT001 - a form's field
        False,  # noqa: FBT003
        description="Start the deployment retrain/retrain, once for each version",
    ),
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
    recipe: Recipe = Recipe(),  # noqa: B008 - frozen; the default shows in the form
) -> Refreshed | State[Any]:
    """Make a dataset version: sources, plan, batches in parallel, gate, publish.

    Args:
        size: The whole recipe, or a few rows of it.
        rows: Rows in all, in the recipe's proportions.
        seed: Instead of the recipe's.
        vitals: Instead of the recipe's files of real days.
        columns: Instead of what the recipe says of columns of tables.
        missing: Instead of the recipe's marks of nothing measured.
        real_share: Instead of the recipe's.
        make_latest: Whether a trial is taken by default from now on.
        retrain: Whether the version is trained on at once, unless that was started before.
        workers: Worker processes.
        engine: Who makes shards; auto takes processes of this machine.
        dask_address: Where a Dask cluster runs already.
        store: Where to publish.
        recipe: Counts, strata, split, seed and sources; the default is the plan.

    Returns:
        What was made; a refusal ends the run as Failed, with the reason as its message, and a night
        that is left out for a newer one as Skipped.
    """
    logger, place = get_run_logger(), None
    steps = PrefectSteps(logger)
    try:
        run = deployed_run()
        due = steps.call(look_at_schedule, run, datetime.now(UTC)) if run else DueNight(due_at())
        call_this_run(refresh_name(due.night))
        if skipped := left_out(due):
            logger.info(skipped.message)
            return skipped
        if retrain:
            steps.call(need_retrain)
        place = steps.call(open_store, store, environment=os.environ)
        request = refresh_request(
            asked_of(
                recipe,
                seed=seed,
                vitals=vitals,
                columns=columns,
                missing=missing,
                real_share=real_share,
            ),
            rows=rows,
            size=size,
            make_latest=make_latest,
            store=place,
            workers=workers,
            engine=engine,
            dask_address=dask_address,
            due_at=due.due_at,
            zone=due.zone,
        )
        result = compose_refresh(steps, request)
    except CoachError as error:
        return refused("refresh", error, place)
    show_dataset(request, result)
    logger.info("version %s lies in %s", result.published.version, result.published.where)
    if result.published.repaired:
        logger.warning("damaged and repaired: %s", ", ".join(result.published.repaired))
    if retrain:
        try:
            steps.call(start_retrain, result.published.version, store)
        except CoachError as error:
            return refused("retrain", error, place)
    return refreshed_end(result)
