"""The place in a store where a dataset of many shards is made: what is done there is not done again.

Everything lies under ``making/<id>/``, where the id says what is made and by which code. Each piece of work ends in a
receipt, written once and last; what lies there without one was left by a killed run and is written over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from wearable_coach.dataset.plan import RowPlan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.shards import Again
from wearable_coach.shipped import COMMIT
from wearable_coach.store.contract import Damaged, Exists, Missing, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.parsing import Unparsed, object_of
from wearable_coach.store.writing import put

FOLDER = "making"
_ID_CHARACTERS = 12
FINISHED = "finished"
"""The stage of shards that rows of later rounds were put into."""


class FileOf(NamedTuple):
    """A file that a receipt tells of."""

    sha256: str
    bytes: int


class Receipt(NamedTuple):
    """What a piece of work on a shard left."""

    files: Mapping[str, FileOf]
    """Name, as ``records.parquet``, → what is told of it."""
    told: Mapping[str, Any]
    """Counts, as JSON holds them."""


class Making(NamedTuple):
    """The place of one dataset that is being made."""

    store: Store
    made_id: str

    @property
    def prefix(self) -> str:
        """What all keys of the place begin with."""
        return f"{FOLDER}/{self.made_id}/"

    def key(self, stage: str, name: str, shard: int) -> str:
        """Return the key of a shard's file.

        Args:
            stage: ``r0``, ``r1``, … or ``finished``.
            name: As ``records.parquet``.
            shard: Its number.
        """
        stem, dot, ending = name.partition(".")
        return f"{self.prefix}{stage}/{stem}-{shard:05d}{dot}{ending}"

    def receipt(self, work: str, stage: str, shard: int) -> Receipt | None:
        """Return the receipt of a piece of work; None where it was not done."""
        told = self._read(self.key(stage, f"{work}.json", shard))
        return None if told is None else _receipt(told)

    def write(
        self,
        work: str,
        stage: str,
        shard: int,
        files: Iterable[tuple[str, bytes]],
        told: Mapping[str, Any],
    ) -> Receipt:
        """Write the files of a piece of work as they are made, and its receipt last.

        Raises:
            StoreConflict: the place cannot be written.
        """
        hashes = {}
        for name, data in files:
            put(self.store, self.key(stage, name, shard), data)
            hashes[name] = FileOf(sha256(data).hexdigest(), len(data))
        data = json_bytes({"files": hashes, "told": dict(told)})
        with suppress(Exists):  # another run did the same work meanwhile: the same bytes
            self.store.create(self.key(stage, f"{work}.json", shard), data)
        return _receipt(object_of(data))  # as whoever goes on with it will read it

    def read(self, stage: str, name: str, shard: int) -> bytes:
        """Return a shard's file.

        Raises:
            Missing: it is not there.
        """
        return self.store.read(self.key(stage, name, shard)).data

    def again(self, number: int) -> dict[str, Again] | None:
        """Return the rows that a round is to compose anew; None where the round before was not judged."""
        told = self._read(f"{self.prefix}{stage_of(number)}/again.json")
        if told is None:
            return None
        return {row_id: Again(attempt, tuple(why)) for row_id, (attempt, why) in told.items()}

    def write_again(self, number: int, again: Mapping[str, Again]) -> None:
        """Write down which rows a round is to compose anew."""
        with suppress(Exists):
            self.store.create(
                f"{self.prefix}{stage_of(number)}/again.json", json_bytes(dict(again))
            )

    def clear(self) -> None:
        """Remove the place, the receipts first: none may tell of what is gone."""
        keys = self.store.keys(self.prefix)
        for key in sorted(keys, key=lambda key: not key.endswith(".json")):
            self.store.remove(key)

    def _read(self, key: str) -> dict[str, Any] | None:
        """Return what a receipt tells; one that cannot be read is none, and is written over."""
        with suppress(Missing):
            try:
                return object_of(self.store.read(key).data)
            except (Damaged, Unparsed):
                self.store.remove(key)
        return None


def _receipt(told: Mapping[str, Any]) -> Receipt:
    return Receipt({n: FileOf(*of) for n, of in told["files"].items()}, told["told"])


def stage_of(number: int) -> str:
    """Return the stage of a round, from 0."""
    return f"r{number}"


def making_id(recipe: Recipe, seed: int, rows: RowPlan, *, shards: int, code: str) -> str:
    """Return the id of what is made.

    Args:
        recipe: What is made.
        seed: Of the run.
        rows: The plan, with the real days given.
        shards: In how many parts.
        code: Hash of the code that makes and judges it: other code never goes on with what this one left.
    """
    told = {
        "recipe": recipe.model_dump(mode="json"),
        "seed": seed,
        "days": rows.given.digest(),
        "shards": shards,
        "code": code,
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:_ID_CHARACTERS]


@cache
def code_sha256(*packages: Path) -> str:
    """Return the hash of all code, tables and templates in the folders of some packages.

    A checkout and the wheel of the same commit have the same.
    """
    found = sha256()
    for root in packages:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.name != COMMIT:
                found.update(path.relative_to(root).as_posix().encode() + b"\0")
                found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()
