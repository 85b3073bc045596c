"""A file of the folder that a version is given as, and where one in another form lies."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.dataset.parts import Split, part_name, part_of


class File(NamedTuple):
    """A file of the folder."""

    path: str
    data: bytes


def path_of(form: str, split: Split, source: str) -> str:
    """Return where a file in another form lies, as ``alpaca/train.jsonl`` or ``alpaca/train-00012-of-00150.jsonl``.

    Args:
        form: Its form.
        split: Whose conversations it holds.
        source: The version's file that it is made of.
    """
    part = part_of(source)
    if part is None or not part.of:
        return f"{form}/{split}.jsonl"
    return f"{form}/{part_name(split, part.number, part.of)}"
