"""The rates of a served day, each beside what the evaluation of the model found of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from wearable_coach.drift.counts import ServedCount
from wearable_coach.drift.intervals import (
    Share,
    difference,
    evaluated_share,
    share_of,
    weighted,
)
from wearable_coach.evaluation.evaluation import Evaluation, ModelResult
from wearable_coach.records import Kind

RateName = Literal["formed", "verified", "unanswered", "slow"]
RateVerdict = Literal["within", "left", "few"]
LEAST = 30
"""Answers below which nothing is said: some of them may be one person's [count]."""
SEEN = 0.1
"""By how much a rate must be able to be worse and be told, for the day to say that it is not [1]."""
_SLOW = 0.05
_SLOWER = 2
"""Slow is what takes so many times as long as the evaluation's slowest 5 %."""


class ServedRate(NamedTuple):
    """A rate of a day, and whether it is worse than the evaluation's own interval allows."""

    measure: RateName
    verdict: RateVerdict
    n: int
    """Answers that it is a share of [count]."""
    served: float | None
    """Share of the day [1]; None without any answer."""
    evaluated: Share
    """What the evaluation found, with what its answers and their number leave open."""

    @property
    def words(self) -> str:
        """The rate in a line, for people."""
        low, high = self.evaluated.low, self.evaluated.high
        found = f"the evaluation {self.evaluated.value:.1%} ({low:.1%} to {high:.1%})"
        day = "nothing" if self.served is None else f"{self.served:.1%}"
        few = ", too few to tell" if self.verdict == "few" else ""
        return f"{self.measure} {day} of {self.n}{few}; {found}"


def rates_of(counts: Sequence[ServedCount], evaluation: Evaluation) -> tuple[ServedRate, ...]:
    """Return what a day's counts say of a model, beside its evaluation; a rate that this never had is left out.

    Args:
        counts: Of one day: those of the model, and those of the rules where it did not open.
        evaluation: Of the model that is served.
    """
    result = evaluation.model("candidate")
    if result is None:
        return ()
    found = (
        _formed(counts, result),
        _verified(counts, result),
        _unanswered(counts, result, evaluation.rule.unanswered_at_most),
        _slow(counts, result),
    )
    return tuple(rate for rate in found if rate is not None)


def _formed(counts: Sequence[ServedCount], result: ModelResult) -> ServedRate | None:
    """Compare the answers that are fit to be read; the evaluation's are those of the right length, but for the cut."""
    cut = result.costs.cut / max(1, result.costs.answered)
    said = [(one.kind, one.said - one.unjudged, one.said) for one in counts]
    return _as_asked("formed", "length", said, result, less=cut)


def _verified(counts: Sequence[ServedCount], result: ModelResult) -> ServedRate | None:
    """Compare the answers without an unsupported claim."""
    judged = [(one.kind, one.judged - one.unverified, one.judged) for one in counts]
    return _as_asked("verified", "verified", judged, result)


def _as_asked(
    rate: RateName,
    measure: str,
    counted: Sequence[tuple[Kind, int, int]],
    result: ModelResult,
    *,
    less: float = 0,
) -> ServedRate | None:
    """Compare hits of answers by kind with the evaluation's figures, these weighted as the day asked.

    Args:
        rate: What it is called.
        measure: The evaluation's.
        counted: Kind, hits and answers.
        result: What the evaluation found.
        less: By how much less than the measure it may be [1].
    """
    whole = result.figure(measure)
    of_all = None if whole is None else evaluated_share(whole)
    if of_all is None:
        return None
    figures = {kind: result.of_kind(kind, measure) for kind, _, _ in counted}
    known = {kind: share for kind, f in figures.items() if f and (share := evaluated_share(f))}
    n = sum(many for kind, _, many in counted if kind in known)
    if not n:
        return ServedRate(rate, "few", 0, None, of_all)
    hits = sum(hit for kind, hit, _ in counted if kind in known)
    parts = [(many / n, known[kind]) for kind, _, many in counted if kind in known]
    expected = weighted(_by_share(parts))
    lowered = Share(*(max(0.0, end - less) for end in expected))
    return _rate(rate, hits, n, lowered, worse=-1)


def _by_share(parts: Sequence[tuple[float, Share]]) -> list[tuple[float, Share]]:
    """Add up the weights of one share: of a kind that several services were asked, of kinds that a record does not tell apart."""
    found: dict[Share, float] = {}
    for weight, share in parts:
        found[share] = found.get(share, 0.0) + weight
    return [(weight, share) for share, weight in found.items()]


def _unanswered(
    counts: Sequence[ServedCount], result: ModelResult, most: float
) -> ServedRate | None:
    """Compare the questions that the model did not answer; what the rule allows is never told of."""
    asked = result.costs.answered + result.costs.unanswered
    if not asked:
        return None
    evaluated = share_of(result.costs.unanswered, asked)
    lacking = sum(one.model_errors + one.not_opened for one in counts)
    n = lacking + sum(one.said for one in counts)
    rate = _rate("unanswered", lacking, n, evaluated, worse=1)
    is_allowed = rate.verdict == "left" and share_of(lacking, n).low <= most
    return rate._replace(verdict="within") if is_allowed else rate


def _slow(counts: Sequence[ServedCount], result: ModelResult) -> ServedRate | None:
    """Compare the answers that surely took twice as long as the evaluation's slowest 5 %."""
    p95, answered = result.costs.latency_p95_s, result.costs.answered
    if p95 is None or not answered:
        return None
    slower = [one.slower_than(_SLOWER * p95) for one in counts]
    slow = sum(n for n in slower if n is not None)
    if None in slower:  # beyond the last bucket, where `serve` has long given up
        return None
    n = sum(one.said for one in counts)
    return _rate("slow", slow, n, share_of(_SLOW * answered, answered), worse=1)


def _rate(
    measure: RateName,
    hits: int,
    n: int,
    evaluated: Share,
    *,
    worse: Literal[-1, 1],
) -> ServedRate:
    if n < LEAST:
        return ServedRate(measure, "few", n, hits / n if n else None, evaluated)
    verdict: RateVerdict = "within"
    if _is_worse(share_of(hits, n), evaluated, worse):
        verdict = "left"
    elif not _would_be_seen(n, evaluated, worse):
        verdict = "few"
    return ServedRate(measure, verdict, n, hits / n, evaluated)


def _is_worse(served: Share, evaluated: Share, worse: Literal[-1, 1]) -> bool:
    apart = difference(served, evaluated)
    return apart.high < 0 if worse < 0 else apart.low > 0


def _would_be_seen(n: int, evaluated: Share, worse: Literal[-1, 1]) -> bool:
    """Say whether so many answers would have shown that a rate is worse by `SEEN`."""
    fallen = min(1.0, max(0.0, evaluated.value + worse * SEEN))
    return _is_worse(share_of(fallen * n, n), evaluated, worse)
