"""An amount as it is told: with its clause, what that says, and what the sentence names around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean import Amount, Clause, Frame, Modality, Polarity, Role, read
from wearable_coach.verification.claims import Objection
from wearable_coach.verification.sentence import Mention, mentions

_LABEL_GAP = re.compile(r"(?:은|는|이|가)?[ :]*(?:약 )?")
_LISTED = re.compile(r" ?(?:,(?! ?\d)|에 [A-Z가-힣]{1,7} ?\d|[·/] )")
_PAUSE = re.compile(r",|; ")
_MOST_SENTENCES = 2_000
_SUPPOSING = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL, Modality.ASK})
_POSSIBLE = frozenset({"can", "may_be", "fears", "will"})
_STATING = frozenset({Modality.ASSERT, Modality.QUOTE, Modality.DEFINE})

Finding = Objection | bool | None
"""True: it holds; an objection: it does not; None: nothing says what it is."""


class Told(NamedTuple):
    """An amount with its clause and sentence."""

    amount: Amount
    clause: Clause
    frame: Frame | None
    """What its clause says, None for a fragment; meant as the clause that it describes (넘게 걸으셨어요)."""
    sentence: str
    named: tuple[Mention, ...]
    """The fields that the sentence names."""
    others: tuple[Amount, ...]
    """The sentence's amounts, this one among them."""
    carry: str
    """The field that the sentence before was about."""

    @property
    def modality(self) -> Modality | None:
        """Return how its clause is meant, None for a fragment, and for a label with its value in a list."""
        return self.frame.modality if self.frame and not self.is_listed else None

    @property
    def is_listed(self) -> bool:
        """Whether it stands right behind the name of a field, and a comma behind it: BMI 22.9, 체중 54kg, …"""
        before = self.fields_before()
        gap = self.sentence[before[-1].end : self.amount.start] if before else "…"
        return bool(_LABEL_GAP.fullmatch(gap) and _LISTED.match(self.rest))

    @property
    def is_supposed(self) -> bool:
        """Whether its clause only supposes or asks."""
        return self.modality in _SUPPOSING

    @property
    def is_stated(self) -> bool:
        """Whether its clause states something, as a label with its value does."""
        if self.frame is None or self.is_listed:
            return True
        return self.modality in _STATING and not set(self.frame.predicate.auxiliaries) & _POSSIBLE

    @property
    def lead(self) -> str:
        """Return the words before it, from the last other amount of the sentence on."""
        ends = [a.end for a in self.others if a.start < self.amount.start]
        return self.sentence[max([0, *ends]) : self.amount.start]

    @property
    def is_denied(self) -> bool:
        """Whether its clause denies what it says."""
        return self.frame is not None and self.frame.polarity is Polarity.DENIED

    @property
    def before(self) -> str:
        """Return the words of its clause before it, from the last other amount on."""
        ends = [a.end for a in self.others if self.clause.start <= a.start < self.amount.start]
        return self.sentence[max([self.clause.start, *ends]) : self.amount.start]

    @property
    def after(self) -> str:
        """Return the words of its clause behind it, up to a comma or the next amount."""
        starts = [a.start for a in self.others if self.amount.end <= a.start < self.clause.end]
        behind = self.sentence[self.amount.end : min([self.clause.end, *starts])]
        return _PAUSE.split(behind, maxsplit=1)[0]

    @property
    def rest(self) -> str:
        """Return all that follows in the sentence."""
        return self.sentence[self.amount.end :]

    @property
    def value(self) -> Decimal:
        """Return the number, of a range the lower end."""
        return self.amount.low if self.amount.low is not None else Decimal(-1)

    @property
    def top(self) -> Decimal:
        """Return the number, of a range the upper end."""
        return self.amount.high if self.amount.high is not None else self.value

    @property
    def words(self) -> str:
        """Return the amount as written."""
        return self.sentence[self.amount.start : self.amount.end].strip()

    def fields_before(self) -> list[Mention]:
        """Return the fields named before it, in order, those of other clauses first."""
        return [m for m in self.named if m.end <= self.amount.start]

    def argument(self, *roles: Role) -> str:
        """Return the last noun of the clause's first argument of some roles, nothing where it has none."""
        found = self.frame.argument(*roles) if self.frame else None
        return found.lemma if found else ""


class Placed(NamedTuple):
    """An amount with its clause and the sentence's amounts, remembered by the sentence."""

    amount: Amount
    clause: Clause
    frame: Frame | None


@lru_cache(maxsize=_MOST_SENTENCES)
def _placed(sentence: str) -> tuple[Placed, ...]:
    return tuple(
        Placed(a, c, _meant(c, s.clauses))
        for s in read(sentence)
        for c in s.clauses
        for a in c.quantities
    )


def _meant(clause: Clause, all_of_them: Sequence[Clause]) -> Frame | None:
    """Return what a clause says; one in -게 is meant as the one that it describes."""
    own, above = clause.frame, all_of_them[clause.parent].frame
    if own is None or above is None or own.predicate.ending != "게":
        return own
    return own._replace(modality=above.modality, holder=above.holder, time=above.time)


def _is_part_of_word(mention: Mention, sentence: str) -> bool:
    """Say whether a field's name only ends a class's: 저체중, 과체중."""
    return mention.field == "weight" and sentence[mention.start - 1 : mention.start] in {"저", "과"}


def told_in(sentence: str, carry: str) -> list[Told]:
    """Return the amounts of a sentence in order.

    Args:
        sentence: The sentence as written.
        carry: The field that the sentence before was about, empty when none.
    """
    placed = _placed(sentence)
    if not placed:
        return []
    named = tuple([m for m in mentions(sentence) if not _is_part_of_word(m, sentence)])
    others = tuple(p.amount for p in placed)
    return [Told(*p, sentence, named, others, carry) for p in placed]
