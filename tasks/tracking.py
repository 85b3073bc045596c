"""Telling an evaluation to MLflow, where a server is named; an evaluation never fails for it."""

from __future__ import annotations

from collections.abc import Mapping

from backends.mlflow_runs import tracking_of
from tasks.policy import PATIENT, step
from wearable_coach.evaluation.evaluation import Evaluation


@step("track-evaluation", PATIENT)
def track_evaluation(evaluation: Evaluation, environment: Mapping[str, str]) -> bool:
    """Write an evaluation into its candidate's run of MLflow; say whether there is a server to tell.

    Raises:
        BadInput: a server is named, and mlflow is not installed.
        TransientError: the server did not take it.
    """
    tracking = tracking_of(environment)
    if tracking is not None:
        tracking.log_evaluation(evaluation)
    return tracking is not None
