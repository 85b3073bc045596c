"""An evaluation in short, for the Prefect UI: the verdict as Markdown, the headline as a table."""

from __future__ import annotations

from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.promotion.rule import headline_measures
from wearable_coach.reporting.evaluation_page import ROLE_LABELS, points, share

VERDICT_LABELS = {"promote": "승격", "hold": "보류", "reject": "거절"}


def verdict_markdown(found: Evaluation) -> str:
    """Return the verdict with its reasons."""
    decision = found.decision
    rival = f", 비교 `{decision.rival}`" if decision.rival else ""
    lines = [
        f"# {VERDICT_LABELS[decision.verdict]}: {found.candidate}",
        f"물음 {sum(found.sets.values()):,}건, {found.people:,}명{rival}",
        "\n".join(f"- {'✓' if r.met else '✗'} {r.text}" for r in decision.reasons),
    ]
    return "\n\n".join(lines) + "\n"


def headline_table(found: Evaluation) -> list[dict[str, str]]:
    """Return the headline figures: a row a measure, a column a model, and the difference."""
    to_rival = {d.measure: d for d in found.differences if d.against == found.decision.rival}
    return [
        {
            "지표": BY_KEY[measure].label,
            **{f"{ROLE_LABELS[m.role]} {m.name}": share(m.figure(measure)) for m in found.models},
            "차이": points(to_rival.get(measure)),
        }
        for measure in headline_measures(found.rule)
    ]
