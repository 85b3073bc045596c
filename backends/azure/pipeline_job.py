"""The pipeline route: the body of a job of the component chat_completion_pipeline."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import yaml

from backends.azure.job_identity import EXPERIMENT, UNTRACKED, tags
from backends.azure.routes import PIPELINE_CONSTANTS, component_does
from wearable_coach.finetuning.hyperparameters import Value
from wearable_coach.finetuning.order import JobOrder

COMPONENT_INPUTS: Mapping[str, str] = {
    "epochs": "num_train_epochs",
    "batch_size": "per_device_train_batch_size",
    "learning_rate": "learning_rate",
    "lora_rank": "lora_r",
    "lora_alpha": "lora_alpha",
}
"""Input of the component by hyperparameter; all five are inputs of the job too, to be read back."""
OUTPUT = "tuned_model"
_NODE = "finetune"
_BATCH, _ACCUMULATED, _MACHINE = (
    "batch_size",
    "gradient_accumulation_steps",
    "instance_type_finetune",
)


def pipeline_job(order: JobOrder, train: str, valid: str) -> Any:
    """Return the job, ready to be created.

    Args:
        order: What to train; everything in the body comes from it, so that twice is the same body.
        train: Reference of the data asset to train on.
        valid: Reference of the data asset to validate on.
    """
    from azure.ai.ml import load_job  # noqa: PLC0415 - slow to import

    return load_job(io.StringIO(yaml.safe_dump(body(order, train, valid))))


def body(order: JobOrder, train: str, valid: str) -> dict[str, Any]:
    """Return the job as the SDK's YAML has it."""
    values = {
        key: order.effective[name] for name, key in COMPONENT_INPUTS.items() if name != _BATCH
    }
    values[COMPONENT_INPUTS[_BATCH]] = rows_at_once(order)
    files = {"train_file_path": train, "validation_file_path": valid}
    return {
        "type": "pipeline",
        "name": order.name,
        "display_name": order.name,
        "experiment_name": EXPERIMENT,
        "tags": tags(order),
        "properties": dict(UNTRACKED),
        "inputs": values | {k: {"type": "uri_file", "path": path} for k, path in files.items()},
        "outputs": {OUTPUT: {"type": "mlflow_model", "name": order.name, "version": "1"}},
        "jobs": {_NODE: _node(order, [*values, *files])},
    }


def rows_at_once(order: JobOrder) -> int:
    """Return how many rows go through the model together: a batch over its accumulated steps."""
    return int(order.effective[_BATCH] or 1) // int(order.settings[_ACCUMULATED] or 1)


def _node(order: JobOrder, passed_on: list[str]) -> dict[str, Any]:
    constants = {name: order.settings[name] for name in PIPELINE_CONSTANTS}
    return {
        "type": "pipeline",
        "component": order.settings["component"],
        "inputs": {
            "mlflow_model_path": {"type": "mlflow_model", "path": order.base_model},
            "task_name": "ChatCompletion",
            "apply_lora": "true",
            "auto_find_batch_size": "false",
            _MACHINE: order.settings["instance_type"],
            "compute_finetune": "serverless",
            **constants,
            **{name: f"${{{{parent.inputs.{name}}}}}" for name in passed_on},
        },
        "outputs": {"mlflow_model_folder": f"${{{{parent.outputs.{OUTPUT}}}}}"},
    }


def effective_values(job: Any) -> dict[str, Value]:
    """Return the hyperparameters that a pipeline job itself has among its inputs, and what follows."""
    written = written_out(job)
    inputs, node = written.get("inputs", {}), written["jobs"][_NODE]["inputs"]
    values = {name: _number(inputs.get(key)) for name, key in COMPONENT_INPUTS.items()}
    accumulated = int(_number(node.get(_ACCUMULATED)) or 1)
    batch = values[_BATCH]
    values[_BATCH] = None if batch is None else int(batch) * accumulated
    return {**values, **component_does(str(node.get(_MACHINE)), accumulated)}


def written_out(job: Any) -> dict[str, Any]:
    """Return a job as the SDK writes it out."""
    text = io.StringIO()
    job.dump(text)
    loaded: dict[str, Any] = yaml.safe_load(text.getvalue())
    return loaded


def _number(value: object) -> int | float | None:
    if value is None:
        return None
    number = float(str(value))
    return int(number) if number.is_integer() else number
