"""A dataset version as a folder for others: all that it has, more forms of it, its papers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from wearable_coach.dataset.croissant import CROISSANT, croissant
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.preference_pairs import Pair, preference_pairs
from wearable_coach.dataset.published import RECORDS
from wearable_coach.dataset.records_file import read_rows
from wearable_coach.dataset.taught import formula_in
from wearable_coach.errors import BadInput
from wearable_coach.publishing.chat_formats import FormatName, in_format
from wearable_coach.publishing.dataset_papers import CARD, SUMMARY, dataset_card, with_card
from wearable_coach.store import Store
from wearable_coach.store.datasets import MANIFEST, json_bytes
from wearable_coach.store.wholeness import read_whole

MESSAGES, PAIRS = "messages", "pairs"
_SPLIT = re.compile(r"(train|valid|test)_\d{8}\.jsonl")
_REJECTS = "rejects.jsonl"


class GivenForms(NamedTuple):
    """What is wanted besides the version's own files."""

    formats: Sequence[FormatName] = ()
    pairs: bool = False
    licence: str = ""
    real_days: bool = False
    """Whether rows that rest on real people's days may be given away."""


class File(NamedTuple):
    """A file of the folder."""

    path: str
    data: bytes


def dataset_files(
    store: Store, version: str, manifest: Mapping[str, Any], wishes: GivenForms
) -> Iterator[File]:
    """Yield the files of the folder, the papers last; each of the version's own compared with its hash.

    Raises:
        BadInput: a file is missing or was changed, a form cannot be made, or real people's days are among the rows.
    """
    _need_leave(version, manifest, wishes)
    names = sorted(manifest["files"])
    splits = {found[1]: n for n in names if (found := _SPLIT.fullmatch(n))}
    if not splits:
        message = (
            f"dataset: {version} has no training files, so there is nothing to give; name another"
        )
        raise BadInput(message)
    in_order = {split: splits[split] for split in ("train", "valid", "test") if split in splits}
    configs: dict[str, dict[str, str]] = {MESSAGES: in_order}
    own_card: bytes | None = None
    described = b""
    facts: dict[str, FileFact] = {}
    for name in names:
        digest = manifest["files"][name]
        data = read_whole(store, version, name, digest)
        if name in splits.values():
            facts[name] = FileFact(digest, len(data))
        if name == CARD:
            own_card = data
        elif name == CROISSANT:
            described = data
        else:
            yield File(name, data)
    for form in wishes.formats:
        configs[form] = {split: f"{form}/{split}.jsonl" for split in in_order}
        for split, name in in_order.items():
            data = read_whole(store, version, name, manifest["files"][name])
            yield File(configs[form][split], in_format(data, form, file=name))
    if wishes.pairs:
        by_split = _pairs(store, version, manifest)
        configs[PAIRS] = {
            split: f"{PAIRS}/{split}.jsonl" for split in in_order if by_split.get(split)
        }
        for split, path in configs[PAIRS].items():
            yield File(path, b"".join(pair.line() for pair in by_split[split]))
    card = dataset_card(version, manifest, own_card, configs, licence=wishes.licence)
    told = described or json_bytes(croissant(version, SUMMARY, facts))
    papers = {
        CARD: card.encode(),
        CROISSANT: told if own_card == card.encode() else with_card(told, card.encode()),
    }
    yield from (File(path, data) for path, data in papers.items())
    hashes = {n: sha256(d).hexdigest() for n, d in papers.items() if n in names}
    yield File(MANIFEST, json_bytes({**manifest, "files": {**manifest["files"], **hashes}}))


def _pairs(store: Store, version: str, manifest: Mapping[str, Any]) -> dict[str, list[Pair]]:
    digests = dict(manifest["files"])
    if RECORDS not in digests:
        message = f"pairs: {version} has no {RECORDS}, without which no answer can be judged anew; leave --pairs out, or name another"
        raise BadInput(message)
    rows = read_rows(read_whole(store, version, RECORDS, digests[RECORDS]))
    rejects = (
        read_whole(store, version, _REJECTS, digests[_REJECTS]) if _REJECTS in digests else b""
    )
    lines = (json.loads(line) for line in rejects.split(b"\n") if line)
    found: dict[str, list[Pair]] = {}
    seed = int(manifest.get("seed") or 0)
    for pair in preference_pairs(
        rows, lines, seed=seed, hrmax_formula=formula_in(manifest, version)
    ):
        found.setdefault(pair.split, []).append(pair)
    if not found:
        message = f"pairs: no answer of {version} can be made false so that the verifier says why; leave --pairs out"
        raise BadInput(message)
    return found


def _need_leave(version: str, manifest: Mapping[str, Any], wishes: GivenForms) -> None:
    recipe = manifest.get("recipe") or {}
    sources = (recipe.get("sources") or {}).get("vitals") if isinstance(recipe, dict) else None
    if sources and not wishes.real_days:
        message = f"dataset: rows of {version} rest on real people's days ({len(sources)} files); give --with-real-days where these people and the files' licences allow it"
        raise BadInput(message)
