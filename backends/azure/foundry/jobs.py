"""Jobs at Foundry by our names: found again by their metadata or their file, and one of a name.

Foundry names a job itself and takes no key that would make a repeated request the same job. So a job
carries our name, who creates one looks first, and where two came at once the later one is cancelled
before it trains, which costs nothing.
"""

from __future__ import annotations

from typing import Any

from backends.azure.foundry.connection import FoundryConnection
from backends.azure.foundry.files import file_name, ids_of
from backends.azure.foundry.states import state_of
from backends.azure.foundry.terms import hyperparameters
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.finetuning.contract import UnknownJob
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.states import is_terminal

JOB, CONFIGURATION = "wearable-coach-job", "wearable-coach-configuration"
_PAGE = 100
_SUFFIX = "coach-"


def suffix_of(order: JobOrder) -> str:
    """Return what a tuned model's name ends in: 18 characters at most, no dots."""
    return f"{_SUFFIX}{order.name.rpartition('-')[2]}"


def the_job(connection: FoundryConnection, name: str) -> Any:
    """Return the job of a name, the first that was made of it.

    Raises:
        UnknownJob: there is none.
    """
    found = jobs_of(connection, name)
    if not found:
        message = f"reading job {name}: the resource has no job of this name"
        raise UnknownJob(message)
    return found[0]


def jobs_of(connection: FoundryConnection, name: str) -> list[Any]:
    """Return all jobs of a name, the one made first first."""
    with connection.calling(f"reading job {name}"):
        every = [*connection.client.fine_tuning.jobs.list(limit=_PAGE)]
    named = [job for job in every if (job.metadata or {}).get(JOB) == name]
    nameless = [job for job in every if not job.metadata]
    if nameless:  # a service that keeps no metadata; the file's name is ours all the same
        files = ids_of(connection, file_name(name, "train"))
        named += [job for job in nameless if job.training_file in files]
    return sorted(named, key=lambda job: (job.created_at, job.id))


def our_names(connection: FoundryConnection) -> list[str]:
    """Return the names of the jobs that carry one of ours, sorted."""
    with connection.calling("listing jobs"):
        every = [*connection.client.fine_tuning.jobs.list(limit=_PAGE)]
    return sorted({job.metadata[JOB] for job in every if (job.metadata or {}).get(JOB)})


def require_same(order: JobOrder, job: Any) -> None:
    """Check that a job found under the order's name is this order's.

    Raises:
        StoreConflict: it has another configuration.
    """
    held = (job.metadata or {}).get(CONFIGURATION, order.configuration_hash)
    if held != order.configuration_hash:
        message = f"job {order.name}: the resource has a job of this name with another configuration; submit a new attempt"
        raise StoreConflict(message)


def create(connection: FoundryConnection, order: JobOrder, train: str, valid: str) -> None:
    """Create the job, and leave one of its name alone.

    Raises:
        BadInput: Foundry refuses it.
        TransientError: Foundry could not be reached, or the outcome is not known: submit again.
    """
    values = hyperparameters(order.effective, order.settings["learning_rate_multiplier"])
    with connection.calling(f"submitting job {order.name}"):
        connection.once.fine_tuning.jobs.create(
            model=order.base_model,
            training_file=train,
            validation_file=valid,
            suffix=suffix_of(order),
            seed=order.settings["seed"],
            method={"type": "supervised", "supervised": {"hyperparameters": values}},
            metadata={JOB: order.name, CONFIGURATION: order.configuration_hash},
            extra_body={"trainingType": order.settings["training_type"]},
        )
    leave_one(connection, order.name)


def leave_one(connection: FoundryConnection, name: str) -> None:
    """Cancel all jobs of a name but the first: each of them would be paid."""
    for job in jobs_of(connection, name)[1:]:
        stop(connection, name, job)


def stop(connection: FoundryConnection, name: str, job: Any) -> None:
    """Ask a job to stop; one that has ended, or was asked, stays as it is.

    Raises:
        BadInput: Foundry refuses, and the job goes on.
    """
    if _is_over(job):
        return
    try:
        with connection.calling(f"cancelling job {name}"):
            connection.client.fine_tuning.jobs.cancel(job.id)
    except BadInput:
        with connection.calling(f"reading job {name}"):
            now = connection.client.fine_tuning.jobs.retrieve(job.id)
        if not _is_over(now):  # it did not end meanwhile
            raise


def _is_over(job: Any) -> bool:
    state = state_of(job.status)
    return is_terminal(state) or state == "CancelRequested"
