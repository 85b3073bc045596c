"""Health interpretation: nine vitals and a profile → one report in a fixed order of sections."""

from __future__ import annotations

from functools import cache
from random import Random

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.interpretation.combined import combined
from wearable_coach.answers.interpretation.ground import grounded
from wearable_coach.answers.interpretation.missing import sources, to_check
from wearable_coach.answers.interpretation.overall import overall
from wearable_coach.answers.interpretation.question import FRAMES, question
from wearable_coach.answers.interpretation.today import today
from wearable_coach.answers.interpretation.vitals import each_vital
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Draft, Profile, Vitals
from wearable_coach.standards.table import table

__all__ = ["FRAMES", "compose", "shape"]


def shape(  # noqa: PLR0913 - all but the records by keyword
    profile: Profile,
    vitals: Vitals,
    *,
    stratum: str,  # noqa: ARG001 - one signature for all composers
    frame: int,  # noqa: ARG001
    rng: Random,  # noqa: ARG001
    hrmax_formula: HrmaxFormula,  # noqa: ARG001
) -> tuple[Profile, Vitals]:
    """Return the inputs as they are: a report's question tells all it knows."""
    return profile, vitals


@cache
def _headings() -> tuple[str, ...]:
    """Return the report's headings in their order. Source: FMT-SEC-001."""
    return tuple(table("answer_format")["health_interpretation"]["report"])


def compose(brief: Brief) -> Draft:
    """Write one question and its report.

    Args:
        brief: A valid day with its facts, a voice and a question frame.

    Returns:
        One turn; the sections stand in the order of ``answer_format.yaml``.
    """
    asked = question(brief)
    ground = grounded(brief)
    first = overall(ground)
    vitals = each_vital(ground)
    together = combined(ground)
    advice = today(ground)
    texts = (
        first,
        vitals,
        together,
        advice.text(),
        to_check(ground),
        sources(ground, advice),
    )
    answer = "\n\n".join(
        f"## {heading}\n{text}" for heading, text in zip(_headings(), texts, strict=True)
    )
    return Draft(
        turns=((asked, answer),),
        template_ids=(f"interpretation.q{brief.frame:02d}", *ground.speaker.said),
    )
