"""Jobs and evaluations as runs of MLflow, where `MLFLOW_TRACKING_URI` is set; without it nothing of this is loaded.

A job is one run, found again by its tag, so that what is told twice is told once, and an evaluation of its model adds to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from wearable_coach.errors import BadInput, TransientError
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.finetuning.cards import job_card
from wearable_coach.finetuning.job import Event, Job

URI_VARIABLE, EXPERIMENT_VARIABLE = "MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME"
_EXPERIMENT = "wearable-coach"
_TAG = "wearable_coach.model"
_MOST_AT_ONCE = 500
"""Metrics of one request; MLflow takes a thousand."""
_INSTALL = "python3 -m uv sync --inexact --group tracking"


class Tracking:
    """Runs of one experiment at one MLflow server, or in its folder."""

    def __init__(self, uri: str, experiment: str) -> None:
        """Use a server; nothing is asked of it yet.

        Raises:
            BadInput: mlflow is not installed.
        """
        if find_spec("mlflow") is None:
            message = f"{URI_VARIABLE}: is set, and mlflow is not installed; run `{_INSTALL}`, or unset it"
            raise BadInput(message)
        self._uri, self._experiment = uri, experiment

    def log_job(self, job: Job) -> None:
        """Write a job that ended: what was ordered, every loss that was seen, its last figures, its card.

        Raises:
            TransientError: the server did not take it.
        """
        parameters = dict(_parameters(job))
        metrics = dict(job.result.metrics) if job.result else {}
        losses = [("loss", loss, step) for step, loss in job.progress.losses]
        points = [*losses, *((name, value, 0) for name, value in sorted(metrics.items()))]
        status = "FINISHED" if job.state == "Completed" else "FAILED"
        files = {f"{job.name}.md": job_card(job)}
        self._write(job.name, parameters, points, files, status=status)

    def log_evaluation(self, evaluation: Evaluation) -> None:
        """Add an evaluation to its candidate's run: each figure with interval and n, the decision, the record.

        Raises:
            TransientError: the server did not take it.
        """
        points = [(name, value, 0) for name, value in _figures(evaluation)]
        parameters = {
            f"evaluation.{evaluation.id}": str(evaluation.decision.verdict),
        }
        files = {f"evaluation-{evaluation.id}.json": evaluation.model_dump_json(indent=2)}
        self._write(evaluation.candidate, parameters, points, files, status=None)

    def _write(
        self,
        name: str,
        parameters: Mapping[str, str],
        points: list[tuple[str, float, int]],
        files: Mapping[str, str],
        *,
        status: str | None,
    ) -> None:
        from mlflow import MlflowClient  # noqa: PLC0415 - of the group `tracking`
        from mlflow.entities import Metric, Param  # noqa: PLC0415
        from mlflow.exceptions import MlflowException  # noqa: PLC0415

        try:
            client = MlflowClient(tracking_uri=self._uri)
            run, at = self._run(client, name)
            told = [Metric(key, float(value), at, step) for key, value, step in points]
            named = [Param(key, value) for key, value in parameters.items()]
            client.log_batch(run, params=named)
            for start in range(0, len(told), _MOST_AT_ONCE):
                client.log_batch(run, metrics=told[start : start + _MOST_AT_ONCE])
            for file, text in files.items():
                client.log_text(run, text, file)
            if status is not None:
                client.set_terminated(run, status)
        except (MlflowException, OSError) as error:
            why = (str(error).splitlines() or [type(error).__name__])[0][:200]
            message = f"mlflow: the run of {name} was not taken ({why}); it is told again in the next round"
            raise TransientError(message) from None

    def _run(self, client: Any, name: str) -> tuple[str, int]:  # noqa: ANN401 - MLflow's own
        """Return the run of a model, made where there is none, and when it began [ms]."""
        known = client.get_experiment_by_name(self._experiment)
        experiment = known.experiment_id if known else client.create_experiment(self._experiment)
        found = client.search_runs([experiment], f"tags.`{_TAG}` = '{name}'", max_results=1)
        run = found[0] if found else client.create_run(experiment, tags={_TAG: name}, run_name=name)
        return run.info.run_id, int(run.info.start_time)


class MlflowSink:
    """Tells the end of a job to MLflow."""

    name = "mlflow"

    def __init__(self, tracking: Tracking) -> None:
        """Write by `tracking`."""
        self._tracking = tracking

    def emit(self, event: Event, job: Job) -> None:
        """Write the job.

        Raises:
            TransientError: the server did not take it.
        """
        del event
        self._tracking.log_job(job)


def tracking_of(environment: Mapping[str, str]) -> Tracking | None:
    """Return what writes runs; None where no server is named.

    Raises:
        BadInput: one is named, and mlflow is not installed.
    """
    uri = environment.get(URI_VARIABLE, "")
    return Tracking(uri, environment.get(EXPERIMENT_VARIABLE) or _EXPERIMENT) if uri else None


def _parameters(job: Job) -> Iterator[tuple[str, str]]:
    order = job.order
    yield "backend", order.backend
    yield "base_model", order.base_model
    yield "dataset_version", order.dataset_version
    effective = job.result.effective if job.result else order.effective
    for kind, values in (
        ("requested", order.requested.model_dump()),
        ("effective", effective),
        ("setting", order.settings),
    ):
        for name, value in values.items():
            if value is not None:
                yield f"{kind}.{name}", str(value)


def _figures(evaluation: Evaluation) -> Iterator[tuple[str, float]]:
    for model in evaluation.models:
        for figure in model.headline:
            of = f"{model.role}.{figure.measure}"
            values = {"": figure.share, ".low": figure.low, ".high": figure.high, ".n": figure.n}
            yield from ((f"{of}{end}", value) for end, value in values.items() if value is not None)
