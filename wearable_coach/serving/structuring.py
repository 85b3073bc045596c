"""Making the fields of an answer from the text that is shown, its verdicts and its day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, cast

from wearable_coach.records import Verdict
from wearable_coach.serving.need import need_of, safety_level, urgency_of
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.routine import routine_in
from wearable_coach.serving.said_targets import said_targets
from wearable_coach.serving.structured import CitedSource, StructuredAnswer
from wearable_coach.serving.urgent_text import RULE as ACTS_RULE
from wearable_coach.standards.intensity import lower_cap
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import topic_sources
from wearable_coach.verification.sourced import SOURCED, points_said
from wearable_coach.verification.standing_on import formula_rule, sources_of

SAID = "said:"
"""Stands before the kind of help that a user's own words ask for, among the reasons of a level."""
_CITATION, _REQUIRED = "citation:", "required:"
_Cap = Literal["none", "light", "moderate", "vigorous"]


def structured(text: str, verdicts: Sequence[Verdict], asked: Asked) -> StructuredAnswer:
    """Return an answer as fields.

    Args:
        text: The answer as it is shown.
        verdicts: What the verifier said of it.
        asked: What was asked, and of which day.
    """
    facts = asked.known.facts
    level, kind = safety_level(asked), need_of(asked).kind
    cap = cap_of_answer(asked, level)
    is_plan = asked.kind == "exercise_recommendation"
    return StructuredAnswer(
        cap=cast("_Cap", cap),
        urgency=urgency_of(asked),
        safety_level=int(level),
        safety_reasons=(*facts.safety_reasons, *((SAID + kind,) if kind else ())),
        screening=facts.screening,
        routine=routine_in(text) if is_plan and cap != "none" else (),
        targets=said_targets(text, verdicts, facts, cap=cap),
        sources=_sources(text, verdicts, formula_rule(asked.known.hrmax_formula)),
    )


def cap_of_answer(asked: Asked, level: SafetyLevel) -> str:
    """Return the highest intensity that an answer allows: the day's, or the lower one of the answer's level."""
    return lower_cap(
        asked.known.facts.max_intensity_allowed, table("safety")["levels"][level]["cap"]
    )


def _sources(text: str, verdicts: Sequence[Verdict], formula: str) -> tuple[CitedSource, ...]:
    """Return what the text cites, then what the numbers and acts of its supported claims are from."""
    rows: dict[str, dict[str, Any]] = table("sources")
    supported = {(v.claim, v.rule) for v in verdicts if v.verdict == "supported"}
    said = {c.removeprefix(_CITATION) for c, _ in supported if c.startswith(_CITATION)}
    cited = [key for key, row in rows.items() if key in said or row["cite_ko"] in text]
    ruling = {rule for _, rule in supported}
    under = {key for rule in ruling for key in sources_of(rule, formula)}
    acts = {c.removeprefix(_REQUIRED) for c, rule in supported if rule == ACTS_RULE}
    points = _points_by_source(verdicts)
    found = [
        *(_cited(key, in_text=True) for key in cited),
        *(_cited(key, in_text=False) for key in rows if key in under and key not in cited),
        *(source for kind in sorted(acts) for source in _of_acts(kind)),
    ]
    named = {source.key for source in found}
    found += [_of_topics(key) for key in points if key not in named]
    return tuple(s.model_copy(update={"points": points.get(s.key, ())}) for s in found)


def _points_by_source(verdicts: Sequence[Verdict]) -> dict[str, tuple[str, ...]]:
    """Return the points of everyday topics that an answer says by their source, in the order of the text."""
    said: dict[str, tuple[str, ...]] = {}
    for verdict in verdicts:
        if verdict.rule == SOURCED and verdict.verdict == "supported":
            for point in points_said(verdict.span):
                said[point.source] = tuple(dict.fromkeys((*said.get(point.source, ()), point.id)))
    return said


@cache
def _of_topics(key: str) -> CitedSource:
    """Return a source that points of topics name: a standard's where it is one of these too."""
    if key in table("sources"):
        return _cited(key, in_text=False)
    return _uncited(key, topic_sources()[key])


@cache
def _cited(key: str, *, in_text: bool) -> CitedSource:
    row = table("sources")[key]
    return CitedSource(
        key=key, cite_ko=row["cite_ko"], doi=row["doi"], reference=row["reference"], in_text=in_text
    )


@cache
def _of_acts(kind: str) -> tuple[CitedSource, ...]:
    """Return whence the acts of a kind of need are, which no answer cites."""
    acts = table("urgent_acts")
    keys = acts["kinds"].get(kind, {}).get("source", [])
    return tuple(_uncited(key, acts["sources"][key]) for key in keys if key != acts["source"])


def _uncited(key: str, reference: str) -> CitedSource:
    about, _, doi = reference.partition(", doi:")
    return CitedSource(key=key, cite_ko="", doi=doi or None, reference=about, in_text=False)
