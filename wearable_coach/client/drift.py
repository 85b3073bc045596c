"""Whether a served day leaves what the evaluation of its model found."""

from __future__ import annotations

import math
from typing import NamedTuple

from wearable_coach.client.served_days import ServedDay
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.written import interval, percent

_Z = 2.576
"""Of a two-sided interval of 99 %, so that hardly a day in a hundred tells for nothing."""
_LEAST = 30
"""Answers below which a day says nothing [count]."""
_VERIFIED = "verified"


class Left(NamedTuple):
    """A rate of a day that lies beyond the evaluation's interval."""

    measure: str
    words: str
    """What people read of it."""


def left_intervals(day: ServedDay, evaluation: Evaluation) -> tuple[Left, ...]:
    """Return the rates of a day that lie beyond the interval of the evaluation of the model that is served.

    Only what is worse tells: fewer answers pass the guard than the evaluation verified, more calls fail than its rule
    allows, answers take longer than its slow 5 %. A rate of a day counts with its own interval of 99 % (Wilson).

    Args:
        day: What was served.
        evaluation: Of the model that is served; its first model is the candidate.
    """
    found: list[Left] = []
    result = evaluation.models[0]
    said, asked = day.from_model + day.guarded, day.from_model + day.guarded + day.model_errors
    figure = result.figure(_VERIFIED)
    if said >= _LEAST and figure is not None and figure.low is not None:
        share = day.from_model / said
        if _wilson(day.from_model, said)[1] < figure.low:
            of = interval(figure.low, figure.high)
            found.append(
                Left(
                    _VERIFIED, f"검증을 통과한 답변이 {percent(share)}예요. 평가에서는 {of}%였어요"
                )
            )
    most = evaluation.rule.unanswered_at_most
    if asked >= _LEAST and _wilson(day.model_errors, asked)[0] > most:
        share = day.model_errors / asked
        found.append(
            Left(
                "unanswered",
                f"모델이 답하지 못한 물음이 {percent(share)}예요. {percent(most)}까지 괜찮아요",
            )
        )
    slow, now = result.costs.latency_p95_s, day.latency_p95_s
    is_slower = now is None or (slow is not None and now > 2 * slow)
    if day.answers >= _LEAST and slow is not None and is_slower:
        waited = "가장 긴 구간" if now is None else f"{now:g}초"
        found.append(
            Left("latency", f"느린 5%의 경계가 {waited}이에요. 평가에서는 {slow:.2f}초였어요")
        )
    return tuple(found)


def _wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the interval of a share [1].

    Source:
        Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    share, z2 = hits / of, _Z**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of**2)) / (1 + z2 / of)
    return middle - half, middle + half
