"""The two routes, and which of the five values each honours."""

from __future__ import annotations

from backends.azure.settings import AzureSettings
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.hyperparameters import Hyperparameters, Value
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
beneath us. One GPU on one node: batch size is per GPU there, so that it is exactly the one asked."""

_PER_GPU = "batch_size is per GPU on the serverless route; the service chooses how many"


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
        fixed: dict[str, Setting] = {
            "route": "pipeline",
            "component": settings.component,
            "instance_type": settings.instance_type,
            **PIPELINE_CONSTANTS,
        }
        return OrderTerms(base_model=base_model, effective=requested.model_dump(), settings=fixed)
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


def unhonoured_values(requested: Hyperparameters, effective: dict[str, Value]) -> tuple[str, ...]:
    """Say, a line a value, what the serverless route would train otherwise than asked."""
    return tuple(
        f"{name}: asked {asked}, serverless fine-tuning trains with {done} whatever is asked"
        for name, (asked, done) in requested.differences(effective).items()
    )
