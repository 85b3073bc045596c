"""Parts of an evaluation's report that come after it: what changed since another, what a judge says."""

from __future__ import annotations

import re

from wearable_coach.evaluation.changes import EvaluationChanges
from wearable_coach.evaluation.rubric_judge import RubricJudgement
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.evaluation.written import percent
from wearable_coach.reporting.environment import environment

_MOST = 50
"""Cases of a kind that the report shows; the command's output names all."""
_END = "</section>"
_BEFORE = re.compile(r"</body>", re.IGNORECASE)


def with_changes(report: str, changes: EvaluationChanges) -> str:
    """Return a report with the part that tells what changed, in place of such a part that it has.

    Args:
        report: The page, of this version or an older one.
        changes: What changed.
    """
    template = environment().get_template("changes.html")
    return _with(report, "changes", template.render(found=changes, measures=BY_KEY, most=_MOST))


def with_judgement(report: str, found: RubricJudgement) -> str:
    """Return a report with the part that tells what a judge says, in place of such a part that it has."""
    template = environment().get_template("judge.html")
    return _with(report, "judge", template.render(found=found, percent=percent))


def _with(report: str, name: str, written: str) -> str:
    begin = f'<section id="{name}">'
    part = f"{begin}\n{written}\n{_END}"
    there = re.search(f"{begin}.*?{_END}", report, re.DOTALL)
    if there:
        return f"{report[: there.start()]}{part}{report[there.end() :]}"
    end = _BEFORE.search(report)
    at = end.start() if end else len(report)
    return f"{report[:at]}{part}{report[at:]}"
