"""The gate: all suites on all rows, told as a report.

Rows are judged anew by other processes while this one imports Great Expectations and looks at the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from expectations import dataset
from expectations.columns_conversations import conversation_columns
from expectations.columns_dataset import dataset_columns
from expectations.columns_vitals import vitals_columns
from expectations.findings import check_result
from expectations.judges import Judges, Judging, judges
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
    show: Callable[[Mapping[str, Sequence[Any]]], object] | None = None,
) -> GateReport:
    """Check a dataset with the suites of vitals, conversations and the whole, and with the recipe's own.

    Args:
        rows: All accepted rows; they may hold anything.
        plan: What the gate is to find.
        prompts: System prompt by category.
        ordered: What each row was to be, where that is known.
        judged_by: Processes that judge rows anew; None opens some for this run.
        show: Is given the columns that the suites ran on.

    Returns:
        A result an expectation. A failed one that single rows can fail names their ids and values; one of
        the whole dataset names none and has to stop the publication. Where all pass, what a version keeps
        of the suites comes with it.
    """
    right = typed(rows)
    with _opened(judged_by, rows) as others:
        judging = others.begin(right.rows, plan.hrmax_formula)
        validator = Validator(dataset.parameters(plan))
        columns = _columns(right, plan, prompts, judging, ordered)
    outcomes = [
        outcome
        for name, checks in suites_of(plan).items()
        for outcome in validator.validate(name, checks, columns)
    ]
    if show is not None:
        show(columns)
    results = tuple(check_result(o, right.rows) for o in outcomes)
    report = GateReport(results=results, rows=len(rows))
    return (
        report.model_copy(update={"kept": kept_files(plan, columns)}) if report.passed else report
    )


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
    return judges(len(rows)) if judged_by is None else nullcontext(judged_by)


def _columns(
    right: TypedRows,
    plan: GatePlan,
    prompts: Mapping[str, str],
    judging: Judging,
    ordered: Sequence[RowSpec] | None,
) -> dict[str, Sequence[Any]]:
    whole = dataset_columns(right.rows, plan, ordered)
    days = vitals_columns(right.whole, plan.hrmax_formula)
    talks = conversation_columns(right.rows, prompts, found=judging.found(), faults=right.faults)
    texts = (
        _texts(right.rows) if plan.own_suites else {}
    )  # as large as all the rest, for who may ask
    return {**_of_rows(right.rows), **days, **talks, **whole, **texts}


def _of_rows(rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    """Return what each row says of itself."""
    names = ("row_id", "kind", "stratum", "person_id", "template_family", "claims", "attempt")
    return {name: [getattr(row, name) for row in rows] for name in names}


def _texts(rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    """Return what is said in each conversation, all questions and all answers, a line between two."""
    said = {"question": "user", "answer": "assistant"}
    return {
        name: ["\n".join(m.content for m in row.messages if m.role == role) for row in rows]
        for name, role in said.items()
    }
