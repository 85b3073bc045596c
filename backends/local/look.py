"""Looking whether a local model is whole, from its files alone: no torch, nothing loaded."""

from __future__ import annotations

from hashlib import sha256

from backends.local.adapter_files import (
    AGAIN,
    Adapter,
    adapter_folder,
    check_base,
    describe_adapter,
)
from backends.local.base_model import content_hash, open_base
from backends.local.chat_template import TEMPLATES, marked, template_fault
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore, Missing, Store
from wearable_coach.store.budget import Budget


def damage_of_model(serving: LocalAdapter, *, store: Store, budget: Budget) -> tuple[str, ...]:
    """Look at base, adapter and chat template as the loading would find them.

    Args:
        serving: Base and adapter.
        store: Where the adapter lies; a local one is always read wholly.
        budget: Until when files of another store are read.

    Returns:
        The keys that were not read in time.

    Raises:
        BadInput: something is missing, was changed, or belongs to another; the message names it.
    """
    base = open_base(serving.base)
    digest = content_hash(base.folder)
    if not serving.adapter:
        if fault := template_fault(base.folder):
            message = f"base model: {base.folder}: {fault}"
            raise BadInput(message)
        return ()
    adapter = describe_adapter(store, serving.adapter)
    check_base(adapter, base.folder, digest)
    if isinstance(store, LocalStore):
        left: tuple[str, ...] = ()
        adapter_folder(store, adapter, cache=store.folder)  # read in place, nothing is put there
    else:
        left = _look_elsewhere(store, adapter, budget)
    if not marked(lambda name: _small(store, adapter, name)):
        message = (
            f"adapter: none of {', '.join(TEMPLATES)} in {store.where(adapter.key)} marks the "
            f"answers; {AGAIN}"
        )
        raise BadInput(message)
    return left


def _look_elsewhere(store: Store, adapter: Adapter, budget: Budget) -> tuple[str, ...]:
    """Compare an adapter's files with their hashes, those in a listing first, while there is time."""
    listed = {o.key: o.bytes for o in store.objects(f"{adapter.key}/")}
    keys = {f"{adapter.key}/{name}": digest for name, digest in adapter.files.items()}
    for key in keys:
        if key not in listed:
            message = f"adapter: {store.where(key)} is missing; {AGAIN}"
            raise BadInput(message)
    left = []
    for key, digest in sorted(keys.items(), key=lambda item: listed[item[0]]):
        if not budget.has_time:
            left.append(key)
        elif sha256(store.read(key).data).hexdigest() != digest:
            message = f"adapter: {store.where(key)} was changed after training; {AGAIN}"
            raise BadInput(message)
    return tuple(left)


def _small(store: Store, adapter: Adapter, name: str) -> bytes:
    if name not in adapter.files:
        return b""
    try:
        return store.read(f"{adapter.key}/{name}").data
    except Missing:
        return b""
