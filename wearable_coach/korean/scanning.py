"""A sentence looked through for amounts: where its morphemes end, and what an amount is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from wearable_coach.korean.amounts import Amount, AmountKind, Term
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.numerals import terms
from wearable_coach.korean.said import Meant, said_around
from wearable_coach.korean.shapes import SLOT

_SIGN = re.compile(r"(?:^|(?<=[\s(:=]))[+＋±−–-] ?$")
_TERM = re.compile(r"[\d\x01)] $")
"""What stands before a sign that reckons: 61 + 0.40."""
HALF = Term(Decimal("0.5"), -1, Decimal(1))

_FOUR = re.compile(
    r"네 ?(?:시간|번|살|명|개월|개|달|잔|병|바퀴|세트|알)(?!이 (?:없|부족|안 ?[되돼나]))"
)
"""Four of a unit, which the tokenizer takes for yes at the head of a sentence."""


class Quantified(NamedTuple):
    """A number with its unit, before the words around it are looked at."""

    end: int
    low: tuple[Term, ...]
    kind: AmountKind
    unit: str
    high: tuple[Term, ...] = ()
    divided_by: tuple[Term, ...] = ()


class Scan:
    """A sentence looked through for amounts."""

    def __init__(self, text: str, found: Sequence[Morpheme]) -> None:
        """Take a sentence, numbers masked or not, with its morphemes."""
        self.text = text
        self.tags = {m.start: m.tag for m in reversed(found)}
        self.ends = {m.end for m in found}
        self._tag_before = {m.end: m.tag for m in found}

    def slot(self, at: int) -> int:
        """Return how many masked numbers stand before a place."""
        return self.text.count(SLOT, 0, at)

    def terms(self, found: re.Match[str], group: str) -> tuple[Term, ...]:
        """Return the numeral that a group matched, nothing where it matched none."""
        written = found[group]
        return terms(written, self.slot(found.start(group))) if written else ()

    def may_begin_word(self, at: int) -> bool:
        """Say whether a numeral in words may begin at a place: a noun's border, not inside a name."""
        is_yes = self.tags.get(at) == "IC" and _FOUR.match(self.text, at)  # 네 시간 잤어요
        if not is_yes and self.tags.get(at, "V")[0] not in "NMSX":
            return False
        is_glued = at > 0 and is_hangul(self.text[at - 1])
        return not (is_glued and self._tag_before.get(at, "J")[0] == "N")

    def ends_word(self, found: re.Match[str]) -> bool:
        """Say whether what was matched ends where a morpheme does, or in no Korean letter."""
        return found.end() in self.ends or not is_hangul(found.group()[-1])

    def is_border(self, found: re.Match[str]) -> bool:
        """Say whether what was matched begins and ends where morphemes do."""
        first = self.text[found.start()]
        begins = first == SLOT or first.isdigit() or self.may_begin_word(found.start())
        return begins and (found.end() in self.ends or not self.text[found.end() - 1].isalpha())

    def made(self, at: int, of: Quantified) -> Amount:
        """Return the amount with what the words around it say of it."""
        is_name = of.kind is AmountKind.CODE or of.unit == "item"
        said = Meant(of.end) if is_name else said_around(self.text, at, of.end)
        amount = Amount(
            low=None, high=None, unit=of.unit, kind=of.kind, bound=said.bound, is_range=bool(of.high),
            tolerance=said.tolerance, lean=said.lean, per="" if of.unit == said.per else said.per,
            sign=self._sign(at), low_terms=of.low, high_terms=of.high, divided_by=of.divided_by,
            start=at, end=of.end, said_end=said.end,
        )  # fmt: skip
        return amount.known()

    def _sign(self, at: int) -> int:
        found = _SIGN.search(self.text, max(0, at - 2), at)
        if found is None or "±" in found.group() or _TERM.search(self.text, 0, found.start()):
            return 0
        if found.start() == 0 and found.group()[-1] == " ":
            return 0  # the mark of a list
        return 1 if found.group()[0] in "+＋" else -1


def is_hangul(letter: str) -> bool:
    """Say whether a letter is a syllable of Korean."""
    return "가" <= letter <= "힣"


def term(value: int) -> Term:
    """Return a known number as a part of one."""
    return Term(Decimal(value), -1, Decimal(1))


def times(parts: tuple[Term, ...], factor: int | Decimal) -> tuple[Term, ...]:
    """Return a number multiplied."""
    return tuple(t._replace(scale=t.scale * factor) for t in parts)
