"""Asking a person in the Prefect UI whether a better model is put into service.

The run is suspended: its process ends, a person answers whenever it suits, and a worker takes the run up
again, which then finds in its own inputs what it asked about.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import httpx
from prefect import get_run_logger, suspend_flow_run
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import PrefectHTTPStatusError
from prefect.input import RunInput, create_flow_run_input
from pydantic import Field

from flows.prefect_api.this_run import by_this_run, deployed_run
from tasks.promotion import Consent
from wearable_coach.errors import TransientError
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.promotion.pointer import RULES, Entry
from wearable_coach.reporting.evaluation_summary import verdict_markdown

ANSWER_WITHIN_S = 30 * 24 * 3600
_ASKED = "asked-"
_MOST_QUESTIONS = 200


class Approval(RunInput):
    """What a person says in the Prefect UI before a better model is put into service."""

    approve: bool = Field(default=False, description="Serve the candidate from now on")
    reason: str = Field("", description="Why; kept in the history")
    by: str = Field("", description="Your name; kept in the history")


class OpenQuestion(NamedTuple):
    """What a run has asked a person about."""

    candidate: str
    evaluation: str
    key: str
    """Of the question, by which Prefect knows that it was asked."""


def asked_before() -> OpenQuestion | None:
    """Return what this run asked last, and was taken up again for; None where it has just begun.

    Raises:
        TransientError: Prefect could not be asked.
    """
    run = deployed_run()
    return (
        next((one for one in reversed(_asked_by(run)) if _is_open(run, one)), None) if run else None
    )


def ask_a_person(found: Evaluation, served: Entry | None) -> Consent | None:
    """Suspend the run until a person answers; None is a no.

    A run of no deployment cannot be taken up again: nobody is asked, and a line says who may promote it.
    """
    logger = get_run_logger()
    run = deployed_run()
    if run is None:
        logger.warning(
            "%s is better and is not served: a run of no deployment can ask nobody; `wearable-coach promote %s` "
            "puts it into service",
            found.candidate,
            found.candidate,
        )
        return None
    said = suspend_flow_run(
        wait_for_input=Approval.with_initial_data(
            description=question(found, served), approve=False
        ),
        timeout=ANSWER_WITHIN_S,
        key=_key(run, found),
    )
    if not said.approve:
        logger.info("%s: not approved by %s: %s", found.candidate, said.by, said.reason)
        return None
    return Consent(said.by or by_this_run(), said.reason)


def question(found: Evaluation, served: Entry | None) -> str:
    """Return what a person is shown: what would change now, the verdict, and how old that is."""
    by_now = served.model if served else RULES
    return (
        f"**{by_now} → {found.candidate}**: served now, and once you approve. Evaluated "
        f"{found.at:%Y-%m-%d %H:%M} UTC (`{found.id}`). It replaces only what it was compared with: where "
        f"another model is served by the time of your answer, nothing is changed.\n\n{verdict_markdown(found)}"
    )


def _key(run: FlowRun, found: Evaluation) -> str:
    """Return the key of the question: that of the one that was answered, or one that was never used."""
    asked = _asked_by(run)
    for one in reversed(asked):
        if one.evaluation == found.id and _is_open(run, one):
            return one.key
    key = f"approve-{len(asked) + 1}"
    value = {"candidate": found.candidate, "evaluation": found.id, "key": key}
    create_flow_run_input(f"{_ASKED}{len(asked) + 1:03}", value, flow_run_id=run.id)
    return key


def _is_open(run: FlowRun, asked: OpenQuestion) -> bool:
    """Say whether Prefect knows the question; a run that ended and is run again has asked nothing."""
    return asked.key in (run.empirical_policy.pause_keys or ())


def _asked_by(run: FlowRun) -> list[OpenQuestion]:
    """Return what a run has asked, in that order."""
    wanted = {"prefix": _ASKED, "limit": _MOST_QUESTIONS, "exclude_keys": []}
    try:
        with get_client(sync_client=True) as client:
            found = client.request(
                "POST", "/flow_runs/{id}/input/filter", path_params={"id": run.id}, json=wanted
            )
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
        message = f"prefect: what {run.name} has asked could not be read ({type(error).__name__}); run it again"
        raise TransientError(message) from None
    kept = sorted(found.json(), key=lambda one: str(one["key"]))
    return [OpenQuestion(**json.loads(one["value"])) for one in kept]
