"""Starting an evaluation when a job succeeds: one flow run a job, whoever asks how often."""

from __future__ import annotations

from tasks.policy import ONCE, step
from wearable_coach.errors import TransientError
from wearable_coach.finetuning.job import SUCCEEDED, Event, Job

DEPLOYMENT = "evaluate-model/evaluate"


class EvaluationStarter:
    """A sink that starts the evaluation of a job's model; the database holds one run a job.

    Told after a lost answer, a kill or a restart, it asks for the run of the same key, which is the
    same run.
    """

    name = "evaluation"

    def __init__(self, store: str) -> None:
        """Evaluate with what lies in `store`, by the name that the watcher was given."""
        self._store = store

    def emit(self, event: Event, job: Job) -> None:
        """Start the evaluation of a job that succeeded; any other end starts none.

        Raises:
            TransientError: the server could not be reached or did not take it.
        """
        if event.kind != SUCCEEDED:
            return
        import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
        from prefect.deployments import run_deployment  # noqa: PLC0415
        from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError  # noqa: PLC0415

        try:
            run_deployment(
                DEPLOYMENT,
                parameters={"candidate": job.name, "store": self._store},
                idempotency_key=f"evaluate:{job.name}",
                timeout=0,
                as_subflow=False,
                tags=["wearable-coach", "evaluation"],
            )
        except (httpx.HTTPError, PrefectHTTPStatusError, ObjectNotFound, OSError) as error:
            message = f"prefect: the evaluation of {job.name} was not started ({type(error).__name__}); it is started in the next round"
            raise TransientError(message) from None


@step("is-deployed", ONCE)
def is_deployed() -> bool:
    """Say whether there is a deployment to start; without one evaluations are started by hand."""
    import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError  # noqa: PLC0415

    try:
        with get_client(sync_client=True) as client:
            client.read_deployment_by_name(DEPLOYMENT)
    except ObjectNotFound:
        return False
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError):
        return True  # out of reach is no answer: the next round asks again
    return True
