"""A small dataset version in a store, for tests that only need one to train on."""

import json
from functools import partial
from hashlib import sha256

from wearable_coach.finetuning.datasets import Dataset, find_dataset
from wearable_coach.store import Store
from wearable_coach.store.datasets import mark_latest, publish


def rows(count: int, *, salt: str = "") -> bytes:
    """JSON lines of short conversations."""
    lines = [
        {
            "messages": [
                {"role": "system", "content": "당신은 코치입니다."},
                {"role": "user", "content": f"{salt}안정시 심박수 {50 + i}bpm이에요. 어때요?"},
                {"role": "assistant", "content": f"안정시 심박수 {50 + i}bpm은 잘 읽었어요."},
            ]
        }
        for i in range(count)
    ]
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def small_dataset(store: Store, *, salt: str = "") -> Dataset:
    """Publish 12 + 4 rows and return the version."""
    files = {
        "train_20260101.jsonl": rows(12, salt=salt),
        "valid_20260101.jsonl": rows(4, salt=salt),
    }
    digest = sha256(b"".join(files.values())).hexdigest()
    manifest = {"content_sha256": digest, "rows": 16}
    version = f"20260101-{digest[:12]}"
    made = {name: partial(bytes, data) for name, data in files.items()}
    publish(store, version=version, files=made, manifest=manifest)
    mark_latest(store, version)
    return find_dataset(store, version)
