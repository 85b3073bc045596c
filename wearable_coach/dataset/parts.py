"""The names of a version's data files, be it of one part or of many; no other place knows them.

A small version holds ``train_20261129.jsonl``, ``records.parquet``, ``columns.parquet`` and ``rejects.jsonl``; one
that was made in 150 shards ``train-00012-of-00150.jsonl``, ``records-00012-of-00150.parquet`` and so on, a part a shard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, cast

Split = Literal["train", "valid", "test"]
PartKind = Literal["train", "valid", "test", "records", "columns", "rejects"]
SPLITS: tuple[Split, ...] = ("train", "valid", "test")
WHOLE = {"records": "records.parquet", "columns": "columns.parquet", "rejects": "rejects.jsonl"}
"""What is no training file by its name in a version of one part."""
PART_PATTERN = (
    r"(?:(?:train|valid|test)(?:_\d{8})?\.jsonl|(?:records|columns)\.parquet|rejects\.jsonl"
    r"|(?:train|valid|test|rejects)-\d{5}-of-\d{5}\.jsonl|(?:records|columns)-\d{5}-of-\d{5}\.parquet)"
)
"""Every such name, as a regular expression without groups."""
_NAME = re.compile(PART_PATTERN)
_SAID = re.compile(r"(?P<kind>[a-z]+)(?:-(?P<number>\d{5})-of-(?P<of>\d{5}))?")


class PartName(NamedTuple):
    """What a name says of its file."""

    kind: PartKind
    number: int
    """Of its shard; 0 in a version of one part."""
    of: int
    """Shards of the version [count]; 0 in a version of one part."""


def part_of(name: str) -> PartName | None:
    """Return what the name of a data file says; None for any other file."""
    said = _SAID.match(name) if _NAME.fullmatch(name) else None
    if said is None:
        return None
    return PartName(cast("PartKind", said["kind"]), int(said["number"] or 0), int(said["of"] or 0))


def part_name(kind: PartKind, number: int, of: int) -> str:
    """Return the name of a shard's file in its version, as ``train-00012-of-00150.jsonl``.

    Args:
        kind: What it holds.
        number: Of the shard, from 0.
        of: Shards of the version [count].
    """
    ending = "parquet" if kind in {"records", "columns"} else "jsonl"
    return f"{kind}-{number:05d}-of-{of:05d}.{ending}"


def parts_of(files: Iterable[str], kind: PartKind) -> tuple[str, ...]:
    """Return the files of one kind among those of a version, in the order of the shards.

    A version of many parts may have ``rejects.jsonl`` besides, which tells of days that no shard took.
    """
    found = [(part, name) for name in files if (part := part_of(name)) and part.kind == kind]
    of_shards = [(part, name) for part, name in found if part.of]
    return tuple(name for _, name in sorted(of_shards or found))


def by_split(files: Iterable[str]) -> dict[Split, tuple[str, ...]]:
    """Return split → its training files in order, of those splits that a version has."""
    names = tuple(files)
    return {split: parts for split in SPLITS if (parts := parts_of(names, split))}


def shards_of(files: Iterable[str]) -> int:
    """Return in how many shards a version was made, as its files are named; 0 for one of one part."""
    return max((part.of for name in files if (part := part_of(name))), default=0)


def lacking_parts(files: Iterable[str]) -> list[str]:
    """Return the records files that a version of many parts should name and does not."""
    names = set(files)
    of = shards_of(names)
    return [n for i in range(of) if (n := part_name("records", i, of)) not in names]


def name_of_all(parts: Sequence[str]) -> str:
    """Return one name for all parts of a kind: the file's own, or a pattern as ``train-*-of-00150.jsonl``."""
    if len(parts) == 1:
        return parts[0]
    return re.sub(r"-\d{5}-of-", "-*-of-", parts[0])
