"""Consistency: do answers to the same question make the same claims?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.claim_words import claim_words
from wearable_coach.evaluation.score import Score
from wearable_coach.records import Verdict

COMPARED = ("value:", "class:", "target:", "advice:", "week:", "difference:", "required:")
"""Claims that answers to one question should have in common."""
_SHOWN = 3


def consistency_scores(
    cases: Sequence[Case], verdicts: Mapping[str, Iterable[Verdict]]
) -> dict[str, Score]:
    """Score each group of cases that should be answered alike, at its first case.

    A pair of answers agrees by the share of claims that both make, of those that either makes
    (Jaccard): claims of values, classes, targets and advice, with their numbers.

    Args:
        cases: All cases; those without a group are left out.
        verdicts: By case id; a case without an answer is not there.

    Returns:
        Scores by the id of the case that stands for its group.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if case.group and case.id in verdicts:
            groups.setdefault(case.group, []).append(case)
    return {
        members[0].id: _agreement([_claims(verdicts[c.id]) for c in members])
        for members in groups.values()
        if len(members) > 1
    }


def _agreement(answers: Sequence[frozenset[str]]) -> Score:
    pairs = list(combinations(answers, 2))
    agreed = sum(_alike(a, b) for a, b in pairs)
    apart = sorted(frozenset[str]().union(*answers) - answers[0].intersection(*answers[1:]))
    reason = f"서로 다른 주장: {', '.join(_said(c) for c in apart[:_SHOWN])}" if apart else ""
    return Score(agreed, len(pairs), reason)


def _said(claim: str) -> str:
    """Return a claim of `_claims` in words, with its numbers."""
    name, _, numbers = claim.partition(" ")
    return f"{claim_words(name)} {numbers}".strip()


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    either = one | other
    return len(one & other) / len(either) if either else 1.0


def _claims(verdicts: Iterable[Verdict]) -> frozenset[str]:
    return frozenset(
        f"{v.claim} {' '.join(re.findall(r'[0-9][0-9.,]*', v.span))}".strip()
        for v in verdicts
        if v.claim.startswith(COMPARED)
    )
