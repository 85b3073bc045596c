"""A tuned model with all that an export needs of it: its base, its adapter, each compared with its hash."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from backends.local.adapter_files import (
    Adapter,
    adapter_folder,
    check_base,
    describe_adapter,
    read_description,
)
from backends.local.base_model import BaseModel, content_hash, open_base
from backends.local.preflight import wants_gpu
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.models import DESCRIPTION
from wearable_coach.store import Store


class Tuned(NamedTuple):
    """A tuned model that lies here whole."""

    name: str
    base: BaseModel
    adapter: Adapter
    folder: Path
    """The adapter's files, as they were after training."""
    description: dict[str, Any]
    """What `model.json` says."""

    @property
    def dtype(self) -> str:
        """The number format that the product computes its answers in."""
        return "bfloat16" if wants_gpu(self.base, "auto") else "float32"


def open_tuned(serving: LocalAdapter, *, store: Store, cache: Path) -> Tuned:
    """Look at base and adapter and return where they lie.

    Args:
        serving: Base and adapter.
        store: Where the adapter lies.
        cache: Where one of another store is put.

    Raises:
        BadInput: there is no adapter, something is missing or was changed, or they do not belong together.
    """
    if not serving.adapter:
        message = "model: a base without an adapter is not exported, its folder is; name a job that `wearable-coach jobs` lists"
        raise BadInput(message)
    base = open_base(serving.base)
    adapter = describe_adapter(store, serving.adapter)
    check_base(adapter, base.folder, content_hash(base.folder))
    folder = adapter_folder(store, adapter, cache=cache)
    above = adapter.key.rpartition("/")[0]
    described = read_description(store, f"{above}/{DESCRIPTION}")
    return Tuned(above.rpartition("/")[2], base, adapter, folder, described)
