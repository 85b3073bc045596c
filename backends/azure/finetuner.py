"""The fine-tuner at Azure Machine Learning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from backends.azure import pipeline_job, serverless_job
from backends.azure.connection import Connection
from backends.azure.data_assets import ensure_asset
from backends.azure.hosting.settings import HostingSettings, hosting_settings_from
from backends.azure.job_identity import CONFIGURATION_TAG, require_same
from backends.azure.model_id import parse_model_id
from backends.azure.preflight import preflight
from backends.azure.registry import resolve
from backends.azure.routes import terms
from backends.azure.run_history import RunHistory
from backends.azure.settings import AzureSettings, settings_from
from backends.azure.translation import azure_words
from wearable_coach.errors import BadInput, CoachError, TransientError
from wearable_coach.finetuning.contract import JobResult, Preflight, Seen, UnknownJob
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder, OrderTerms, TrainingData
from wearable_coach.finetuning.states import is_terminal

_TOLD_WHY = {"Failed", "NotResponding"}


class AzureFineTuner:
    """Jobs of one workspace; implements `wearable_coach.finetuning.contract.FineTuner`."""

    backend: Literal["azure"] = "azure"

    def __init__(
        self,
        settings: AzureSettings,
        *,
        today: date,
        credential: Any = None,
        hosting: HostingSettings | None = None,
    ) -> None:
        """Remember what to do where; nothing is opened.

        Args:
            settings: Workspace, route, prices, cap.
            today: The day, against which a base model may be retired.
            credential: Of azure.identity; its default chain if None.
            hosting: How the tuned model is to be deployed, for the estimate; the defaults if None.
        """
        self.settings = settings
        self._hosting = hosting or HostingSettings()
        self.today = today
        self._connection = Connection(settings, credential)
        self._history = RunHistory(self._connection)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, today: date) -> AzureFineTuner:
        """Make one from environment variables (docs/azure.md).

        Raises:
            BadInput: a variable is missing or wrong.
        """
        hosting = hosting_settings_from(environment)
        return cls(settings_from(environment), today=today, hosting=hosting)

    def settle(self, requested: Hyperparameters) -> OrderTerms:
        """Say what would be done; a base model named by a label is looked up, once, and pinned.

        Raises:
            BadInput: the route does not honour a value, or the model is not there.
        """
        pinned = terms(self.settings, requested, self.settings.base_model)
        base_model = resolve(self._connection, parse_model_id(self.settings.base_model))
        return pinned.model_copy(update={"base_model": base_model})

    def preflight(self, order: JobOrder, data: TrainingData) -> Preflight:
        """Look at everything that could stop the job, before anything is started or paid."""
        return preflight(self._connection, order, data, today=self.today, hosting=self._hosting)

    def submit(self, order: JobOrder, data: TrainingData) -> None:
        """Create the job unless it is there.

        Raises:
            StoreConflict: a job of this name has another configuration.
            TransientError: Azure could not be reached, or the outcome is not known: submit again.
        """
        try:
            found = self._job(order.name)
        except UnknownJob:
            self._create(order, data)
        else:
            require_same(order, found.tags)

    def _create(self, order: JobOrder, data: TrainingData) -> None:
        from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - slow to import

        train, valid = (ensure_asset(self._connection, part) for part in data)
        make = {
            "pipeline": pipeline_job.pipeline_job,
            "serverless": serverless_job.serverless_job,
        }[str(order.settings["route"])]
        try:
            with self._connection.calling(f"submitting job {order.name}"):
                try:
                    self._connection.client.jobs.create_or_update(make(order, train, valid))
                except HttpResponseError as error:
                    if not _says_it_exists(error):
                        raise
                    raise _Exists(azure_words(error)) from None
        except _Exists as error:
            self._require_same(order, str(error))

    def _require_same(self, order: JobOrder, refusal: str) -> None:
        try:
            require_same(order, self._job(order.name).tags)
        except UnknownJob:
            message = f"submitting job {order.name}: refused ({refusal}), but there is none of that name; submit again"
            raise TransientError(message) from None

    def status(self, name: str) -> Seen:
        """Return how the job is.

        Raises:
            UnknownJob: the workspace has none of that name.
        """
        state = _word(self._job(name).status)
        return Seen(state=state, reason=self._reason(name) if state in _TOLD_WHY else "")

    def _reason(self, name: str) -> str:
        try:
            with self._connection.calling(f"reading why job {name} ended"):
                return self._history.reason(name)
        except BadInput as error:
            return f"not told: {error}"

    def cancel(self, name: str) -> None:
        """Ask the job to stop; one that has ended, or was asked, stays as it is.

        Raises:
            UnknownJob: the workspace has none of that name.
        """
        if _is_over(_word(self._job(name).status)):
            return
        try:
            with self._connection.calling(f"cancelling job {name}", missing=UnknownJob):
                self._connection.client.jobs.begin_cancel(name, polling=False)
        except BadInput:
            if not _is_over(_word(self._job(name).status)):  # it did not end meanwhile
                raise

    def logs(self, name: str) -> str:
        """Return what the job wrote, the last part when it is long."""
        self._job(name)
        with self._connection.calling(f"reading the logs of job {name}", missing=UnknownJob):
            return self._history.logs(name)

    def result(self, name: str) -> JobResult:
        """Return the registered model, and the hyperparameters as the job's own inputs have them.

        Raises:
            BadInput: the job has not completed.
        """
        job = self._job(name)
        if (state := _word(job.status)) != "Completed":
            message = f"job {name}: is {state}; a result is there once it has Completed"
            raise BadInput(message)
        is_pipeline = job.type == "pipeline"
        output = pipeline_job.OUTPUT if is_pipeline else serverless_job.OUTPUT
        read = (pipeline_job if is_pipeline else serverless_job).effective_values
        with self._connection.calling(f"reading what job {name} left"):
            registered = pipeline_job.written_out(job)["outputs"][output]
            version = registered.get("version")
            which = {"version": str(version)} if version else {"label": "latest"}
            model = self._connection.client.models.get(registered["name"], **which)
            return JobResult(model=model.id, effective=read(job))

    def _job(self, name: str) -> Any:
        with self._connection.calling(f"reading job {name}", missing=UnknownJob):
            return self._connection.client.jobs.get(name)

    def list(self) -> list[str]:
        """Return the names of the jobs that carry our tag, archived ones too, sorted."""
        from azure.ai.ml.constants import ListViewType  # noqa: PLC0415 - slow to import

        with self._connection.calling("listing jobs"):
            found = self._connection.client.jobs.list(list_view_type=ListViewType.ALL)
            return sorted(
                job.name for job in found if job and CONFIGURATION_TAG in (job.tags or {})
            )


class _Exists(CoachError):
    """The name was taken between looking and creating."""


def _says_it_exists(error: Any) -> bool:
    """Say whether a name is taken; some versions of the service say it with a 400 and words alone."""
    return error.status_code == 409 or "already exists" in azure_words(error).lower()  # noqa: PLR2004


def _word(state: Any) -> str:
    """Return Azure's own word: the SDK has an enumeration, and plain text for words it lacks."""
    return str(getattr(state, "value", state) or "Unknown")


def _is_over(state: str) -> bool:
    return is_terminal(state) or state == "CancelRequested"
