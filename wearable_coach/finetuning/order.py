"""An order: everything that decides what a job trains, and the name that follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from pydantic import Field

from wearable_coach.finetuning.hyperparameters import Hyperparameters, Value
from wearable_coach.records import Record

BackendName = Literal["local", "azure", "foundry"]
_HASH_CHARACTERS = 12

Setting = str | int | float | bool | None


class TrainingFile(Record):
    """A split's training rows in the store: a file, or as many parts as the version was made in."""

    key: str = Field(
        description="Key in the store, datasets/<version>/train_YYYYMMDD.jsonl; "
        "of parts their pattern, datasets/<version>/train-*-of-00150.jsonl"
    )
    sha256: str = Field(
        description="Hash of its bytes, as the manifest has it; of parts, of their hashes in order"
    )


class TrainingData(NamedTuple):
    """The parts of both splits in order, checked against their hashes; JSON lines of {"messages": [...]}.

    Each may be gone through again and again; where there are many parts, one at a time is in memory.
    """

    train: Iterable[bytes]
    valid: Iterable[bytes]


def hash_of_parts(digests: Sequence[str]) -> str:
    """Return the hash by which a split is ordered: its file's own, or that of its parts' hashes in order.

    Args:
        digests: sha256 of each part, in hexadecimal digits.
    """
    return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()


class OrderTerms(Record):
    """What a trainer will do with a request, said before anything is started."""

    base_model: str = Field(
        description="Resolved base model: a pinned id, or a folder's content hash"
    )
    effective: dict[str, Value] = Field(
        description="Value by hyperparameter that the run will use, None where it is not known; besides, "
        "what the trainer does whatever is asked: the epoch that is kept, precision, checkpointing"
    )
    settings: dict[str, Setting] = Field(
        {}, description="Further settings that change what is trained: route, component, seed …"
    )
    notes: tuple[str, ...] = Field((), description="What a person should know: overrides, warnings")


class JobOrder(Record):
    """One job, before it is submitted."""

    backend: BackendName
    dataset_version: str
    train: TrainingFile
    valid: TrainingFile
    base_model: str
    requested: Hyperparameters
    effective: dict[str, Value]
    settings: dict[str, Setting] = Field({}, description="As in `Terms`")
    notes: tuple[str, ...] = ()
    attempt: int = Field(1, description="1, or one more for each ended try of the same order", ge=1)
    reason: str = Field("", description="Why it was ordered; for people, not part of the name")

    @property
    def configuration_hash(self) -> str:
        """Hash of all that decides what is trained: the rows' content, base model, values, try."""
        decides = self.model_dump(mode="json", exclude={"dataset_version", "notes", "reason"})
        for file in ("train", "valid"):
            decides[file] = decides[file]["sha256"]
        text = json.dumps(decides, sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    @property
    def name(self) -> str:
        """The job's name, by its configuration's hash, so that twice asked is one job."""
        return f"coach-{self.backend}-{self.configuration_hash[:_HASH_CHARACTERS]}"
