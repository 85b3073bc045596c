"""What the verifier says of a conversation: kept as it was found, told in full when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from wearable_coach.records import Verdict, packed
from wearable_coach.verification.claims import Objection

JudgedClaim = tuple[str, str, int, int, Objection | None]
"""A claim: its kind, its rule, where its words start and end in the answer, why it does not hold."""


_why_not = itemgetter(4)


class JudgedAnswer(NamedTuple):
    """An answer, judged."""

    message: int
    """Its index in the conversation."""
    text: str
    """What spans are cut from."""
    judged: Sequence[JudgedClaim]
    whole: Sequence[Verdict]
    """What is said of it as a whole."""


class Judgement(tuple[JudgedAnswer, ...]):
    """The answers of a conversation, judged."""

    __slots__ = ()

    @property
    def accepted(self) -> bool:
        """Whether every claim is supported."""
        for answer in self:
            if any(v.verdict != "supported" for v in answer.whole):
                return False
            if any(map(_why_not, answer.judged)):
                return False
        return True

    @property
    def claims(self) -> int:
        """How many claims were read."""
        return sum(len(answer.judged) + len(answer.whole) for answer in self)

    def verdicts(self) -> list[Verdict]:
        """Return a verdict for every claim in the order of the text, those on the whole last."""
        return [v for answer in self for v in (*_of_claims(answer), *answer.whole)]

    def packed(self) -> str:
        """Return what `records.packed` makes of the verdicts, mostly without making them."""
        if not self.accepted:
            return packed(self.verdicts())
        head, found = _head, []
        for message, _, judged, whole in self:
            found += [
                f"{head(kind, rule)}{message},{start},{end - start}]"
                for kind, rule, start, end, _ in judged
            ]
            found += [f"{head(v.claim, v.rule)}{message},{v.start},{len(v.span)}]" for v in whole]
        return f"[{','.join(found)}]"


def _of_claims(answer: JudgedAnswer) -> Iterator[Verdict]:
    message, text, judged, _ = answer
    for kind, rule, start, end, finding in judged:
        if finding is None:
            yield Verdict(kind, "supported", rule, text[start:end], "", message, start)
        else:
            verdict, by, reason = finding
            yield Verdict(kind, verdict, by, text[start:end], reason, message, start)


@cache
def _head(kind: str, rule: str) -> str:
    return json.dumps([kind, "supported", rule, ""], separators=(",", ":"))[:-1] + ","
