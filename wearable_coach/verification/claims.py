"""What a sentence claims: read once a sentence shape, judged for every answer that uses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from wearable_coach.records import VerdictName

if TYPE_CHECKING:
    from wearable_coach.verification.evidence import Evidence


class Finding(NamedTuple):
    """Why a claim is not supported."""

    verdict: VerdictName
    rule: str
    reason: str


Judge = Callable[["Evidence", Sequence[str], Any], Finding | None]
"""Judges the bound numbers of a claim against the evidence; None is supported."""


class Claim(NamedTuple):
    """A claim pattern of a masked sentence."""

    kind: str
    """Such as ``value:resting_heart_rate``."""
    rule: str
    judge: Judge
    first: int
    """First masked number of the sentence that belongs to the claim."""
    last: int
    """One past the last."""
    args: Any
    start: int
    """Where the claim's words start in the masked sentence."""
    end: int
    before: int
    """Masked numbers before `start`."""
    until: int
    """Masked numbers before `end`."""


class SentenceClaims(NamedTuple):
    """All that a masked sentence says."""

    claims: tuple[Claim, ...]
    slots: int
    """How many masked numbers the sentence has."""
    section: str | None
    """The section that starts here, None when none does."""
    carry: str | None
    """The field that the next sentence may leave unsaid; None leaves it as it was."""
    used: int
    """Of the context: 1 when the section, 2 when the carried field decided something."""
    notes: tuple[tuple[str, int, int, Any], ...] = ()
    """What other sentences need to know: (name, first, last, detail)."""


def pure(judge: Judge) -> Judge:
    """Mark a judge that looks at the numbers alone, so that its answers may be remembered."""
    judge.pure = True  # type: ignore[attr-defined]
    return judge


def remembered(judge: Judge, args: Any) -> Judge:  # noqa: ANN401 - each judge has its own
    """Return a judge of one claim that judges the same numbers only once."""
    memo: dict[tuple[str, ...], Finding | None] = {}

    def judged(evidence: Evidence, bound: Sequence[str], _args: Any) -> Finding | None:  # noqa: ANN401
        key = tuple(bound)
        if key in memo:
            return memo[key]
        if len(memo) > _MOST_REMEMBERED:
            memo.clear()
        memo[key] = found = judge(evidence, bound, args)
        return found

    return judged


_MOST_REMEMBERED = 4096


def contradicted(rule: str, reason: str) -> Finding:
    """Say that the facts are otherwise."""
    return Finding("contradicted", rule, reason)


def unsupported(rule: str, reason: str) -> Finding:
    """Say that nothing known supports the claim."""
    return Finding("unsupported", rule, reason)
