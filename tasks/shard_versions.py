"""The steps that end a dataset of many shards: it is published, or refused."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

from tasks.dataset import (
    DATASETS,
    RealDays,
    RefreshRequest,
    need_same_content,
    write_refusal,
)
from tasks.made_shards import MadeShards
from tasks.policy import PATIENT, step
from tasks.shard_card import card_of_shards
from wearable_coach.dataset import assembly
from wearable_coach.dataset.croissant import CROISSANT, croissant
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.shard_files import REJECTS
from wearable_coach.records import GateReport
from wearable_coach.reporting import render_card
from wearable_coach.reporting.card_words import card_words
from wearable_coach.reporting.hub_card import README, hub_card
from wearable_coach.store.datasets import Published, existing_version, json_bytes, version_name
from wearable_coach.store.parts import Ready, publish_parts


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
    card = card_of_shards(request, version, made, report, real)
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
