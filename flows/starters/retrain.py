"""Starting a retraining after a refresh: one flow run a dataset version, whoever asks how often."""

from __future__ import annotations

from tasks.policy import PATIENT, step
from wearable_coach.errors import BadInput, TransientError

DEPLOYMENT = "retrain/retrain"


@step("need-retrain", PATIENT)
def need_retrain() -> None:
    """See that there is a deployment that trains, before anything is made for it.

    Raises:
        BadInput: there is none.
        TransientError: the server could not be reached.
    """
    import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError  # noqa: PLC0415

    try:
        with get_client(sync_client=True) as client:
            client.read_deployment_by_name(DEPLOYMENT)
    except ObjectNotFound:
        message = f"retrain: there is no deployment {DEPLOYMENT} to start; run `uv run prefect deploy --all`, or leave retrain off"
        raise BadInput(message) from None
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
        message = f"prefect: it could not be asked for {DEPLOYMENT} ({type(error).__name__}); run it again once it answers"
        raise TransientError(message) from None


@step("start-retrain", PATIENT)
def start_retrain(version: str, store: str) -> None:
    """Start the retraining on a dataset version, unless it was started before.

    Raises:
        TransientError: the server could not be reached, or there is no such deployment.
    """
    import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
    from prefect.deployments import run_deployment  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError  # noqa: PLC0415

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
            f"({type(error).__name__}); run the refresh again, which starts it, or start {DEPLOYMENT} by hand"
        )
        raise TransientError(message) from None
