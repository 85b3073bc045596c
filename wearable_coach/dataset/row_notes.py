"""What is noted of each row of a shard, and what follows from it: rows that open with the question of another one."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from wearable_coach.dataset.plan import RowPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Notes = NDArray[Any]

NOTES = "notes.npy"
_FIELDS = [("index", "<u4"), ("attempt", "<u4"), ("claims", "<u4"), ("question", "<u8")]


class RowNote(NamedTuple):
    """What is noted of a row."""

    attempt: int
    claims: int
    question: int
    """Key of its first question; 0 where it has none."""


def notes_file(indices: Iterable[int], notes: Sequence[RowNote]) -> bytes:
    """Return the notes of some rows of a shard as a file.

    Args:
        indices: Which of the shard's rows they are.
        notes: One a row.
    """
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    rows = [(index, *note) for index, note in zip(indices, notes, strict=True)]
    sink = io.BytesIO()
    np.save(sink, np.array(rows, dtype=_FIELDS), allow_pickle=False)
    return sink.getvalue()


def newest_notes(files: Iterable[bytes]) -> Notes:
    """Return the notes of all rows of a shard, those of later rounds in their places.

    Args:
        files: Of the first round, then of each later one.
    """
    import numpy as np  # noqa: PLC0415

    first, *later = (np.load(io.BytesIO(data), allow_pickle=False) for data in files)
    for notes in later:
        first[notes["index"]] = notes
    found: Notes = first
    return found


def repeated(questions: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places of the questions that stand at an earlier place as well, in order."""
    import numpy as np  # noqa: PLC0415

    asked = np.flatnonzero(questions)
    _, first = np.unique(questions[asked], return_index=True)
    again = np.ones(len(asked), dtype=bool)
    again[first] = False
    places: NDArray[np.int64] = asked[again]
    return places


def used_up(plan: RowPlan, row_ids: Iterable[str]) -> str:
    """Return what is told where rows go on opening with questions of others: the number that can be had.

    Args:
        plan: All rows.
        row_ids: Those that could not be made to differ.
    """
    left = Counter((s.category, s.stratum) for s in map(plan.by_id, row_ids))
    (category, stratum), short = left.most_common(1)[0]
    asked = sum(c.count for c in plan.cells if (c.category, c.stratum) == (category, stratum))
    can = len(plan) * (asked - short) // asked
    return (
        f"stratum {stratum} of {category}: of {asked:,} rows some {asked - short:,} differ in their first question; "
        f"ask for at most {can:,} --rows, or lower the stratum's weight in the recipe's strata"
    )
