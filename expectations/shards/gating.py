"""The gate of all shards together: the same suites and the same report as of the same rows in one place.

Memory is bounded: a column is read from the shards when a check asks for it, and what lies between rows is
found by keys of 8 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from expectations import dataset
from expectations.between import Dense, Summed, columns_between
from expectations.gate import report_of
from expectations.shards.filed import FiledColumns, FiledKeys
from expectations.shards.looking import COLUMNS, KEYS, SENTENCES, SIGNATURES, summed
from expectations.shards.sentences import sentence_sums
from expectations.shards.signatures import Answers, twin_rows
from expectations.suites import SUITES, columns_parquet, suites_json
from expectations.validation import MOST_NAMED, Validator
from wearable_coach.memory import give_back
from wearable_coach.records import GatePlan, GateReport

BETWEEN = "between.parquet"
"""The columns on what lies between rows, in the shards' order; a version keeps it."""
Judged = tuple[GateReport, bytes | None]


def gate_shards(  # noqa: PLR0913 - keyword-only parts of a check
    looks: Sequence[Mapping[str, Path]],
    plan: GatePlan,
    *,
    told: Sequence[Mapping[str, Any]],
    texts: Answers,
    most_named: int = MOST_NAMED,
    run: Callable[..., Judged] | None = None,
) -> GateReport:
    """Check a dataset in shards with all suites.

    Args:
        looks: The files of each shard's look on this machine, by their names in `Look.files`.
        plan: What the gate is to find.
        told: What each look told.
        texts: Gives the answers of some rows: by the shard's number, and the rows' places in it.
        most_named: Rows that findings name in all; more are counted alone.
        run: Runs a function with its arguments in another process, which then has Great Expectations to itself; None: here.

    Returns:
        As `run_gate` returns it for the rows of all shards, one shard's after another's. What a version keeps
        of the suites is `SUITES` and `BETWEEN`; the columns of each row are those of the looks.
    """
    keys = FiledKeys([look[KEYS] for look in looks])
    columns = FiledColumns([look[COLUMNS] for look in looks], keys=keys)
    plain, masked = twin_rows(
        [look[SIGNATURES] for look in looks], keys["split"], columns.starts, plan, texts
    )
    left_out = summed(told, "left_out")
    asked = {name: left_out[name] for name in plan.language if name in left_out}
    sums = sentence_sums([look[SENTENCES] for look in looks], asked) if asked else {}
    found = Summed(
        twins=plain,
        masked_twins=masked,
        sentences={name: of.counts() for name, of in sums.items()},
        groups=summed(told, "groups"),
    )
    between = columns_between(keys, plan, found, columns.read)
    del keys, columns
    give_back()
    report, suites = (run or _here)(
        judged,
        [look[COLUMNS] for look in looks],
        [look[KEYS] for look in looks],
        between,
        plan,
        most_named,
    )
    if suites is None:
        return report
    kept = {SUITES: suites, BETWEEN: columns_parquet(between)}
    return report.model_copy(update={"kept": kept})


def judged(
    columns: Sequence[Path], keys: Sequence[Path], between: Dense, plan: GatePlan, most_named: int
) -> Judged:
    """Run the suites on the columns of shards and what lies between their rows.

    Returns:
        The report, and the suites with this run's numbers where it passed.
    """
    found = FiledColumns(columns, between, FiledKeys(keys))
    report = report_of(found, plan, Validator(dataset.parameters(plan), most_named))
    return report, suites_json(plan) if report.passed else None


def _here(function: Callable[..., Judged], *args: Any) -> Judged:  # noqa: ANN401 - any function's
    return function(*args)
