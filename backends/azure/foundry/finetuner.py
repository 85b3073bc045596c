"""The fine-tuner at Microsoft Foundry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from backends.azure.foundry import events, jobs
from backends.azure.foundry.connection import FoundryConnection
from backends.azure.foundry.files import ensure_files
from backends.azure.foundry.preflight import preflight
from backends.azure.foundry.settings import FoundrySettings, foundry_settings_from, need_resource
from backends.azure.foundry.states import state_of
from backends.azure.foundry.terms import effective_values, terms
from backends.azure.hosting.settings import HostingSettings, hosting_settings_from
from backends.azure.translation import one_line
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.contract import JobResult, Preflight, Seen, TrainingProgress
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder, OrderTerms, TrainingData

_TELLS_PROGRESS = {"Running", "Paused", "Completed"}


class FoundryFineTuner:
    """Jobs of one resource; implements `wearable_coach.finetuning.contract.FineTuner`."""

    backend: Literal["foundry"] = "foundry"

    def __init__(
        self,
        settings: FoundrySettings,
        *,
        today: date,
        credential: Any = None,
        hosting: HostingSettings | None = None,
    ) -> None:
        """Remember what to do where; nothing is opened.

        Args:
            settings: Resource, model, tier, prices, cap.
            today: The day, against which a base model may be retired.
            credential: Of azure.identity; its default chain if None.
            hosting: How the tuned model is to be deployed, for the estimate; the defaults if None.

        Raises:
            BadInput: no resource is named.
        """
        need_resource(settings)
        self.settings = settings
        self.today = today
        self._hosting = hosting or HostingSettings()
        self._connection = FoundryConnection(settings, credential)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, today: date) -> FoundryFineTuner:
        """Make one from environment variables (docs/azure.md).

        Raises:
            BadInput: a variable is missing or wrong.
        """
        hosting = hosting_settings_from(environment)
        return cls(foundry_settings_from(environment), today=today, hosting=hosting)

    def settle(self, requested: Hyperparameters) -> OrderTerms:
        """Say what would be done, without a call.

        Raises:
            BadInput: the service does not honour a value.
        """
        return terms(self.settings, requested)

    def preflight(self, order: JobOrder, data: TrainingData) -> Preflight:
        """Look at everything that could stop the job, before anything is started or paid."""
        return preflight(self._connection, order, data, today=self.today, hosting=self._hosting)

    def submit(self, order: JobOrder, data: TrainingData) -> None:
        """Create the job unless it is there.

        Raises:
            StoreConflict: a job of this name has another configuration.
            TransientError: Foundry could not be reached, or the outcome is not known: submit again.
        """
        found = jobs.jobs_of(self._connection, order.name)
        if found:
            jobs.require_same(order, found[0])
            jobs.leave_one(self._connection, order.name)
            return
        train, valid = ensure_files(self._connection, order, data)
        jobs.create(self._connection, order, train, valid)

    def status(self, name: str) -> Seen:
        """Return how the job is.

        Raises:
            UnknownJob: the resource has none of that name.
        """
        job = jobs.the_job(self._connection, name)
        state = state_of(job.status)
        known = state in _TELLS_PROGRESS
        told = events.progress(self._connection, job) if known else TrainingProgress()
        return Seen(state=state, reason=_reason(job), progress=told)

    def cancel(self, name: str) -> None:
        """Ask the job to stop; one that has ended, or was asked, stays as it is.

        Raises:
            UnknownJob: the resource has none of that name.
        """
        jobs.stop(self._connection, name, jobs.the_job(self._connection, name))

    def logs(self, name: str) -> str:
        """Return the events of the job and its checkpoints, the last part when it is long."""
        return events.lines(self._connection, jobs.the_job(self._connection, name))

    def result(self, name: str) -> JobResult:
        """Return the tuned model's id, and the hyperparameters as the job itself has them.

        Raises:
            BadInput: the job has not completed.
        """
        job = jobs.the_job(self._connection, name)
        state = state_of(job.status)
        if state != "Completed":
            message = f"job {name}: is {state}; a result is there once it has Completed"
            raise BadInput(message)
        if not job.fine_tuned_model:
            message = f"job {name}: has Completed, and its model is not told yet; try again"
            raise TransientError(message)
        return JobResult(
            model=job.fine_tuned_model,
            effective=effective_values(job),
            metrics=events.metrics(self._connection, job),
        )

    def list(self) -> list[str]:
        """Return the names of the jobs that carry one of ours, sorted."""
        return jobs.our_names(self._connection)


def _reason(job: Any) -> str:
    """Return why a job failed, in Foundry's own words."""
    error = job.error
    if error is None or not (error.message or error.code):
        return ""
    return one_line(": ".join(part for part in (error.code, error.message) if part))
