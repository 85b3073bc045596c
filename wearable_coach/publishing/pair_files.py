"""The files of preference pairs of a version: a part at a time, as its records are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from wearable_coach.dataset.parts import WHOLE, Split, part_of, parts_of
from wearable_coach.dataset.preference_pairs import Pair, class_words, preference_pairs
from wearable_coach.dataset.records_file import read_rows
from wearable_coach.dataset.taught import formula_in
from wearable_coach.errors import BadInput
from wearable_coach.publishing.folder_file import File, path_of
from wearable_coach.records import Row
from wearable_coach.store import Store
from wearable_coach.store.wholeness import read_whole

PAIRS = "pairs"


def pair_files(
    store: Store, version: str, manifest: Mapping[str, Any]
) -> Iterator[tuple[Split, File]]:
    """Yield each file of pairs with its split; the words of a class come from all parts, a pair from its own.

    Raises:
        BadInput: the version has no records, a file is missing or was changed, or no answer makes a pair.
    """
    digests: dict[str, str] = dict(manifest["files"])
    parts = parts_of(digests, "records")
    if not parts:
        message = f"pairs: {version} has no {WHOLE['records']}, without which no answer can be judged anew; leave --pairs out, or name another"
        raise BadInput(message)

    def rows_of(name: str) -> list[Row]:
        return read_rows(read_whole(store, version, name, digests[name]), name=name)

    refused = {_number(name): name for name in parts_of(digests, "rejects")}
    words = class_words(row for name in parts for row in rows_of(name)) if parts[1:] else None
    seed, formula = int(manifest.get("seed") or 0), formula_in(manifest, version)
    none = True
    for name in parts:
        listed = refused.get(_number(name))
        rejects = read_whole(store, version, listed, digests[listed]) if listed else b""
        lines = (json.loads(line) for line in rejects.split(b"\n") if line)
        made: dict[Split, list[Pair]] = {}
        pairs = preference_pairs(
            rows_of(name), lines, seed=seed, hrmax_formula=formula, words=words
        )
        for pair in pairs:
            made.setdefault(cast("Split", pair.split), []).append(pair)
        for split, members in made.items():
            none = False
            data = b"".join(pair.line() for pair in members)
            yield split, File(path_of(PAIRS, split, name), data)
    if none:
        message = f"pairs: no answer of {version} can be made false so that the verifier says why; leave --pairs out"
        raise BadInput(message)


def _number(name: str) -> int:
    part = part_of(name)
    return part.number if part else 0
