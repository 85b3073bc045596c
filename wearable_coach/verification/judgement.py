"""What the verifier says of a conversation: kept as it was found, told in full when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from wearable_coach.records import Verdict, packed
from wearable_coach.verification.accounting import AccountedClause
from wearable_coach.verification.claims import Objection

JudgedClaim = tuple[str, str, int, int, Objection | None]
"""A claim: its kind, its rule, where its words start and end in the answer, why it does not hold."""


_why_not = itemgetter(4)


def _is_unread(why: Objection | None) -> bool:
    return why is not None and why.verdict == "not_understood"


Span = tuple[int, int]
"""From where to where in a text [characters]."""


def is_within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Say whether words lie in one of some spans."""
    return any(a <= start and end <= b for a, b in spans)


class Coverage(NamedTuple):
    """How much of an answer was understood [count, of all]."""

    clauses: tuple[int, int] = (0, 0)
    quantities: tuple[int, int] = (0, 0)
    health_words: tuple[int, int] = (0, 0)

    def plus(self, other: Coverage) -> Coverage:
        """Return both together."""
        return Coverage(*((a[0] + b[0], a[1] + b[1]) for a, b in zip(self, other, strict=True)))

    @property
    def share(self) -> float:
        """Return the share of clauses that were understood [1]; of none, all."""
        understood, clauses = self.clauses
        return understood / clauses if clauses else 1.0


class JudgedAnswer(NamedTuple):
    """An answer, judged."""

    message: int
    """Its index in the conversation."""
    text: str
    """What spans are cut from."""
    judged: Sequence[JudgedClaim]
    whole: Sequence[Verdict]
    """What is said of it as a whole."""
    objected: Sequence[JudgedClaim] = ()
    """What its clauses say that does not hold, or is not understood."""
    accounts: Sequence[AccountedClause] = ()
    """Its clauses."""

    @property
    def coverage(self) -> Coverage:
        """Return how much of it was understood."""
        unread = [(start, end) for *_, start, end, why in self.objected if _is_unread(why)]
        lost = [v for v in self.judged if v[4] is not None and v[1] == "VER-NUM-001"]
        lost += [v for v in self.judged if v[4] is not None and v[4].rule == "VER-NUM-001"]
        clauses = len(self.accounts)
        words = sum(a.health_words for a in self.accounts)
        numbers = [v for v in self.judged if any(c.isdigit() for c in self.text[v[2] : v[3]])]
        spans = set(unread)
        missed = sum(a.health_words for a in self.accounts if a.unknown and a.health_words)
        return Coverage(
            (clauses - min(len(spans), clauses), clauses),
            (len(numbers) - len({v[2] for v in lost}), len(numbers)),
            (words - min(missed, words), words),
        )


class Judgement(tuple[JudgedAnswer, ...]):
    """The answers of a conversation, judged."""

    __slots__ = ()

    @property
    def accepted(self) -> bool:
        """Whether every claim is supported."""
        for answer in self:
            if any(v.verdict != "supported" for v in answer.whole):
                return False
            if answer.objected or any(map(_why_not, answer.judged)):
                return False
        return True

    @property
    def claims(self) -> int:
        """How many claims were read."""
        return sum(len(answer.judged) + len(answer.whole) for answer in self)

    @property
    def coverage(self) -> Coverage:
        """How much of the answers was understood."""
        found = Coverage()
        for answer in self:
            found = found.plus(answer.coverage)
        return found

    def not_understood(self) -> list[Verdict]:
        """Return what was not understood, with its place and why."""
        return [v for v in self.verdicts() if v.verdict == "not_understood"]

    def verdicts(self) -> list[Verdict]:
        """Return a verdict for every claim in the order of the text, those on the whole last."""
        return [
            v
            for answer in self
            for v in (
                *_of_claims(answer, answer.judged),
                *_of_claims(answer, answer.objected),
                *answer.whole,
            )
        ]

    def packed(self) -> str:
        """Return what `records.packed` makes of the verdicts, mostly without making them."""
        if not self.accepted:
            return packed(self.verdicts())
        head, found = _head, []
        for message, _, judged, whole, *_rest in self:
            found += [
                f"{head(kind, rule)}{message},{start},{end - start}]"
                for kind, rule, start, end, _ in judged
            ]
            found += [f"{head(v.claim, v.rule)}{message},{v.start},{len(v.span)}]" for v in whole]
        return f"[{','.join(found)}]"


def _of_claims(answer: JudgedAnswer, judged: Sequence[JudgedClaim]) -> Iterator[Verdict]:
    message, text = answer.message, answer.text
    for kind, rule, start, end, finding in judged:
        if finding is None:
            yield Verdict(kind, "supported", rule, text[start:end], "", message, start)
        else:
            verdict, by, reason = finding
            yield Verdict(kind, verdict, by, text[start:end], reason, message, start)


@cache
def _head(kind: str, rule: str) -> str:
    return json.dumps([kind, "supported", rule, ""], separators=(",", ":"))[:-1] + ","
