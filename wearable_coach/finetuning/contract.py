"""What every fine-tuner offers, be it a process on this machine or Azure Machine Learning."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from pydantic import Field

from wearable_coach.errors import CoachError
from wearable_coach.finetuning.hyperparameters import Hyperparameters, Value
from wearable_coach.finetuning.order import BackendName, JobOrder, OrderTerms, TrainingData
from wearable_coach.hosting.cost import HostingEstimate
from wearable_coach.records import Record


class UnknownJob(CoachError):
    """The backend has no job of that name."""


class PreflightCheck(Record):
    """One line of a preflight."""

    name: str = Field(description="What was looked at, e.g. credentials")
    ok: bool
    message: str = Field(description="What was found; when not ok, what to do about it")


class Estimate(Record):
    """What a job will take, before it is paid for. An estimate, and called that."""

    tokens: int = Field(description="Training tokens, all epochs [tokens]")
    steps: int = Field(description="Optimizer steps [count]")
    hours: float = Field(description="Running time [h]")
    cost: Decimal | None = Field(None, description="Money; None where it costs none")
    currency: str = "USD"
    basis: str = Field("", description="What it was reckoned from: rate, price row, its date")
    hosting: HostingEstimate | None = Field(
        None, description="What its model costs besides where it must be deployed to be asked"
    )


class Preflight(Record):
    """What was found before anything is started."""

    checks: tuple[PreflightCheck, ...]
    estimate: Estimate

    @property
    def refusals(self) -> tuple[PreflightCheck, ...]:
        """The checks that forbid to start."""
        return tuple(c for c in self.checks if not c.ok)


class TrainingProgress(Record):
    """How far a running job is; a backend leaves out what it does not know."""

    step: int | None = Field(None, description="Optimizer steps done [count]")
    steps: int | None = Field(None, description="Optimizer steps in all [count]")
    loss: float | None = Field(None, description="Training loss of late")
    tokens_per_second: float | None = Field(None, description="Training tokens a second [1/s]")
    losses: tuple[tuple[int, float], ...] = Field((), description="(step, training loss) so far")


class Seen(Record):
    """A job as its backend tells it."""

    state: str = Field(description="The backend's own word")
    reason: str = Field("", description="Why it failed, stalled or waits")
    progress: TrainingProgress = TrainingProgress()
    revivable: bool = Field(
        default=False, description="Its work stopped; submitting it again goes on from a checkpoint"
    )


class JobResult(Record):
    """What a completed job left."""

    model: str = Field(description="The tuned model: a folder, or an id at Azure")
    files: dict[str, str] = Field({}, description="sha256 by file name of the adapter, if here")
    effective: dict[str, Value] = Field(
        description="Hyperparameters as the run had them, as in `Terms`"
    )
    metrics: dict[str, float] = Field({}, description="Last losses, seconds, tokens a second …")


class FineTuner(Protocol):
    """Jobs by name; every call may be repeated, and a repeated submit is the same job.

    Each method raises `TransientError` for a fault that may pass (429, 5xx, a dropped
    connection, an expired token) and `BadInput` for what only a person can mend.
    """

    @property
    def backend(self) -> BackendName:
        """Name of the backend."""

    def settle(self, requested: Hyperparameters) -> OrderTerms:
        """Say what would be done, without any effect.

        Raises:
            BadInput: a value cannot be honoured and no warning was asked for instead.
        """

    def preflight(self, order: JobOrder, data: TrainingData) -> Preflight:
        """Look at everything that could stop the job, before anything is started or paid."""

    def submit(self, order: JobOrder, data: TrainingData) -> None:
        """Start the job, or go on with it: a job of this name that is there already is the same.

        Raises:
            StoreConflict: a job of this name has another configuration.
        """

    def status(self, name: str) -> Seen:
        """Return how the job is.

        Raises:
            UnknownJob: the backend has none of that name.
        """

    def cancel(self, name: str) -> None:
        """Ask the job to stop; one that has ended stays as it ended."""

    def logs(self, name: str) -> str:
        """Return what the job wrote, the last part when it is long."""

    def result(self, name: str) -> JobResult:
        """Return what a completed job left."""

    def list(self) -> list[str]:
        """Return the names of the jobs that the backend knows, sorted."""
