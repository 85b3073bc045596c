"""Fine-tuners against the local Azure, and orders to give them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from backends.azure.finetuner import AzureFineTuner
from backends.azure.foundry.finetuner import FoundryFineTuner
from backends.azure.foundry.settings import FoundrySettings
from backends.azure.hosting.settings import HostingSettings
from backends.azure.settings import AzureSettings
from tests.support.azure_pauses import try_again_at_once
from tests.support.local_azure import LocalAzure
from tests.support.local_azure.state import (
    FOUNDRY_ACCOUNT,
    MODEL,
    RESOURCE_GROUP,
    SUBSCRIPTION,
    WORKSPACE,
)
from wearable_coach.finetuning.contract import FineTuner
from wearable_coach.finetuning.datasets import Dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder, TrainingData, TrainingFile
from wearable_coach.finetuning.submission import place_order

TODAY = date(2026, 1, 15)
"""A day on which the plan's base model was still offered."""
PINNED = f"azureml://registries/azureml-meta/models/{MODEL}/versions/4"


def training_data(rows: int = 8, *, word: str = "걸음") -> TrainingData:
    """Return files of small good rows."""
    return TrainingData((_file(rows, word),), (_file(2, word),))


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
        try_again_at_once(monkeypatch)
        yield azure


def azure_tuner(*, hosting: HostingSettings | None = None, **settings: Any) -> AzureFineTuner:
    """Return a fine-tuner for the local Azure that the environment points at.

    Args:
        hosting: Other settings of hosting than the default ones.
        settings: Other settings than the default ones, and a cap that lets the defaults pass.
    """
    places = {"subscription_id": SUBSCRIPTION, "resource_group": RESOURCE_GROUP}

    given = places | {"workspace": WORKSPACE, "base_model": PINNED, "timeout_s": 5}
    given |= {"max_cost": 5000} | settings
    return AzureFineTuner(AzureSettings.model_validate(given), today=TODAY, hosting=hosting)


def foundry_tuner(*, today: date = TODAY, **settings: Any) -> FoundryFineTuner:
    """Return a fine-tuner for the Foundry account of the local Azure, which trains with what it is let.

    Args:
        today: The day.
        settings: Other settings than the default ones.
    """
    given = {"account": FOUNDRY_ACCOUNT, "on_unhonoured": "warn", "timeout_s": 5}
    given |= {"max_cost": 5000} | settings
    return FoundryFineTuner(FoundrySettings.model_validate(given), today=today)


def order_for(tuner: FineTuner, data: TrainingData, *, attempt: int = 1, **values: Any) -> JobOrder:
    """Return an order of this data with these hyperparameters, settled by the tuner."""
    version = "20260115-0123456789ab"
    train, valid = (
        TrainingFile(
            key=f"datasets/{version}/{name}.jsonl", sha256=sha256(b"".join(parts)).hexdigest()
        )
        for name, parts in zip(("train", "valid"), data, strict=True)
    )
    order = place_order(tuner, Dataset(version, train, valid), Hyperparameters(**values))
    return order.model_copy(update={"attempt": attempt})
