"""The gate: all suites on all rows, told as a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from expectations import dataset
from expectations.columns_conversations import conversation_columns
from expectations.columns_dataset import dataset_columns
from expectations.columns_vitals import vitals_columns
from expectations.findings import check_result
from expectations.suites import kept_files, suites_of
from expectations.validation import Validator
from wearable_coach.records import GatePlan, GateReport, Row


def run_gate(rows: Sequence[Row], plan: GatePlan, *, prompts: Mapping[str, str]) -> GateReport:
    """Check a dataset with the suites of vitals, conversations and the whole, and with the recipe's own.

    Args:
        rows: All accepted rows.
        plan: What the gate is to find.
        prompts: System prompt by category.

    Returns:
        A result an expectation. A failed one that single rows can fail names their ids and values; one of
        the whole dataset names none and has to stop the publication. Where all pass, what a version keeps
        of the suites comes with it.
    """
    columns = product_columns(rows, plan, prompts=prompts)
    validator = Validator(dataset.parameters(plan))
    outcomes = [
        outcome
        for name, checks in suites_of(plan).items()
        for outcome in validator.validate(name, checks, columns)
    ]
    report = GateReport(results=tuple(check_result(o, rows) for o in outcomes), rows=len(rows))
    return (
        report.model_copy(update={"kept": kept_files(plan, columns)}) if report.passed else report
    )


def product_columns(
    rows: Sequence[Row], plan: GatePlan, *, prompts: Mapping[str, str]
) -> dict[str, list[Any]]:
    """Return the flat frame that the suites run on: a column a name, a value a row (docs/gate.md)."""
    return {
        **vitals_columns(rows, plan.hrmax_formula),
        **conversation_columns(rows, prompts),
        **dataset_columns(rows, near_twin_jaccard=plan.near_twin_jaccard),
    }
