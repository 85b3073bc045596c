"""Saying where an answer comes from: by which rules and tables it was judged, and who wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.client.following import Served
from wearable_coach.client.provenance import AnswerProvenance
from wearable_coach.records import Verdict
from wearable_coach.serving.prompts import Asked
from wearable_coach.shipped import code_commit, code_version, tables_sha256
from wearable_coach.standards.told import told_level
from wearable_coach.verification.standing_on import all_lean_on, formula_rule

_ALWAYS_BOUND = ("STD-SAFE-001", "STD-SCR-001")
"""The cap of every answer is by both."""
_NO_TARGETS, _TOLD = "STD-HR-011", "STD-TOLD-001"


def provenance_of(
    source: str, verdicts: Sequence[Verdict], asked: Asked, served: Served
) -> AnswerProvenance:
    """Return where an answer comes from.

    Args:
        source: Who wrote it.
        verdicts: What the verifier said of it.
        asked: What was asked, and of which day.
        served: What was in service.
    """
    facts = asked.known.facts
    bound = [
        *_ALWAYS_BOUND,
        *([_NO_TARGETS] if facts.hr_invalid else []),
        *([_TOLD] if any(told_level(r) is not None for r in facts.safety_reasons) else []),
    ]
    ruling = {*bound, *(v.rule for v in verdicts)}
    formula = asked.known.hrmax_formula
    spoke = source == "model"
    return AnswerProvenance(
        source=source,
        rules=tuple(sorted(all_lean_on(ruling, formula_rule(formula)))),
        tables_sha256=tables_sha256(),
        hrmax_formula=formula,
        code_version=code_version(),
        code_commit=code_commit(),
        model=served.name if spoke else "",
        identity=served.identity if spoke else "",
        job=served.origin.job if spoke else "",
        dataset=served.origin.dataset if spoke else "",
    )
