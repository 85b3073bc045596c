"""The gate as tests run it: the processes that judge rows anew stay for the next test."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from functools import cache

from expectations.gate import run_gate
from expectations.judges import Judges
from tests.support.rows import plan_for
from wearable_coach.dataset.plan import RowSpec
from wearable_coach.records import CheckResult, GatePlan, GateReport, Row
from wearable_coach.rendering.prompts import system_prompts


@cache
def _judges() -> Judges:
    judges = Judges(1)
    atexit.register(judges.end)
    return judges


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
        judged_by=_judges(),
    )


def failures(report: GateReport) -> dict[str, CheckResult]:
    """Return what failed, by code."""
    return {r.code: r for r in report.results if not r.success}
