"""The flow that polls every open fine-tuning job once and tells the end of each, once."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.compositions.drifting import compose_drifting
from flows.compositions.probing import compose_probing
from flows.compositions.standing import compose_standing
from flows.compositions.watching import compose_round
from flows.openers.finetuners import opener
from flows.openers.hosted import Deployer
from flows.openers.sinks import sinks_of
from flows.openers.stores import open_store
from flows.prefect_api.artifacts import show_jobs
from flows.prefect_api.endings import watched_end
from flows.prefect_api.refusals import refused
from flows.prefect_api.run_names import watch_name
from flows.prefect_api.timeouts import timeout_s
from flows.starters.evaluation import EvaluationStarter, is_deployed
from flows.starters.events import PrefectSink
from tasks.running.prefect_tasks import PrefectSteps
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.polling import EventSink, Polled, Watcher
from wearable_coach.hosting.keeping import HostingLook

_WORTH_A_WARNING = {"stalled", "unreachable", "fault", "alarm"}


@flow(
    name="watch-finetuning",
    flow_run_name=watch_name,
    description="Poll every open fine-tuning job once; tell the end of each, once.",
    timeout_seconds=timeout_s("watch"),
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
) -> list[str] | State[Any]:
    """Poll every open job once; every few hours, see whether what is served is what was promoted, and goes as evaluated.

    A job that is out of reach or stalled is warned of and looked at again in the next round; none
    stops the others.

    Args:
        store: Where the ledger lies.
        evaluate: Whether a success starts an evaluation, one a job; where nothing is deployed none.

    Returns:
        The names of the jobs that ended in this round. Jobs that cannot be listed end it as Failed, and
        so does what people are to be told: a job that failed, an evaluation that came to nothing, another
        model that answers where the promoted one did, a rate of what is served that leaves its evaluation's interval.
    """
    logger = get_run_logger()
    steps = PrefectSteps(logger)

    def clock() -> datetime:
        return datetime.now(UTC)

    try:
        place = steps.call(open_store, store, environment=os.environ)
        sinks: tuple[EventSink, ...] = (*sinks_of(place, os.environ), PrefectSink())
        if evaluate and steps.call(is_deployed):
            deployer = Deployer(place, os.environ, clock)
            sinks = (*sinks, EvaluationStarter(place, store, ready=deployer, clock=clock))
        tuners = opener(place, os.environ, today=clock().date())
        jobs = compose_round(steps, Watcher(place, tuners, sinks, clock))
        probed = compose_probing(steps, place, environment=os.environ, at=clock())
        drifted = compose_drifting(steps, place, environment=os.environ, at=clock())
        looks = [*jobs, *probed, *drifted]
        standing = compose_standing(steps, place, environment=os.environ, clock=clock)
    except CoachError as error:
        return refused("watch", error)
    everything: list[Polled | HostingLook] = [*looks, *standing]
    for looked in everything:
        named = {"job": looked.name}
        if looked.kind in _WORTH_A_WARNING:
            what = f"{looked.kind}: {looked.state}"
            logger.warning("%s: %s %s", looked.name, what, looked.message, extra=named)
        else:
            logger.info("%s: %s %s", looked.name, looked.state, looked.message, extra=named)
    if jobs:  # a round that looks at nothing leaves nothing: there are 720 of them a day
        show_jobs(place)
    ended = [looked.name for looked in looks if looked.kind == "ended"]
    return watched_end(looks, ended, standing)
