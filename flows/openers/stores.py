"""Opening a store by its name: a folder, Azure Blob Storage, or a Prefect block."""

from __future__ import annotations

from collections.abc import Mapping

from backends.blob.account import Account, open_blob_store
from tasks.policy import PATIENT, step
from wearable_coach.store import Store
from wearable_coach.store.opening import AZURE, BLOCK, open_folder


@step("open-store", PATIENT)
def open_store(name: str, *, environment: Mapping[str, str]) -> Store:
    """Open a store: a folder, ``azure://CONTAINER/PREFIX``, ``block:NAME``, or the default.

    Raises:
        BadInput: the block is not there, the account is not whole, the folder is a file or cannot be
            read, or what is named is an address or a connection string, which may hold a secret: it is not repeated.
        TransientError: Prefect, which holds the block, does not answer just now.
    """
    if name.startswith(BLOCK):
        return _block_store(name.removeprefix(BLOCK))
    if name.startswith(AZURE):
        return open_blob_store(name, Account.from_environment(environment))
    return open_folder(name, environment=environment)


@step("need-writable", PATIENT)
def need_writable(store: Store) -> None:
    """See that a store can be written, before work that ends there.

    Raises:
        StoreConflict: it cannot be written.
    """
    store.check_writable()


def _block_store(name: str) -> Store:
    """Load a store block of either kind."""
    from flows.openers.blocks import load_block  # noqa: PLC0415 - imports httpx

    kinds = ("DatasetStore", "BlobDatasetStore")
    store: Store = load_block(kinds, name, field="store", what="Dataset store").open()
    return store
