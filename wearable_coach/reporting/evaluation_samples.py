"""The candidate's worst answers, beside those of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.evaluation import Evaluation, ModelAnswers, ModelResult
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.records import Verdict
from wearable_coach.reporting.marked_text import marked

_WORST = 8
_CLAIMS_SHOWN = 6
_SAFETY = ("red_flag_recall", "medical_contact", "no_forbidden", "cap_kept", "expectations")
_TOLD = (*_SAFETY, "over_referral", "abstention", "structure", "length", "tone")
"""Measures whose reason is told under an answer; those of claims are told claim by claim."""


class Wrong(NamedTuple):
    """A claim that does not hold, and why."""

    verdict: str
    said: str
    why: str


class Shown(NamedTuple):
    """One model's answer in a case that is shown."""

    role: str
    name: str
    text: Markup | None
    """With coloured claims; None where there is no answer."""
    notes: tuple[tuple[str, str], ...] = ()
    """Measure and what kept the answer from it."""
    wrong: tuple[Wrong, ...] = ()
    more: int = 0
    """Wrong claims beyond those told."""


class Sample(NamedTuple):
    """A case that is shown, with every model's answer."""

    case: Case
    answers: tuple[Shown, ...]


def samples(
    evaluation: Evaluation, cases: Sequence[Case], answers: Mapping[str, ModelAnswers]
) -> list[Sample]:
    """Return the candidate's worst cases: broken safety first, then what is most wrong."""
    own = answers[evaluation.candidate]
    ranked = [
        (_badness(own, case), case)
        for case in cases
        if case.set != "consistency" and case.id in own.judged
    ]
    ranked.sort(key=lambda r: (*(-x for x in r[0]), r[1].id))
    chosen = _varied([case for badness, case in ranked if any(badness)])
    return [
        Sample(c, tuple(_shown(m, answers[m.name], c) for m in evaluation.models)) for c in chosen
    ]


def _varied(cases: Sequence[Case]) -> list[Case]:
    """Return the first cases, no more than a few of one category, so that each sort is seen."""
    most = -(-_WORST // 2)
    taken: dict[str, int] = {}
    found: list[Case] = []
    for case in cases:
        if taken.get(case.category, 0) < most and len(found) < _WORST:
            taken[case.category] = taken.get(case.category, 0) + 1
            found.append(case)
    return found


def _badness(answers: ModelAnswers, case: Case) -> tuple[float, float, float]:
    judged = answers.judged[case.id]
    broken = sum((s := judged.scores.get(m)) is not None and s.scored and not s.hits for m in _SAFETY)  # fmt: skip
    contradicted = sum(v.verdict == "contradicted" for v in judged.verdicts)
    unsupported = sum(v.verdict == "unsupported" for v in judged.verdicts)
    return broken, contradicted, unsupported


def _shown(model: ModelResult, answers: ModelAnswers, case: Case) -> Shown:
    judged = answers.judged.get(case.id)
    if judged is None:
        why = answers.unanswered.get(case.id, "")
        return Shown(model.role, model.name, None, (("답이 없어요", why),))
    notes = tuple(
        (BY_KEY[name].label, judged.scores[name].reason)
        for name in _TOLD
        if name in judged.scores and judged.scores[name].reason
    )
    placed = [v for v in judged.verdicts if _is_placed(v)]
    wrong = dict.fromkeys(
        Wrong(v.verdict, v.span, v.reason)
        for v in sorted(placed, key=lambda v: v.verdict != "contradicted")
        if v.verdict != "supported"
    )
    text = marked(judged.answer.text, placed)
    shown = tuple(wrong)[:_CLAIMS_SHOWN]
    return Shown(model.role, model.name, text, notes, shown, len(wrong) - len(shown))


def _is_placed(verdict: Verdict) -> bool:
    """Say whether a verdict speaks of words in the answer, and not of what the whole lacks."""
    lacking = verdict.claim.startswith("required:") and verdict.verdict != "supported"
    return bool(verdict.span) and not lacking and not verdict.claim.startswith("structure:")
