"""What a sentence claims: read once a sentence shape, judged for every answer that uses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wearable_coach.records import VerdictName

if TYPE_CHECKING:
    from wearable_coach.verification.evidence import Evidence


class Objection(NamedTuple):
    """Why a claim is not supported."""

    verdict: VerdictName
    rule: str
    reason: str


class Judge(Protocol):
    """Judges the bound numbers of a claim; what it knows of the sentence are its fields."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Say why the claim is not supported; None is supported."""


class NumberJudge(Protocol):
    """Judges the numbers alone: it is shown no evidence, so `Remembered` makes a judge of it."""

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Say why the numbers are not supported; None is supported."""


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
    start: int
    """Where the claim's words start in the masked sentence."""
    end: int
    before: int
    """Masked numbers before `start`."""
    until: int
    """Masked numbers before `end`."""


class Statement(Protocol):
    """What a sentence states that the answer's other sentences are judged by."""

    def note(self, evidence: Evidence, bound: Sequence[str], /) -> None:
        """Put it among the evidence, with the numbers that the sentence gives."""


class Note(NamedTuple):
    """A statement, and the masked numbers that it is made with."""

    statement: Statement
    first: int = 0
    last: int = 0
    """One past the last."""


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
    notes: tuple[Note, ...] = ()
    """What other sentences need to know."""


_MOST_REMEMBERED = 4096


class Remembered:
    """A judge of one claim that judges the same numbers only once."""

    __slots__ = ("_found", "_judge")

    def __init__(self, judge: NumberJudge) -> None:
        """Remember what `judge` finds."""
        self._judge = judge
        self._found: dict[tuple[str, ...], Objection | None] = {}

    def judge(self, _evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Return what was found of these numbers."""
        key, known = tuple(bound), self._found
        if key in known:
            return known[key]
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        known[key] = found = self._judge.judge_numbers(bound)
        return found


class Refused(NamedTuple):
    """A claim that is refused for what it is, whatever its numbers."""

    finding: Objection

    def judge(self, _evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Refuse it."""
        return self.finding


class Answered:
    """A claim that another claim of the sentence answers for."""

    __slots__ = ()

    def judge(self, _evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Accept it."""
        return None


def contradicted(rule: str, reason: str) -> Objection:
    """Say that the facts are otherwise."""
    return Objection("contradicted", rule, reason)


def unsupported(rule: str, reason: str) -> Objection:
    """Say that nothing known supports the claim."""
    return Objection("unsupported", rule, reason)
