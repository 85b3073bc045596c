"""The serverless route: the body of a fine-tuning job that the service trains by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backends.azure.job_identity import EXPERIMENT, UNTRACKED, tags
from backends.azure.routes import SERVERLESS_FIXES
from wearable_coach.finetuning.hyperparameters import Value
from wearable_coach.finetuning.order import JobOrder

OUTPUT = "registered_model"
_PARAMETERS: Mapping[str, str] = {
    "epochs": "num_train_epochs",
    "batch_size": "per_device_train_batch_size",
    "learning_rate": "learning_rate",
}


def serverless_job(order: JobOrder, train: str, valid: str) -> Any:
    """Return the job, ready to be created.

    Args:
        order: What to train; everything in the body comes from it, so that twice is the same body.
        train: Reference of the data asset to train on.
        valid: Reference of the data asset to validate on; the SDK fails without one.
    """
    from azure.ai.ml.finetuning import create_finetuning_job  # noqa: PLC0415 - slow to import

    return create_finetuning_job(
        name=order.name,
        display_name=order.name,
        experiment_name=EXPERIMENT,
        model=order.base_model,
        task="chatCompletion",
        training_data=train,
        validation_data=valid,
        hyperparameters={key: str(order.effective[name]) for name, key in _PARAMETERS.items()},
        output_model_name_prefix=order.name,
        tags=tags(order),
        properties=dict(UNTRACKED),
    )


def effective_values(job: Any) -> dict[str, Value]:
    """Return what the job itself says, and what the service fixes whatever a job says."""
    held = job.hyperparameters or {}
    return {
        "epochs": _whole(held.get("num_train_epochs")),
        "batch_size": _whole(held.get("per_device_train_batch_size")),
        "learning_rate": float(held["learning_rate"]) if "learning_rate" in held else None,
        **SERVERLESS_FIXES,
    }


def _whole(value: str | None) -> int | None:
    return None if value is None else int(value)
