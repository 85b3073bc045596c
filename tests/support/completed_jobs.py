"""Jobs that have completed, for what follows on one."""

from datetime import UTC, datetime

from wearable_coach.finetuning.contract import JobResult, Seen
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Job, new_job
from wearable_coach.finetuning.order import BackendName, JobOrder, Setting, TrainingFile
from wearable_coach.store import Store
from wearable_coach.store.datasets import json_bytes

DONE_AT = datetime(2026, 1, 1, tzinfo=UTC)


def completed_job(
    *,
    backend: BackendName = "azure",
    settings: dict[str, Setting] | None = None,
    model: str = "tuned",
    attempt: int = 1,
) -> Job:
    """Return a job that has completed and left a model at its backend."""
    version = "20260101-0123456789ab"
    train, valid = (
        TrainingFile(key=f"datasets/{version}/{split}_20260101.jsonl", sha256=split * 8)
        for split in ("train", "valid")
    )
    order = JobOrder(
        backend=backend,
        dataset_version=version,
        train=train,
        valid=valid,
        base_model="base",
        requested=Hyperparameters(),
        effective=Hyperparameters().model_dump(),
        settings={"route": "pipeline"} if settings is None else settings,
        attempt=attempt,
    )
    started = new_job(order, tuner=backend, estimate=None, at=DONE_AT)
    left = JobResult(model=model, effective=order.effective)
    return started.saw(Seen(state="Completed"), at=DONE_AT, result=left)


def put_job(store: Store, job: Job) -> None:
    """Write a job down as the ledger has it."""
    store.create(f"jobs/{job.name}.json", json_bytes(job.model_dump(mode="json")))
