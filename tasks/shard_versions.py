"""The steps that end a dataset of many shards: it is published, or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from expectations.shards.looking import COLUMNS
from tasks.dataset import (
    DATASETS,
    RealDays,
    RefreshRequest,
    need_same_content,
    reject_counts,
    write_refusal,
)
from tasks.policy import PATIENT, step
from tasks.shard_work import ShardOrder
from wearable_coach.dataset import assembly
from wearable_coach.dataset.croissant import CROISSANT, croissant
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.making import FINISHED, FileOf, Receipt, stage_of
from wearable_coach.dataset.parts import part_name
from wearable_coach.dataset.shard_files import DIGESTS, RECORDS, REJECTS, spread_rows
from wearable_coach.records import GateReport, Row
from wearable_coach.reporting import CardData, render_card
from wearable_coach.reporting.card_words import card_words
from wearable_coach.reporting.hub_card import README, hub_card
from wearable_coach.store.datasets import Published, existing_version, json_bytes, version_name
from wearable_coach.store.parts import Ready, publish_parts

_CARD_ROWS = 10_000
"""Rows that the card's pictures and samples are of, at most."""


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


@step("refuse-shards", PATIENT)
def refuse_shards(request: RefreshRequest, made: MadeShards, report: GateReport) -> None:
    """Write down why a dataset of many shards was refused, and stop.

    Raises:
        GateRejected: always; its message says where the report lies.
    """
    write_refusal(request, made.content_sha256(), report)


@step("publish-shards", PATIENT, asset=DATASETS)
def publish_shards(
    request: RefreshRequest, made: MadeShards, report: GateReport, real: RealDays
) -> Published:
    """Give the shards their place in a version, the manifest last, and clear the place where they were made.

    Raises:
        BadInput: a version is to be put right, and this is other content than it holds.
        StoreConflict: the place cannot be written, or a damaged file cannot be made as it was.
    """
    digest = made.content_sha256()
    found = existing_version(request.store, digest)
    need_same_content(request, found)
    version = found or version_name(request.date, digest)
    recipe, seed = request.recipe.model_dump(mode="json"), request.seed
    card = CardData(
        version=version,
        rows=tuple(made.sampled_rows(_CARD_ROWS)),
        report=report,
        recipe=recipe,
        seed=seed,
        real_vitals=tuple(day.vitals for day in real.days[:: max(1, len(real.days) // _CARD_ROWS)]),
        rejects=reject_counts(made.refused(), real),
    )
    parts = list(made.parts())
    files = {
        "gate.json": json_bytes(report.model_dump(mode="json")),
        "report.html": render_card(card).encode(),
        "report.en.html": render_card(card, "en").encode(),
        **report.kept,
    }
    if real.rejects:
        files[REJECTS] = assembly.rejects_jsonl((), real.rejects)
    facts = {part.name: FileFact(*part.of) for part in parts}
    facts |= {name: FileFact(sha256(data).hexdigest(), len(data)) for name, data in files.items()}
    files[README] = hub_card(card, facts).encode()
    facts[README] = FileFact(sha256(files[README]).hexdigest(), len(files[README]))
    lead = card_words("en").text["lead"]
    files[CROISSANT] = json_bytes(croissant(version, lead, facts))
    rows = sum(map(sum, (splits.values() for splits in made.counts().values())))
    manifest = assembly.manifest(recipe=recipe, seed=seed, content_sha256=digest, rows=rows)
    published = publish_parts(
        request.store,
        version=version,
        parts={part.name: Ready(part.key, part.of.sha256) for part in parts},
        files={name: partial(bytes, data) for name, data in files.items()},
        manifest={**manifest, "shards": len(made.orders)},
    )
    made.orders[0].making.clear()
    return published
