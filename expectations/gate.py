"""The gate: all suites on all rows, told as a report.

Rows are judged anew by other processes while this one imports Great Expectations and looks at the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from expectations import dataset
from expectations.columns import GateColumns, HeldColumns, columns_of_rows
from expectations.columns_dataset import columns_of_all
from expectations.findings import check_result
from expectations.judges import Judges, Judging, judges_for
from expectations.suites import kept_files, suites_of
from expectations.typed import TypedRows, typed
from expectations.validation import Validator
from wearable_coach.records import GatePlan, GateReport, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec


def run_gate(  # noqa: PLR0913 - keyword-only parts of a check
    rows: Sequence[Row],
    plan: GatePlan,
    *,
    prompts: Mapping[str, str],
    ordered: Sequence[RowSpec] | None = None,
    judged_by: Judges | None = None,
    show: Callable[[GateColumns], object] | None = None,
) -> GateReport:
    """Check a dataset with the suites of vitals, conversations and the whole, and with the recipe's own.

    Args:
        rows: All accepted rows; they may hold anything.
        plan: What the gate is to find.
        prompts: System prompt by category.
        ordered: What each row was to be, where that is known.
        judged_by: Processes that judge rows anew; None takes one that stays for this process's next run, or opens
            several where so many rows are worth it.
        show: Is given the columns that the suites ran on.

    Returns:
        A result an expectation. A failed one that single rows can fail names their ids and values, up to
        `MOST_NAMED` in all; one of the whole dataset names none and has to stop the publication. Where all
        pass, what a version keeps of the suites comes with it.
    """
    right = typed(rows)
    with _opened(judged_by, rows) as others:
        judging = others.begin(right.rows, plan.hrmax_formula)
        validator = Validator(dataset.parameters(plan))
        columns = HeldColumns(_columns(right, plan, prompts, judging, ordered))
    report = report_of(columns, plan, validator)
    if show is not None:
        show(columns)
    return (
        report.model_copy(update={"kept": kept_files(plan, columns)}) if report.passed else report
    )


def report_of(columns: GateColumns, plan: GatePlan, validator: Validator) -> GateReport:
    """Return what the suites of a plan say of columns, wherever these are."""
    outcomes = [
        outcome
        for name, checks in suites_of(plan).items()
        for outcome in validator.validate(name, checks, columns)
    ]
    results = tuple(check_result(outcome, columns) for outcome in outcomes)
    return GateReport(results=results, rows=columns.rows)


def product_columns(
    rows: Sequence[Row],
    plan: GatePlan,
    *,
    prompts: Mapping[str, str],
    ordered: Sequence[RowSpec] | None = None,
    judged_by: Judges | None = None,
) -> dict[str, Sequence[Any]]:
    """Return the flat frame that the suites run on: a column a name, a value a row (docs/gate.md)."""
    right = typed(rows)
    with _opened(judged_by, rows) as others:
        judging = others.begin(right.rows, plan.hrmax_formula)
        return _columns(right, plan, prompts, judging, ordered)


def _opened(judged_by: Judges | None, rows: Sequence[Row]) -> AbstractContextManager[Judges]:
    return judges_for(len(rows)) if judged_by is None else nullcontext(judged_by)


def _columns(
    right: TypedRows,
    plan: GatePlan,
    prompts: Mapping[str, str],
    judging: Judging,
    ordered: Sequence[RowSpec] | None,
) -> dict[str, Sequence[Any]]:
    whole = columns_of_all(right.rows, plan, ordered)
    found = judging.found()
    return columns_of_rows(right, plan, prompts=prompts, found=found, ordered=ordered) | whole
