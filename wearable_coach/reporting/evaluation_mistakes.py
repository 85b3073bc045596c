"""What models got wrong most often, by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.evaluation import Evaluation, ModelAnswers
from wearable_coach.reporting.labels import rule_label

_MOST = 8


class Mistake(NamedTuple):
    """A rule, and in how many claims and answers each model broke it."""

    label: str
    claims: tuple[int, ...]
    answers: tuple[int, ...]


def mistakes(
    evaluation: Evaluation, cases: Sequence[Case], answers: Mapping[str, ModelAnswers]
) -> list[Mistake]:
    """Return the rules that the candidate broke most often, in the answers that count."""
    counted = [c.id for c in cases if c.set != "consistency"]
    by_model = [_broken(answers[m.name], counted) for m in evaluation.models]
    order = sorted(by_model[0][0].items(), key=lambda rule: (-rule[1], rule[0]))
    return [
        Mistake(
            rule_label(rule),
            tuple(claims[rule] for claims, _ in by_model),
            tuple(said[rule] for _, said in by_model),
        )
        for rule, _ in order[:_MOST]
    ]


def _broken(answers: ModelAnswers, counted: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    claims: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for case in counted:
        judged = answers.judged.get(case)
        if judged is not None:
            broken = [v.rule for v in judged.verdicts if v.verdict != "supported"]
            claims.update(broken)
            said.update(set(broken))
    return claims, said
