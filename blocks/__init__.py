"""Prefect blocks, what an operator configures once and names in a flow, and what they open.

The blocks are imported when first asked for: what stands beside them here, a training worker among
it, runs without Prefect, whose import takes seconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wearable_coach.operating_system import need_posix

if TYPE_CHECKING:
    from blocks.azure_finetuning import AzureFineTuning
    from blocks.chat_models import ChatEndpoint, LocalChatModel
    from blocks.dataset_store import BlobDatasetStore, DatasetStore
    from blocks.foundry_finetuning import FoundryFineTuning
    from blocks.local_training import LocalTraining
    from blocks.webhook_secret import WebhookSecret

need_posix("wearable-coach")

__all__ = [
    "AzureFineTuning",
    "BlobDatasetStore",
    "ChatEndpoint",
    "DatasetStore",
    "FoundryFineTuning",
    "LocalChatModel",
    "LocalTraining",
    "WebhookSecret",
]

_HOMES = {
    "AzureFineTuning": "blocks.azure_finetuning",
    "BlobDatasetStore": "blocks.dataset_store",
    "ChatEndpoint": "blocks.chat_models",
    "DatasetStore": "blocks.dataset_store",
    "FoundryFineTuning": "blocks.foundry_finetuning",
    "LocalChatModel": "blocks.chat_models",
    "LocalTraining": "blocks.local_training",
    "WebhookSecret": "blocks.webhook_secret",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the classes are named above
    """Import a block."""
    if name not in _HOMES:
        message = f"module 'blocks' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names of the blocks, for `prefect block register --module blocks`."""
    return sorted([*globals(), *__all__])
