"""The page of a dataset that the gate refused: one file, nothing fetched from anywhere."""

from __future__ import annotations

from wearable_coach.records import GateReport
from wearable_coach.reporting.environment import environment


def render_gate_page(report: GateReport) -> str:
    """Return why a dataset was refused, as one HTML page."""
    failed = [r for r in report.results if not r.success]
    return environment().get_template("refused.html").render(report=report, failed=failed)
