"""What Foundry fine-tuning honours of the five values, and what it does besides."""

from __future__ import annotations

from typing import Any

from backends.azure.foundry.settings import FoundrySettings
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import base_model_rows
from wearable_coach.finetuning.hyperparameters import Hyperparameters, Value
from wearable_coach.finetuning.order import OrderTerms

UNTOLD: dict[str, Value] = {"learning_rate": None, "lora_rank": None, "lora_alpha": None}
"""The service trains LoRA adapters and tells neither rank nor alpha; its learning rate is its own for the
model, times a multiplier. Source: Fine-tune a model with supervised fine-tuning in Microsoft Foundry."""
KEPT: dict[str, Value] = {"kept": "last epoch"}
"""Of its checkpoints the last is the model; the two before it are kept beside."""
_SEED = 42
_AUTO = "auto"


def terms(settings: FoundrySettings, requested: Hyperparameters) -> OrderTerms:
    """Say what the service would do.

    Args:
        settings: Model, tier, and whether to refuse or to warn.
        requested: The five values.

    Raises:
        BadInput: it does not honour a value, and it was not told to warn only.
    """
    effective = {**requested.model_dump(), **UNTOLD, **KEPT}
    unhonoured = tuple(
        f"{name}: asked {asked:g}, Foundry fine-tuning takes its own and does not tell it"
        for name, (asked, _) in requested.differences(effective).items()
    )
    if unhonoured and settings.on_unhonoured == "refuse":
        message = f"{'; '.join(unhonoured)}; train with the backend azure, or allow it with --allow-unhonoured or WEARABLE_COACH_AZURE_ON_UNHONOURED=warn"
        raise BadInput(message)
    return OrderTerms(
        base_model=name_in_a_job(settings),
        effective=effective,
        settings={
            "route": "foundry",
            "training_type": settings.training_type,
            "seed": _SEED,
            "learning_rate_multiplier": settings.learning_rate_multiplier or _AUTO,
        },
        notes=unhonoured,
    )


def name_in_a_job(settings: FoundrySettings) -> str:
    """Return what the base model is called in a job: a row of the table may have a version to it."""
    for row in base_model_rows(path=settings.models):
        if row.name == settings.base_model:
            return next((place.model for place in row.places("foundry")), row.name)
    return settings.base_model


def hyperparameters(effective: dict[str, Value], multiplier: object) -> dict[str, Any]:
    """Return the hyperparameters of a job: those that the service takes."""
    held: dict[str, Any] = {
        "n_epochs": effective["epochs"],
        "batch_size": effective["batch_size"],
    }
    return held if multiplier == _AUTO else {**held, "learning_rate_multiplier": multiplier}


def effective_values(job: Any) -> dict[str, Value]:
    """Return what the job itself says, and what is not told."""
    supervised = getattr(getattr(job, "method", None), "supervised", None)
    held = getattr(supervised, "hyperparameters", None) or job.hyperparameters
    return {
        "epochs": _whole(held.n_epochs),
        "batch_size": _whole(held.batch_size),
        **UNTOLD,
        **KEPT,
    }


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
