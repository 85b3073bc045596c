"""The propositions of an answer, sentence by sentence, read where somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from wearable_coach.korean import Amount
from wearable_coach.verification.claims import Objection, SentenceClaims
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.judgement import Span, is_within
from wearable_coach.verification.masking import Masked
from wearable_coach.verification.propositions.phrases import told
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.read import findings

_MOST = 0.5
"""How much of some words a proposition must say to stand for all of them."""


class Propositions:
    """What an answer holds, by its sentences."""

    def __init__(self, evidence: Evidence, plans: Sequence[SentenceClaims], masked: Masked) -> None:
        """Take an answer; nothing is read yet."""
        self._evidence, self._plans, self._masked = evidence, plans, masked
        self._found: dict[int, tuple[Proposition, ...]] = {}

    @cached_property
    def _sentences(self) -> list[tuple[int, str, str]]:
        """Each sentence as written, where it begins, and the field that the one before was about."""
        masked, found = self._masked, []
        base = place = 0
        carry = ""
        for plan, sentence in zip(self._plans, masked.sentences, strict=True):
            head = place + masked.shifts[base]
            until = place + len(sentence) + masked.shifts[base + plan.slots]
            found.append((head, masked.text[head:until], carry))
            base += plan.slots
            place += len(sentence) + 1
            carry = carry if plan.carry is None else plan.carry
        return found

    def _of(self, place: int) -> tuple[Proposition, ...]:
        if place not in self._found:
            _, text, carry = self._sentences[place]
            before = self._sentences[place - 1][1] if place else ""
            self._found[place] = findings(text, carry, self._evidence, before)
        return self._found[place]

    def _at(self, start: int) -> int:
        """Return which sentence a place of the answer is in."""
        return max(k for k, (head, *_) in enumerate(self._sentences) if head <= start)

    def explain(self, start: int, end: int) -> bool:
        """Say whether what stands between two places of the answer is right by a proposition."""
        k = self._at(start)
        head, text, _ = self._sentences[k]
        inside = tuple(
            (a.start, a.end)
            for a in _amounts(text)
            if a.start < end - head and a.end > start - head
        )
        return any(f.explains(start - head, end - head, inside) for f in self._of(k))

    def hold(self, start: int, end: int) -> bool:
        """Say whether a proposition says most of what stands between two places and holds, and none there fails."""
        k = self._at(start)
        head = self._sentences[k][0]
        begin, finish = start - head, end - head
        here = [f for f in self._of(k) if f.start < finish and f.end > begin]
        most = (finish - begin) * _MOST
        says_it = any(min(f.end, finish) - max(f.start, begin) >= most for f in here)
        return says_it and all(f.objection is None for f in here)

    def refused(self, held: Sequence[Span] = ()) -> Iterator[tuple[int, int, Objection]]:
        """Return what does not hold, with its places in the answer; sentences in the spans `held` are not read."""
        for k, (head, text, _) in enumerate(self._sentences):
            if is_within(head, head + len(text), held):
                continue
            for found in self._of(k):
                if found.objection is not None:
                    yield head + found.start, head + found.end, found.objection


def _amounts(text: str) -> tuple[Amount, ...]:
    return told(text).amounts
