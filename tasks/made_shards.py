"""The shards of a dataset after the last round: what each holds, where it lies, and what they come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from expectations.shards.looking import COLUMNS
from tasks.shard_work import ShardOrder
from wearable_coach.dataset.making import FINISHED, FileOf, Receipt, stage_of
from wearable_coach.dataset.parts import part_name
from wearable_coach.dataset.shard_files import DIGESTS, RECORDS, REJECTS, spread_rows
from wearable_coach.records import Row


class ShardPart(NamedTuple):
    """A file of a shard as it stands after its last round."""

    name: str
    """In the version."""
    key: str
    of: FileOf


class MadeShards(NamedTuple):
    """All shards of a dataset after its last round, a value a shard."""

    orders: Sequence[ShardOrder]
    composed: Sequence[Sequence[Receipt]]
    """A receipt a round."""
    looked: Sequence[Receipt]
    finished: Sequence[Receipt | None]
    """None where no later round composed a row of it."""

    def content_sha256(self) -> str:
        """Return the hash that names the version: of what its shards hold, in their order."""
        found = sha256()
        for number in range(len(self.orders)):
            found.update(bytes.fromhex(self._files(number)[1][DIGESTS].sha256))
        return found.hexdigest()

    def parts(self) -> Iterator[ShardPart]:
        """Yield the files of the version, kind by kind."""
        kinds = [f"{split}.jsonl" for split in ("train", "valid", "test")]
        for name in [*kinds, RECORDS, REJECTS, COLUMNS]:
            for number in range(len(self.orders)):
                if (found := self._part(name, number)) is not None:
                    yield found

    def counts(self) -> dict[str, dict[str, int]]:
        """Return category → split → rows."""
        found: dict[str, dict[str, int]] = {}
        for key, rows in self._rows().items():
            category, split, _ = key.split("/", 2)
            splits = found.setdefault(category, {})
            splits[split] = splits.get(split, 0) + rows
        return found

    def real_rows(self) -> int:
        """Return how many rows are of real days."""
        return sum(n for key, n in self._rows().items() if not key.endswith("/sampled"))

    def attempts_refused(self) -> int:
        """Return how many attempts were refused."""
        return sum(receipt.told["attempts_refused"] for part in self.composed for receipt in part)

    def refused(self) -> Counter[str]:
        """Return code of a reason → attempts."""
        found: Counter[str] = Counter()
        for receipt in (receipt for part in self.composed for receipt in part):
            found.update(receipt.told["refused"])
        return found

    def sampled_rows(self, most: int) -> list[Row]:
        """Return at most so many rows, evenly of all shards and within each."""
        each = -(-most // len(self.orders))
        found: list[Row] = []
        for number, order in enumerate(self.orders):
            stage, _ = self._files(number)
            found += spread_rows(order.making.read(stage, RECORDS, number), each)
        return found[:most]

    def records(self) -> Iterator[bytes]:
        """Yield the records of each shard."""
        for number, order in enumerate(self.orders):
            stage, _ = self._files(number)
            yield order.making.read(stage, RECORDS, number)

    def _rows(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for first, *_ in self.composed:
            found.update(first.told["rows"])
        return found

    def _files(self, number: int) -> tuple[str, Mapping[str, FileOf]]:
        done = self.finished[number]
        return (
            (stage_of(0), self.composed[number][0].files)
            if done is None
            else (FINISHED, done.files)
        )

    def _part(self, name: str, number: int) -> ShardPart | None:
        order = self.orders[number]
        stage, files = (
            (order.stages[-1], self.looked[number].files)
            if name == COLUMNS
            else self._files(number)
        )
        if name not in files:
            return None
        kind = name.partition(".")[0]
        named = part_name(kind, number, len(self.orders))  # type: ignore[arg-type] # the kinds above
        return ShardPart(named, order.making.key(stage, name, number), files[name])
