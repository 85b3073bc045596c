"""Fine-tuners against the local Azure, and orders to give them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from blocks.azure_finetuner import AzureFineTuner
from blocks.azure_finetuning.settings import AzureSettings
from tests.support.local_azure import LocalAzure
from tests.support.local_azure.state import MODEL, RESOURCE_GROUP, SUBSCRIPTION, WORKSPACE
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder, TrainingData, TrainingFile

TODAY = date(2026, 1, 15)
"""A day on which the plan's base model was still offered."""
PINNED = f"azureml://registries/azureml-meta/models/{MODEL}/versions/4"


def training_data(rows: int = 8, *, word: str = "걸음") -> TrainingData:
    """Return files of small good rows."""
    return TrainingData(_file(rows, word), _file(2, word))


def _file(rows: int, word: str) -> bytes:
    turns = [
        {"role": "user", "content": f"{word} 수를 알려 주세요"},
        {"role": "assistant", "content": f"{word} 수는 8,000보예요."},
    ]
    line = json.dumps({"messages": turns}, ensure_ascii=False)
    return "".join(f"{line}\n" for _ in range(rows)).encode()


@contextmanager
def running_azure(monkeypatch: pytest.MonkeyPatch, **state: Any) -> Iterator[LocalAzure]:
    """Run a local Azure, with the environment of this process pointed at it."""
    with LocalAzure(**state) as azure:
        for name, value in azure.environment.items():
            monkeypatch.setenv(name, value)
        # The SDK writes this; set here, it is taken away again with the rest.
        monkeypatch.setenv("AZUREML_CURRENT_CLOUD", "AzureCloud")
        yield azure


def azure_tuner(**settings: Any) -> AzureFineTuner:
    """Return a fine-tuner for the local Azure that the environment points at.

    Args:
        settings: Other settings than the default ones.
    """
    places = {"subscription_id": SUBSCRIPTION, "resource_group": RESOURCE_GROUP}

    given = places | {"workspace": WORKSPACE, "base_model": PINNED, "timeout_s": 5} | settings
    return AzureFineTuner(AzureSettings.model_validate(given), today=TODAY)


def order_for(
    tuner: AzureFineTuner, data: TrainingData, *, attempt: int = 1, **values: Any
) -> JobOrder:
    """Return an order of this data with these hyperparameters, settled by the tuner."""
    requested = Hyperparameters(**values)
    terms = tuner.settle(requested)
    train, valid = (
        TrainingFile(key=f"datasets/20260115-0123456789ab/{name}.jsonl", sha256=_sha256(part))
        for name, part in zip(("train", "valid"), data, strict=True)
    )
    return JobOrder(
        backend="azure",
        dataset_version="20260115-0123456789ab",
        train=train,
        valid=valid,
        base_model=terms.base_model,
        requested=requested,
        effective=terms.effective,
        settings=terms.settings,
        notes=terms.notes,
        attempt=attempt,
    )


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()
