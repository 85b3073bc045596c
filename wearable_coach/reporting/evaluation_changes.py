"""The part of an evaluation's report that tells what changed since another evaluation."""

from __future__ import annotations

import re

from wearable_coach.evaluation.changes import EvaluationChanges
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.reporting.environment import environment

_MOST = 50
"""Cases of a kind that the report shows; the command's output names all."""
_BEGIN, _END = '<section id="changes">', "</section>"
_PART = re.compile(f"{_BEGIN}.*?{_END}", re.DOTALL)
_BEFORE = re.compile(r"</body>", re.IGNORECASE)


def with_changes(report: str, changes: EvaluationChanges) -> str:
    """Return a report with the part that tells what changed, in place of such a part that it has.

    Args:
        report: The page, of this version or an older one.
        changes: What changed.
    """
    part = f"{_BEGIN}\n{_rendered(changes)}\n{_END}"
    there = _PART.search(report)
    if there:
        return f"{report[: there.start()]}{part}{report[there.end() :]}"
    end = _BEFORE.search(report)
    at = end.start() if end else len(report)
    return f"{report[:at]}{part}{report[at:]}"


def _rendered(changes: EvaluationChanges) -> str:
    template = environment().get_template("changes.html")
    return template.render(found=changes, measures=BY_KEY, most=_MOST)
