"""A look at the rows of one shard: all that the gate needs of them, in a few files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from expectations.columns import columns_of_rows
from expectations.judges import Judges, kept_judge
from expectations.keys import row_keys
from expectations.shards.sentences import sentences_parquet
from expectations.shards.signatures import signatures_npz
from expectations.suites import columns_parquet
from expectations.typed import typed
from wearable_coach.dataset.floors import group_counts
from wearable_coach.dataset.variety import tallies
from wearable_coach.records import GatePlan, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec

COLUMNS = "columns.parquet"
"""What the suites run on, of each row by itself; a version keeps it."""
KEYS, SENTENCES, SIGNATURES = "keys.parquet", "sentences.parquet", "grams.npz"
"""By what rows are compared, sentences counted, near twins found; none is needed once the gate has passed."""


class Look(NamedTuple):
    """What is found in the rows of one shard."""

    files: dict[str, bytes]
    """By the names above."""
    told: dict[str, Any]
    """Rows, groups of people and questions, and what is no sentence by category [count]; JSON."""


def look(  # noqa: PLR0913 - keyword-only parts of a check
    rows: Sequence[Row],
    plan: GatePlan,
    prompts: Mapping[str, str],
    ordered: Sequence[RowSpec] | None,
    *,
    first: int = 0,
    judged_by: Judges | None = None,
) -> Look:
    """Look at the rows of a shard.

    Args:
        rows: The rows as they are stored; they may hold anything.
        plan: What the gate is to find of the whole dataset.
        prompts: System prompt by category.
        ordered: What each row was to be, where that is known.
        first: Place of the first row among those of all shards; it names a row that has no id.
        judged_by: Processes that judge rows anew; None takes one that stays for this process's next look.
    """
    right = typed(rows, first=first)
    judging = (judged_by or kept_judge()).begin(right.rows, plan.hrmax_formula)
    said = tallies(right.rows)
    files = {
        KEYS: columns_parquet(row_keys(right.rows, ordered)),
        SENTENCES: sentences_parquet(said),
        SIGNATURES: signatures_npz(right.rows, plan),
    }
    columns = columns_of_rows(right, plan, prompts=prompts, found=judging.found(), ordered=ordered)
    told = {
        "rows": len(rows),
        "groups": dict(group_counts(right.rows)),
        "left_out": {category: tally.left_out for category, tally in said.items()},
    }
    return Look({COLUMNS: columns_parquet(columns)} | files, told)


def summed(told: Sequence[Mapping[str, Any]], name: str) -> Counter[str]:
    """Return what was told of the shards under a name, added up."""
    found: Counter[str] = Counter()
    for one in told:
        found.update(one[name])
    return found
