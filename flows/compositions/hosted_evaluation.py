"""Evaluating a model wherever it lies: a remote one is deployed first, unless its verdict is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from flows.compositions.evaluation import (
    Evaluated,
    EvaluationRequest,
    compose_evaluation,
    known_evaluation,
)
from flows.openers.contestants import Names, closing, open_contenders
from flows.openers.hosted import look_at_deployment, settle_deployment, stand_up
from tasks.running.contract import Steps
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.contender import Contender
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.submission import Clock
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.promotion.rule import Rule
from wearable_coach.store import Store


def _nothing(_contenders: tuple[Contender, ...]) -> None:
    return


class HostedRequest(NamedTuple):
    """What is to be evaluated, by name."""

    store: Store
    names: Names
    wanted: Wanted
    rule: Rule
    environment: Mapping[str, str]
    clock: Clock
    by: str
    """Who asks; kept with the model deployment."""
    endpoints: Path | None = None
    before: Callable[[tuple[Contender, ...]], None] = _nothing
    """Looks at the models before any is asked."""


def compose_hosted_evaluation(steps: Steps, asked: HostedRequest) -> Evaluated:
    """Evaluate a model; what was done before is neither deployed nor asked again.

    Raises:
        BadInput: a set, a file, a model, its deployment or the store cannot be used.
        HosterOutOfReach: Azure does not answer for long.
    """
    found = steps.call(
        look_at_deployment,
        asked.store,
        asked.names.candidate,
        environment=asked.environment,
        endpoints=asked.endpoints,
    )
    asked = asked._replace(names=asked.names._replace(candidate=found.name))
    if found.remote is not None:
        if (known := _known(steps, asked, found.deployed)) is not None:
            return known
        _stand_up(steps, asked, found.remote)
    with closing(_opened(steps, asked)) as contenders:
        asked.before(contenders)
        return compose_evaluation(steps, _request(asked, contenders))


def settle(steps: Steps, asked: HostedRequest, found: Evaluation, *, wait: bool) -> None:
    """End what was deployed for a candidate where the answer was no, and tell what stands and costs."""
    serving = found.models[0].serving
    if serving is None or serving.identity is None or not serving.identity.deployment:
        return
    line = steps.call(
        settle_deployment,
        asked.store,
        found.candidate,
        environment=asked.environment,
        clock=asked.clock,
        wait=wait,
    )
    if line:
        steps.tell(line)


def _known(
    steps: Steps, asked: HostedRequest, deployed: ModelDeployment | None
) -> Evaluated | None:
    """Return the evaluation of a model that does not stand, where it was made before: it need not stand again."""
    if deployed is None or deployed.serving is None or deployed.ready:
        return None
    with closing(_opened(steps, asked)) as contenders:
        return known_evaluation(steps, _request(asked, contenders))


def _stand_up(steps: Steps, asked: HostedRequest, job: Job) -> None:
    steps.call(
        stand_up,
        asked.store,
        job,
        environment=asked.environment,
        clock=asked.clock,
        headway=steps.headway,
        by=asked.by,
    )


def _opened(steps: Steps, asked: HostedRequest) -> tuple[Contender, ...]:
    return steps.call(
        open_contenders,
        asked.store,
        asked.names,
        environment=asked.environment,
        endpoints=asked.endpoints,
    )


def _request(asked: HostedRequest, contenders: tuple[Contender, ...]) -> EvaluationRequest:
    return EvaluationRequest(asked.store, contenders, asked.wanted, asked.rule, asked.clock())
