"""Rows that open with a question of another one: found by keys of all shards together, before anything is judged."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from wearable_coach.dataset.plan import RowPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[Any]

QUESTIONS = "questions.npy"
_FIELDS = [("index", "<u4"), ("attempt", "<u4"), ("question", "<u8")]
"""Which row of its shard, the attempt that it is of, and the key of its first question; 0 where it has none."""


def questions_file(
    indices: Iterable[int], attempts: Iterable[int], questions: Sequence[int]
) -> bytes:
    """Return the keys of some rows of a shard as a file."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    found = np.zeros(len(questions), dtype=_FIELDS)
    found["index"], found["attempt"] = list(indices), list(attempts)
    found["question"] = questions
    sink = io.BytesIO()
    np.save(sink, found, allow_pickle=False)
    return sink.getvalue()


def newest_keys(files: Iterable[bytes]) -> Keys:
    """Return the keys of all rows of a shard, those of later rounds in their places.

    Args:
        files: Of the first round, then of each later one.
    """
    import numpy as np  # noqa: PLC0415

    first, *later = (np.load(io.BytesIO(data), allow_pickle=False) for data in files)
    for keys in later:
        first[keys["index"]] = keys
    found: Keys = first
    return found


def repeated(questions: Keys) -> NDArray[np.int64]:
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
