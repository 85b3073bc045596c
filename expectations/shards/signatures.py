"""Near twins between the shards: each keeps signatures of its answers, as written and with numbers masked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from expectations.between import TRAIN, TwinRow
from expectations.keys import answer_text, key_of
from wearable_coach.dataset.diversity import masked
from wearable_coach.records import GatePlan, Row
from wearable_coach.standards.table import table

if TYPE_CHECKING:
    from expectations.keys import Keys
    from wearable_coach.dataset.twins import Place, SignedRows

Answers = Callable[[int, Sequence[int]], Sequence[str]]
"""Gives the answers of some rows, as `answer_text` does: by the shard's number, and the rows' places in it, which ascend."""
_PLAIN, _MASKED = "plain", "masked"


def signatures_npz(rows: Sequence[Row], plan: GatePlan) -> bytes:
    """Return the signatures of the rows' answers."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    from wearable_coach.dataset.twins import signed  # noqa: PLC0415

    answers = [answer_text(row) for row in rows]
    texts = {_PLAIN: answers, _MASKED: [masked(answer) for answer in answers]}
    arrays = {
        f"{kind}.{name}": array
        for kind, least in _least(plan).items()
        for name, array in signed(texts[kind], least).save().items()
    }
    sink = io.BytesIO()
    np.savez(sink, **arrays)  # type: ignore[arg-type] # its keywords are typed as its own setting
    return sink.getvalue()


def twin_rows(
    files: Sequence[Path], splits: Keys, starts: Sequence[int], plan: GatePlan, answers: Answers
) -> tuple[list[TwinRow], list[TwinRow]]:
    """Return the first near twin of each row outside train that has one, as written and with numbers masked.

    Args:
        files: As `signatures_npz` makes them, one a shard.
        splits: Key of the split of each row.
        starts: Place of each shard's first row among all.
        plan: What the gate is to find.
        answers: Gives the answers that were signed.
    """
    from wearable_coach.dataset.twins import twins_between  # noqa: PLC0415 - numpy, slow to import

    texts = {
        _PLAIN: answers,
        _MASKED: lambda shard, places: [masked(text) for text in answers(shard, places)],
    }
    found = {
        kind: [
            TwinRow(_place(twin.held_out, starts), _place(twin.train, starts), twin.jaccard)
            for twin in twins_between(_Parts(files, splits, starts, kind), least, texts[kind])
        ]
        for kind, least in _least(plan).items()
    }
    return found[_PLAIN], found[_MASKED]


def _place(at: Place, starts: Sequence[int]) -> int:
    return starts[at.part] + at.place


def _least(plan: GatePlan) -> dict[str, float]:
    return {_PLAIN: plan.near_twin_jaccard, _MASKED: table("gate")["masked_twin_jaccard"]}


class _Parts(Sequence["SignedRows"]):
    """The shards' signatures of one kind; a shard's are read when they are asked for."""

    def __init__(
        self, files: Sequence[Path], splits: Keys, starts: Sequence[int], kind: str
    ) -> None:
        self._files, self._splits, self._starts, self._kind = files, splits, starts, kind

    @overload
    def __getitem__(self, at: int) -> SignedRows: ...
    @overload
    def __getitem__(self, at: slice) -> list[SignedRows]: ...
    def __getitem__(self, at: int | slice) -> SignedRows | list[SignedRows]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        import numpy as np  # noqa: PLC0415

        from wearable_coach.dataset.twins import Signatures, SignedRows  # noqa: PLC0415

        with np.load(self._files[at]) as held:
            arrays = {
                name.removeprefix(f"{self._kind}."): held[name]
                for name in held.files
                if name.startswith(f"{self._kind}.")
            }
        splits = self._splits[self._starts[at] : self._starts[at + 1]]
        return SignedRows(Signatures.load(arrays), splits != key_of(TRAIN))

    def __iter__(self) -> Iterator[SignedRows]:
        return (self[number] for number in range(len(self)))

    def __len__(self) -> int:
        return len(self._files)
