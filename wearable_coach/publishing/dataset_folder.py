"""A dataset version as a folder for others: all that it has, more forms of it, its papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from wearable_coach.dataset.croissant import CROISSANT, croissant
from wearable_coach.dataset.file_facts import FileFact
from wearable_coach.dataset.parts import by_split, name_of_all
from wearable_coach.errors import BadInput
from wearable_coach.publishing.chat_formats import FormatName, in_format
from wearable_coach.publishing.dataset_papers import CARD, SUMMARY, dataset_card, with_card
from wearable_coach.publishing.folder_file import File, path_of
from wearable_coach.publishing.pair_files import PAIRS, pair_files
from wearable_coach.store import Store
from wearable_coach.store.datasets import MANIFEST, json_bytes
from wearable_coach.store.wholeness import read_whole

MESSAGES = "messages"


class GivenForms(NamedTuple):
    """What is wanted besides the version's own files."""

    formats: Sequence[FormatName] = ()
    pairs: bool = False
    licence: str = ""
    real_days: bool = False
    """Whether rows that rest on real people's days may be given away."""


def dataset_files(
    store: Store, version: str, manifest: Mapping[str, Any], wishes: GivenForms
) -> Iterator[File]:
    """Yield the files of the folder, the papers last; each of the version's own compared with its hash.

    Raises:
        BadInput: a file is missing or was changed, a form cannot be made, or real people's days are among the rows.
    """
    _need_leave(version, manifest, wishes)
    names = sorted(manifest["files"])
    splits = by_split(names)
    if not splits:
        message = (
            f"dataset: {version} has no training files, so there is nothing to give; name another"
        )
        raise BadInput(message)
    configs: dict[str, dict[str, str]] = {
        MESSAGES: {split: name_of_all(parts) for split, parts in splits.items()}
    }
    own_card: bytes | None = None
    described = b""
    facts: dict[str, FileFact] = {}
    for name in names:
        digest = manifest["files"][name]
        data = read_whole(store, version, name, digest)
        if any(name in parts for parts in splits.values()):
            facts[name] = FileFact(digest, len(data))
        if name == CARD:
            own_card = data
        elif name == CROISSANT:
            described = data
        else:
            yield File(name, data)
    yield from _other_forms(store, version, manifest, wishes, configs)
    card = dataset_card(version, manifest, own_card, configs, licence=wishes.licence)
    told = described or json_bytes(croissant(version, SUMMARY, facts))
    papers = {
        CARD: card.encode(),
        CROISSANT: told if own_card == card.encode() else with_card(told, card.encode()),
    }
    yield from (File(path, data) for path, data in papers.items())
    hashes = {n: sha256(d).hexdigest() for n, d in papers.items() if n in names}
    yield File(MANIFEST, json_bytes({**manifest, "files": {**manifest["files"], **hashes}}))


def _other_forms(
    store: Store,
    version: str,
    manifest: Mapping[str, Any],
    wishes: GivenForms,
    configs: dict[str, dict[str, str]],
) -> Iterator[File]:
    """Yield the files of every further form that is wanted, each form noted in `configs`."""
    splits = by_split(manifest["files"])
    for form in wishes.formats:
        configs[form] = {}
        for split, parts in splits.items():
            paths = [path_of(form, split, name) for name in parts]
            configs[form][split] = name_of_all(paths)
            for name, path in zip(parts, paths, strict=True):
                data = read_whole(store, version, name, manifest["files"][name])
                yield File(path, in_format(data, form, file=name))
    if wishes.pairs:
        made: dict[str, list[str]] = {}
        for split, file in pair_files(store, version, manifest):
            made.setdefault(split, []).append(file.path)
            yield file
        configs[PAIRS] = {split: name_of_all(made[split]) for split in splits if split in made}


def _need_leave(version: str, manifest: Mapping[str, Any], wishes: GivenForms) -> None:
    recipe = manifest.get("recipe") or {}
    sources = (recipe.get("sources") or {}).get("vitals") if isinstance(recipe, dict) else None
    if sources and not wishes.real_days:
        message = f"dataset: rows of {version} rest on real people's days ({len(sources)} files); give --with-real-days where these people and the files' licences allow it"
        raise BadInput(message)
