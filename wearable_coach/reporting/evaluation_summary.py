"""An evaluation in short, for the Prefect UI: the verdict as Markdown, the headline as a table."""

from __future__ import annotations

from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.reporting.evaluation_page import difference, share
from wearable_coach.reporting.evaluation_story import (
    conclusion,
    differences_to_rival,
    ordered,
    story,
)
from wearable_coach.reporting.labels import label


def verdict_markdown(found: Evaluation) -> str:
    """Return the verdict and what decided it, short enough for a glance."""
    decision = found.decision
    rival = f" · 비교 `{decision.rival}`" if decision.rival else ""
    told = [f"- {'✓' if line.met else '✗'} {line.head}: {line.detail}" for line in story(found)]
    lines = [
        f"# {verdict_word(found)}: {found.candidate}",
        conclusion(found),
        "\n".join(told),
        f"물음 {sum(found.sets.values()):,}건, {found.people:,}명{rival}",
    ]
    return "\n\n".join(lines) + "\n"


def verdict_word(found: Evaluation) -> str:
    """Return the verdict in a word."""
    return label("verdicts", found.decision.verdict)


def headline_table(found: Evaluation) -> list[dict[str, str]]:
    """Return the headline figures: a row a measure, a column a model, and the difference."""
    to_rival = differences_to_rival(found)
    return [
        {
            "지표": BY_KEY[measure].label,
            **{
                f"{label('roles', m.role)} {m.name}": share(m.figure(measure)) for m in found.models
            },
            "차이": difference(to_rival.get(measure)),
        }
        for measure in ordered(found)
    ]
