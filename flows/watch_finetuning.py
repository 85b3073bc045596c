"""The flow that polls every open fine-tuning job once and tells the end of each, once."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from pydantic import Field

from flows.openers.finetuners import opener
from flows.openers.stores import open_store
from flows.starters.evaluation import EvaluationStarter, is_deployed
from flows.starters.events import PrefectSink
from wearable_coach.finetuning.cards import job_row
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.watching import EventSink, Looked, StoreSink, Watcher

_WORTH_A_WARNING = {"stalled", "unreachable", "fault"}


@flow(
    name="watch-finetuning",
    description="Poll every open fine-tuning job once; tell the end of each, once.",
    persist_result=False,
    validate_parameters=True,
)
def watch_finetuning(
    store: str = Field(
        "", description="Folder, azure://container/prefix or block:NAME; empty: WEARABLE_COACH_HOME"
    ),
    evaluate: bool = Field(  # noqa: FBT001 - a form's field
        True,  # noqa: FBT003
        description="Start the deployment evaluate-model/evaluate for each job that succeeds",
    ),
) -> list[str]:
    """Poll every open job once.

    A job that is out of reach or stalled is warned of and looked at again in the next round; none
    stops the others.

    Args:
        store: Where the ledger lies.
        evaluate: Whether a success starts an evaluation, one a job; where nothing is deployed none.

    Returns:
        The names of the jobs that ended in this round.
    """
    logger = get_run_logger()
    place = open_store(store, environment=os.environ)
    sinks: tuple[EventSink, ...] = (StoreSink(place), PrefectSink())
    if evaluate and is_deployed():
        sinks = (*sinks, EvaluationStarter(store))
    watcher = Watcher(
        place,
        opener(place, os.environ, today=datetime.now(UTC).date()),
        sinks,
        lambda: datetime.now(UTC),
    )

    def look_at(job: Job) -> Looked:
        """Poll one job, write down what is new, and tell its end."""
        return watcher.look_at(job)

    look = task(name="look-at-job", cache_policy=NO_CACHE, persist_result=False)(look_at)
    rounds = watcher.look_at_all(lambda job: look.with_options(task_run_name=job.name)(job))
    for looked in rounds:
        named = {"job": looked.name}
        if looked.kind in _WORTH_A_WARNING:
            what = f"{looked.kind}: {looked.state}"
            logger.warning("%s: %s %s", looked.name, what, looked.message, extra=named)
        else:
            logger.info("%s: %s %s", looked.name, looked.state, looked.message, extra=named)
    if rounds:  # a round that looks at nothing leaves nothing: there are 720 of them a day
        table = [job_row(job) for job in JobLedger(place).jobs(lambda *_: None)]  # warned of above
        create_table_artifact(key="finetuning-jobs", table=table, description="All jobs")
    return [looked.name for looked in rounds if looked.kind == "ended"]
