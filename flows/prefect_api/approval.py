"""Asking a person in the Prefect UI whether a better model is put into service."""

from __future__ import annotations

from prefect import get_run_logger, pause_flow_run
from prefect.input import RunInput
from pydantic import Field

from flows.prefect_api.this_run import by_this_run
from tasks.promotion import Consent
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.reporting.evaluation_summary import verdict_markdown

_WAIT_FOR_APPROVAL_S = 7 * 24 * 3600


class Approval(RunInput):
    """What a person says in the Prefect UI before a better model is put into service."""

    approve: bool = Field(default=False, description="Serve the candidate from now on")
    reason: str = Field("", description="Why; kept in the history")
    by: str = Field("", description="Your name; kept in the history")


def ask_a_person(found: Evaluation) -> Consent | None:
    """Pause the run until a person answers; None is a no."""
    said: Approval = pause_flow_run(
        wait_for_input=Approval.with_initial_data(
            description=verdict_markdown(found), approve=False
        ),
        timeout=_WAIT_FOR_APPROVAL_S,
    )
    if not said.approve:
        get_run_logger().info("%s: not approved by %s: %s", found.candidate, said.by, said.reason)
        return None
    return Consent(said.by or by_this_run(), said.reason)
