"""The gate: all suites on all rows, told as a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from expectations import conversations, dataset, vitals
from expectations.columns_conversations import conversation_columns
from expectations.columns_dataset import dataset_columns
from expectations.columns_vitals import vitals_columns
from expectations.findings import check_result
from expectations.validation import ValidationOutcome, Validator
from wearable_coach.records import GatePlan, GateReport, Row


def run_gate(rows: Sequence[Row], plan: GatePlan, *, prompts: Mapping[str, str]) -> GateReport:
    """Check a dataset with the suites of vitals, conversations and the whole.

    Args:
        rows: All accepted rows.
        plan: What the gate is to find.
        prompts: System prompt by category.

    Returns:
        A result an expectation. A failed one that single rows can fail names their ids; one of the
        whole dataset names none and has to stop the publication.
    """
    validator = Validator(dataset.parameters(plan))
    outcomes = _by_row(validator, rows, plan, prompts)
    columns = dataset_columns(rows, near_twin_jaccard=plan.near_twin_jaccard)
    outcomes += validator.validate("dataset", dataset.checks(plan), columns)
    return GateReport(results=tuple(check_result(o, rows) for o in outcomes), rows=len(rows))


def _by_row(
    validator: Validator, rows: Sequence[Row], plan: GatePlan, prompts: Mapping[str, str]
) -> list[ValidationOutcome]:
    talk = conversations.checks(plan.max_tokens)
    return [
        *validator.validate("vitals", vitals.checks(), vitals_columns(rows, plan.hrmax_formula)),
        *validator.validate("conversations", talk, conversation_columns(rows, prompts)),
    ]
