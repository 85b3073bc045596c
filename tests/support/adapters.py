"""Models in a store as training publishes them, and a store that is not local."""

import json
from hashlib import sha256

from backends.local.base_model import TINY_FOLDER, content_hash
from wearable_coach.store import LocalStore, Store


def put_model(store: Store, name: str, adapter: dict[str, bytes], **changes) -> str:
    """Publish a model; return the key of its adapter."""
    for file, data in adapter.items():
        store.create(f"models/{name}/adapter/{file}", data)
    description = {
        "job": name,
        "backend": "local",
        "base_model": f"tiny@sha256:{content_hash(TINY_FOLDER)}",
        "model": "adapter",
        "files": {file: sha256(data).hexdigest() for file, data in adapter.items()},
    } | changes
    store.create(f"models/{name}/model.json", json.dumps(description).encode())
    return f"models/{name}/adapter"


class Elsewhere:
    """A store that has no folder, as Blob Storage; counts its reads."""

    def __init__(self, folder) -> None:
        self._store, self.reads = LocalStore(folder), 0

    def read(self, key):
        self.reads += 1
        return self._store.read(key)

    def __getattr__(self, name):
        return getattr(self._store, name)
