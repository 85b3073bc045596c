"""Health interpretation: nine vitals and a profile → one report in a fixed order of sections."""

from __future__ import annotations

import re
from random import Random

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.emergencies import meanwhile, whom_to_call
from wearable_coach.answers.interpretation.combined import combined
from wearable_coach.answers.interpretation.ground import Ground, grounded
from wearable_coach.answers.interpretation.missing import sources, to_check
from wearable_coach.answers.interpretation.overall import overall, urgent
from wearable_coach.answers.interpretation.question import FRAMES, question
from wearable_coach.answers.interpretation.today import today
from wearable_coach.answers.interpretation.vitals import each_vital
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Draft, Profile, Vitals
from wearable_coach.standards.answer_format import section_order
from wearable_coach.standards.levels import SafetyLevel

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


_EACH = re.compile(
    r"뜻|의미|하나씩|하나하나|풀어서|풀어 ?주|항목별|(?:지표|수치|필드)(?:마다|별)|값들?을 해석|각 ?(?:수치|필드|지표|항목)"
)
"""What asks of each reading what it means: 하나하나 뜻이 궁금해요, 각 필드를 풀어서."""
_VERDICT = re.compile(r"좋은 ?편|괜찮은 ?건가|어떤 ?상태|상태 ?어(?:때|떤)|어떤 ?것 ?같")
"""What asks for good or not: 좋은 편인지 아닌지, 상태 어때요, 괜찮은 건가요."""


_WHICH = re.compile(r"어느 ?지표|신경 ?써야|걱정할 ?부분|뭘 ?조심")
"""What asks which readings to mind: 어느 지표를 신경 써야 하는지, 걱정할 부분이 있는지."""
_BRIEF = re.compile(r"짧게|간단|핵심|빨리")
"""What asks for little: 짧게 여쭐게요, 핵심 위주로 해석해 주세요."""


def compose(brief: Brief) -> Draft:
    """Write one question and its report; at an emergency what to do, and nothing else.

    Args:
        brief: A valid day with its facts, a voice and a question frame.

    Returns:
        One turn; the sections stand in the order of ``answer_format.yaml``.
    """
    asked = question(brief)
    ground = grounded(brief)._replace(
        asks_each=bool(_EACH.search(asked)),
        asks_brief=bool(_BRIEF.search(asked)),
        asks_verdict=bool(_VERDICT.search(asked)),
        asks_which=bool(_WHICH.search(asked)),
    )
    level, cap = brief.facts.safety_level, brief.facts.max_intensity_allowed
    headings = section_order("health_interpretation", level=level, cap=cap)
    texts = _emergency(ground) if level == SafetyLevel.EMERGENCY else _report(ground)
    answer = "\n\n".join(
        f"## {heading}\n{text}" for heading, text in zip(headings, texts, strict=True)
    )
    return Draft(
        turns=((asked, answer),),
        template_ids=(f"interpretation.q{brief.frame:02d}", *ground.speaker.said),
    )


def _report(ground: Ground) -> tuple[str, ...]:
    first = overall(ground)
    vitals = each_vital(ground)
    together = combined(ground)
    advice = today(ground)
    return (first, vitals, together, advice.text(), to_check(ground), sources(ground, advice))


def _emergency(ground: Ground) -> tuple[str, ...]:
    """Write the act with its ground, what to do meanwhile, and whom to call."""
    brief, speaker = ground.brief, ground.speaker
    return (urgent(ground), meanwhile(brief, speaker), whom_to_call(brief, speaker))
