"""The card of a dataset of many shards: exact counts from the shards, pictures of rows drawn evenly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from expectations.shards.looking import SENTENCES, summed
from expectations.shards.sentences import sentence_sums
from tasks.dataset import RealDays, RefreshRequest, reject_counts
from tasks.made_shards import MadeShards
from wearable_coach.dataset.variety import SentenceCounts
from wearable_coach.records import GateReport
from wearable_coach.reporting import CardData
from wearable_coach.reporting.card_data import MOST_DRAWN
from wearable_coach.reporting.row_counts import counts_in


def card_of_shards(
    request: RefreshRequest, version: str, made: MadeShards, report: GateReport, real: RealDays
) -> CardData:
    """Return what the card shows.

    Args:
        request: What was asked.
        version: The version's name.
        made: Its shards, where they were made.
        report: Of the gate.
        real: Days as imported.
    """
    step = max(1, len(real.days) // MOST_DRAWN)
    groups = summed([receipt.told for receipt in made.looked], "groups")
    return CardData(
        version=version,
        rows=tuple(made.sampled_rows(MOST_DRAWN)),
        of_all=counts_in(made.records(), groups),
        sentences=_sentences(made),
        report=report,
        recipe=request.recipe.model_dump(mode="json"),
        seed=request.seed,
        real_vitals=tuple(day.vitals for day in real.days[::step]),
        rejects=reject_counts(made.refused(), real),
    )


def _sentences(made: MadeShards) -> dict[str, SentenceCounts]:
    """Return what the sentences of each category are, of all shards together."""
    left_out = summed([receipt.told for receipt in made.looked], "left_out")
    with TemporaryDirectory(prefix="wearable-coach-card-") as folder:
        files = list(_fetched(made, Path(folder)))
        return {name: of.counts() for name, of in sentence_sums(files, left_out).items()}


def _fetched(made: MadeShards, folder: Path) -> Iterator[Path]:
    for order in made.orders:
        path = folder / f"{order.shard.number:05d}-{SENTENCES}"
        path.write_bytes(order.making.read(order.stages[-1], SENTENCES, order.shard.number))
        yield path
