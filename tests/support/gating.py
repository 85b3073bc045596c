"""The gate as tests run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from expectations.gate import run_gate
from tests.support.rows import plan_for
from wearable_coach.dataset.plan import RowSpec
from wearable_coach.records import CheckResult, GatePlan, GateReport, Row
from wearable_coach.rendering.prompts import system_prompts


def gate_of(
    rows: Sequence[Row],
    plan: GatePlan | None = None,
    *,
    prompts: Mapping[str, str] | None = None,
    ordered: Sequence[RowSpec] | None = None,
) -> GateReport:
    """Return what the gate says of rows; without a plan, of that which they meet."""
    return run_gate(
        rows,
        plan or plan_for(rows),
        prompts=prompts or system_prompts(),
        ordered=ordered,
    )


def failures(report: GateReport) -> dict[str, CheckResult]:
    """Return what failed, by code."""
    return {r.code: r for r in report.results if not r.success}
