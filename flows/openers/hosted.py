"""Where a remote model answers: brought up for whoever asks it, and ended after the verdict."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from flows.openers.endpoints_file import endpoints_of
from flows.openers.hosters import hoster_of, hoster_opener
from tasks.policy import ONCE, PATIENT, step
from tasks.running.contract import Headway
from wearable_coach.chat.served import Endpoint
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.evaluation.trained_on import trained_by
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import LATEST, latest_model
from wearable_coach.finetuning.polling import EndedBadly, StillUnderWay
from wearable_coach.hosting.cards import hourly
from wearable_coach.hosting.contract import Clock, hosting_kind
from wearable_coach.hosting.following import steps_until_settled
from wearable_coach.hosting.keeping import HostingLook, OpenHoster
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import DeploymentGivenUp, bring_up
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.hosting.tending import tend_one, to_tend
from wearable_coach.store import Store

_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0, *[10.0] * 60)
"""Whoever waits for a deployment to be gone looks so often, for some ten minutes; the watch goes on [s]."""


class Candidate(NamedTuple):
    """A model that is to be evaluated, and where it answers."""

    name: str
    remote: Job | None = None
    """What made it, where it answers at a deployment of ours; None: in the store, or elsewhere."""
    deployed: ModelDeployment | None = None
    """That deployment; None where there is none yet."""


class Deployer:
    """Goes one step a call towards a remote model that can be asked; see `EvaluationStarter`."""

    def __init__(self, store: Store, environment: Mapping[str, str], clock: Clock) -> None:
        """Deploy models of jobs of `store`, with settings and identity of `environment`."""
        self._store, self._environment, self._clock = store, environment, clock

    def __call__(self, job: Job) -> None:
        """Go one step.

        Raises:
            StillUnderWay: it cannot be asked yet; `fault` where something is in the way.
            EndedBadly: it never will be, unless a person sees to it.
        """
        try:
            if job.name in endpoints_of(None, self._environment):
                return
            hoster = hoster_of(job, environment=self._environment)
            if hoster is None:
                return
            by = f"evaluation of {job.name}"
            record = bring_up(self._store, hoster, job, clock=self._clock, asked_by=by)
        except DeploymentGivenUp as error:
            raise EndedBadly(str(error)) from None
        except (BadInput, TransientError) as error:
            raise StillUnderWay(str(error), fault=True) from None
        if not record.ready:
            raise StillUnderWay(_line(record))


@step("look-at-deployment", PATIENT)
def look_at_deployment(
    store: Store, name: str, *, environment: Mapping[str, str], endpoints: Path | None = None
) -> Candidate:
    """Look whether a candidate answers at a deployment of ours, or needs one.

    A model of the endpoints file is somebody else's to deploy.

    Raises:
        BadInput: job, deployment or endpoints file cannot be read, or none has completed.
    """
    name = latest_model(store) if name == LATEST else name
    if name in endpoints_of(endpoints, environment):
        return Candidate(name)
    job = trained_by(store, name)
    if job is None or job.state != "Completed" or hosting_kind(job) is None:
        return Candidate(name)
    return Candidate(name, job, HostingLedger(store).find(name))


@step("stand-up", PATIENT, run_name=lambda _store, job, **_: job.name)
def stand_up(  # noqa: PLR0913 - what it is made of, for whom
    store: Store,
    job: Job,
    *,
    environment: Mapping[str, str],
    clock: Clock,
    headway: Callable[[Headway], None],
    by: str,
) -> ModelDeployment:
    """Deploy a job's model, and wait until it can be asked; one that stands already is the same.

    Raises:
        BadInput: it is refused, or failed too often.
        HosterOutOfReach: Azure does not answer for long.
    """
    hoster = hoster_of(job, environment=environment)
    if hoster is None:
        message = f"deployment: {job.name} lies in the store and needs none"
        raise BadInput(message)

    def go_on() -> ModelDeployment:
        return bring_up(store, hoster, job, clock=clock, asked_by=by)

    for record in steps_until_settled(go_on):
        done, costs = int(record.ready), f"{hourly(record)} an hour while it stands"
        headway(Headway(record.name, done, 1, f"{_line(record)}, {costs}"))
    return record


@step("settle-deployment", PATIENT, run_name=lambda _store, name, **_: name)
def settle_deployment(
    store: Store,
    name: str,
    *,
    environment: Mapping[str, str],
    clock: Clock,
    wait: bool = False,
) -> str:
    """End a model's deployment where its evaluation was a no, and say what becomes of it and what it costs.

    Args:
        store: Where all is written down.
        name: The model.
        environment: Settings and identity.
        clock: Tells the time.
        wait: Whether to wait until it is gone; else the watch goes on with it.
    """
    ledger = HostingLedger(store)
    if (record := ledger.find(name)) is None:
        return ""
    if found := latest_evaluation(store, name):
        record = ledger.update(name, lambda d: d.asked(found.id, at=clock()))
    for pause in _PAUSES_S:
        looked = tend_one(store, hoster_opener(environment), record, clock=clock)
        record = ledger.read(name)
        if not wait or record.settled:
            break
        time.sleep(pause)
    told = looked.message or record.why
    return f"{record.name} is {record.state}{f': {told}' if told else ''}"


@step("read-deployments", PATIENT)
def read_deployments(store: Store, clock: Clock) -> tuple[list[ModelDeployment], list[HostingLook]]:
    """Read the model deployments that a round looks at, and name those that cannot be read.

    Raises:
        BadInput: they cannot be listed.
    """
    unread: list[HostingLook] = []
    records = HostingLedger(store).deployments(
        lambda job, error: unread.append(HostingLook(job, job, "Unknown", "fault", str(error)))
    )
    return to_tend(store, records, clock()), unread


@step("tend-deployment", ONCE, run_name=lambda _store, _hosters, record, **_: record.name)
def tend_deployment(
    store: Store, hosters: OpenHoster, record: ModelDeployment, *, clock: Clock
) -> HostingLook:
    """Go one step with a model deployment towards what becomes of it; the next round goes on."""
    return tend_one(store, hosters, record, clock=clock)


def serving_of_deployment(store: Store, name: str) -> Endpoint | None:
    """Return how a job's deployed model is asked; None where it was never up."""
    record = HostingLedger(store).find(name)
    return None if record is None else record.serving


def with_key(endpoint: Endpoint, store: Store, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment with the key of a deployment of ours, where it takes one and none is set.

    Raises:
        BadInput: it cannot be read.
    """
    job = endpoint.identity.job if endpoint.identity else ""
    variable = endpoint.key_variable
    if not variable or environment.get(variable) or not job:
        return environment
    record = HostingLedger(store).find(job)
    if record is None or record.serving is None or record.serving.url != endpoint.url:
        return environment
    key = hoster_opener(environment)(record).key(record.order)
    return {**environment, variable: key}


def _line(record: ModelDeployment) -> str:
    last = record.states[-1]
    return f"{record.name}: {last.state}{f' ({last.detail})' if last.detail else ''}"
