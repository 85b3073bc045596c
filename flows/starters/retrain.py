"""Starting a retraining after a refresh: one flow run a dataset version, whoever asks how often."""

from __future__ import annotations

import httpx
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from wearable_coach.errors import TransientError

DEPLOYMENT = "retrain/retrain"


def start_retrain(version: str, store: str) -> None:
    """Start the retraining on a dataset version of `store`.

    Raises:
        TransientError: the server could not be reached, or there is no such deployment.
    """
    try:
        run_deployment(
            DEPLOYMENT,
            parameters={"dataset": version, "store": store, "reason": "after a refresh"},
            idempotency_key=f"retrain:{version}",
            timeout=0,
            as_subflow=False,
            tags=["wearable-coach", "finetuning"],
        )
    except (httpx.HTTPError, PrefectHTTPStatusError, ObjectNotFound, OSError) as error:
        message = (
            f"prefect: {version} was published, its retraining was not started "
            f"({type(error).__name__}); deploy {DEPLOYMENT} or start it by hand"
        )
        raise TransientError(message) from None
