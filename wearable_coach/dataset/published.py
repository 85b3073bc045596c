"""A published version, read from its files: its manifest's recipe and seed, its rows, its training files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from wearable_coach import __version__
from wearable_coach.dataset.assembly import EDITION
from wearable_coach.dataset.batches import prompts_by_category
from wearable_coach.dataset.own_suites import own_suites_in
from wearable_coach.dataset.parts import Split, by_split, part_of, parts_of
from wearable_coach.dataset.plan import RowSpec, gate_plan, plan_rows
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.dataset.records_file import read_rows
from wearable_coach.errors import BadInput
from wearable_coach.input_values import json_of
from wearable_coach.records import GatePlan, Row
from wearable_coach.store import Missing, Store
from wearable_coach.store.contract import Damaged
from wearable_coach.store.local import LocalStore
from wearable_coach.store.wholeness import repair_command

SUITES = "suites.json"


class ShardFiles(NamedTuple):
    """The files that tell of the same rows; a version of one part has one such group."""

    number: int
    """Of the shard; 0 in a version of one part."""
    records: str
    """The name of its records."""
    splits: dict[Split, str]
    """Split → the name of its training lines."""


class VersionFiles:
    """What lies in a version's folder, a file at a time; None where it is not there or arrives damaged."""

    def __init__(self, store: Store, version: str, manifest: Mapping[str, Any]) -> None:
        """Read files of `version`, whose manifest was read."""
        self._store, self.version, self.manifest = store, version, manifest
        self.hashes: dict[str, str] = dict(manifest["files"])
        self._rows: tuple[str, list[Row]] = ("", [])

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, whole or not."""
        return self._from_store(f"datasets/{self.version}/{name}")

    def _from_store(self, key: str) -> bytes | None:
        for _ in range(2):  # what is damaged on its way only arrives whole the second time
            try:
                return self._store.read(key).data
            except Missing:
                return None
            except Damaged:
                continue
        return None

    def shards(self) -> Iterator[ShardFiles]:
        """Yield the groups of files that the manifest names, in the order of the shards."""
        splits = by_split(self.hashes)
        for records in parts_of(self.hashes, "records"):
            number = _number(records)
            named = {s: n for s, parts in splits.items() for n in parts if _number(n) == number}
            yield ShardFiles(number, records, named)

    def rows_of(self, records: str, data: bytes | None = None) -> list[Row] | None:
        """Return the rows of a records file; None where it is not there. The last that were read are kept.

        Args:
            records: Its name.
            data: Its bytes, where they were read already.

        Raises:
            BadField: they cannot be read.
        """
        if self._rows[0] != records:
            self._rows = ("", [])
            found = self.read(records) if data is None else data
            if found is None:
                return None
            self._rows = (records, read_rows(found, name=records))
        return self._rows[1]

    def rows(self) -> Iterator[Row]:
        """Yield the rows of all records, a part of them in memory at a time.

        Raises:
            BadInput: some cannot be read, or are not there.
        """
        for shard in self.shards():
            rows = self.rows_of(shard.records)
            if rows is None:
                message = f"dataset: {shard.records} of {self.version} is missing; run `{repair_command(self.version)}`"
                raise BadInput(message)
            yield from rows


def _number(name: str) -> int:
    """Return the shard that a part is of."""
    part = part_of(name)
    return part.number if part else 0


class Made(NamedTuple):
    """How a version was made, as its manifest says: enough to judge its rows."""

    recipe: Recipe
    seed: int
    plan: GatePlan
    ordered: Sequence[RowSpec] | None
    """What each row was to be; None where another release planned it, or real days had a part in it."""

    @property
    def prompts(self) -> dict[str, str]:
        """The system prompt of each category."""
        return prompts_by_category(self.recipe)


def how_made(files: VersionFiles) -> Made | None:
    """Return how a version was made; None where its manifest does not say, as of one that nobody composed.

    Raises:
        BadInput: what it says cannot be read.
    """
    given = files.manifest
    if "recipe" not in given:
        return None
    try:
        recipe, seed = checked_recipe(given["recipe"]), int(given["seed"])
    except (BadInput, KeyError, TypeError, ValueError):
        message = (
            f"dataset: the manifest of {files.version} holds no recipe and seed that this version can read; "
            "gate it with the version that made it, or restore it from a backup (docs/backup.md)"
        )
        raise BadInput(message) from None
    own = own_suites_in(_suites(files)) if recipe.own_suites else ()
    same = given.get("code_version") == __version__ and not recipe.sources.vitals
    ordered = plan_rows(recipe, seed=seed) if same else None
    plan = gate_plan(recipe, own_suites=own)
    if given.get("edition", 1) < EDITION:  # whose language nobody held apart
        plan = plan.model_copy(update={"language": {}})
    return Made(recipe, seed, plan, ordered)


def _suites(files: VersionFiles) -> dict[str, Any]:
    data = files.read(SUITES) if SUITES in files.hashes else None
    try:
        suites = json_of(data) if data is not None else None
    except ValueError:
        suites = None
    if not isinstance(suites, dict):
        message = f"dataset: {files.version} was made with suites of its own, and its suites.json does not hold them; restore it from a backup (docs/backup.md)"
        raise BadInput(message)
    return suites


class FolderOfVersion(LocalStore):
    """One version's folder, as somebody received it: a store of that version alone, to read."""

    def _path(self, key: str) -> Path:
        return self.folder / Path(key).name
