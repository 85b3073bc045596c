"""The routes at Azure Machine Learning, what each honours of the five values, and what it does besides."""

from __future__ import annotations

from backends.azure.settings import AzureSettings
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.hyperparameters import Hyperparameters, Value
from wearable_coach.finetuning.machines import machine_row
from wearable_coach.finetuning.order import OrderTerms, Setting

SERVERLESS_FIXES: dict[str, Value] = {"lora_rank": 8, "lora_alpha": 128}
"""The serverless service's own component has these, whatever a job says: it accepts any
hyperparameter unvalidated, and accepted is not honoured."""

PIPELINE_CONSTANTS: dict[str, Setting] = {
    "seed": 42,
    "precision": "16",
    "gradient_accumulation_steps": 1,
    "number_of_gpu_to_use_finetuning": 1,
    "num_nodes_finetune": 1,
}
"""Inputs of the component that decide what is trained, said aloud so that no default can move
beneath us. One GPU on one node: batch size is per GPU there, so that it is exactly the one asked.
An order has its own number of accumulated steps; jobs of the version before have this one."""

ROWS_AT_ONCE = 1
"""Rows that go through the model together; the rest of a batch is accumulated. Four rows of the plan's
length need more than one card of 80 GB, since LoRA without DeepSpeed checkpoints nothing; DeepSpeed's
own configuration in the component would hold the learning rate still, where it is to fall."""

_PER_GPU = "batch_size is per GPU on the serverless route; the service chooses how many"
_BEST_EPOCH = "epoch of least validation loss"
_NO_CHECKPOINTING = "off (LoRA without DeepSpeed)"


def terms(settings: AzureSettings, requested: Hyperparameters, base_model: str) -> OrderTerms:
    """Say what the configured route would do.

    Args:
        settings: Route, component, instance type, and whether to refuse or to warn.
        requested: The five values.
        base_model: Model id, pinned by version.

    Raises:
        BadInput: the route does not honour a value, and it was not told to warn only.
    """
    if settings.route == "pipeline":
        return _pipeline_terms(settings, requested, base_model)
    effective = {**requested.model_dump(), **SERVERLESS_FIXES}
    unhonoured = unhonoured_values(requested, effective)
    if unhonoured and settings.on_unhonoured == "refuse":
        message = f"{'; '.join(unhonoured)}; take the pipeline route, ask for what the route does, or set on_unhonoured to warn"
        raise BadInput(message)
    return OrderTerms(
        base_model=base_model,
        effective=effective,
        settings={"route": "serverless"},
        notes=(*unhonoured, _PER_GPU),
    )


def _pipeline_terms(
    settings: AzureSettings, requested: Hyperparameters, base_model: str
) -> OrderTerms:
    accumulated = -(-requested.batch_size // ROWS_AT_ONCE)
    fixed: dict[str, Setting] = {
        "route": "pipeline",
        "component": settings.component,
        "instance_type": settings.instance_type,
        **PIPELINE_CONSTANTS,
        "gradient_accumulation_steps": accumulated,
    }
    return OrderTerms(
        base_model=base_model,
        effective={**requested.model_dump(), **component_does(settings.instance_type, accumulated)},
        settings=fixed,
    )


def component_does(instance_type: str, accumulated: int) -> dict[str, Value]:
    """Return what the pipeline component does besides the five values, as its code has it.

    Args:
        instance_type: The machine: its card decides what precision 16 is.
        accumulated: Batches of `ROWS_AT_ONCE` that make one step.

    Source: Azure/azureml-assets, assets/training/finetune_acft_hf_nlp/src/finetune/finetune.py:
    set_16bit_precision, set_gradient_checkpointing; load_best_model_at_end is forced there.
    """
    machine = machine_row(instance_type)
    precision = None if machine is None else ("bf16" if machine.bf16 else "fp16")
    return {
        "gradient_accumulation_steps": accumulated,
        "kept": _BEST_EPOCH,
        "precision": precision,
        "gradient_checkpointing": _NO_CHECKPOINTING,
    }


def unhonoured_values(requested: Hyperparameters, effective: dict[str, Value]) -> tuple[str, ...]:
    """Say, a line a value, what the serverless route would train otherwise than asked."""
    return tuple(
        f"{name}: asked {asked}, serverless fine-tuning trains with {done} whatever is asked"
        for name, (asked, done) in requested.differences(effective).items()
    )
