"""The state of reading one masked sentence: what is about what, and the claims found so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from wearable_coach.verification.claims import (
    Claim,
    Judge,
    Note,
    Objection,
)
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.sentence import Mention, Quantity, mentions, quantities
from wearable_coach.verification.stance import stance

_TODAY = re.compile(r"오늘|현재|지금|이번|어젯밤|측정값")


_OF = re.compile(r" ?(?:의|인|이라는|라는|짜리|이던|이|가)? ?")


_LEVELS = (
    ("near_maximal", r"최대에 ?가까운|최대 ?강도|전력"),
    ("light+moderate", r"저 ?[~·∼-] ?중 ?강도|저강도(?:에서|부터|나|와|,|·|~) ?중강도"),
    ("moderate+vigorous", r"중 ?[~·∼-] ?고 ?강도|중강도(?:에서|부터|나|와|,|·|~) ?고강도"),
    ("very_light", r"매우 ?(?:가벼운|낮은|약한) ?(?:강도)?|아주 ?(?:가벼운|낮은) ?강도"),
    ("light", r"저 ?강도|가벼운 ?강도|낮은 ?강도|약한 ?강도"),
    ("moderate", r"중 ?강도|중간 ?강도|중등도"),
    ("vigorous", r"고 ?강도|높은 ?강도|격렬한|센 ?강도"),
)


LEVEL = re.compile("|".join(f"(?P<L{k}>{p})" for k, (_, p) in enumerate(_LEVELS)))


def level_classes(match: re.Match[str]) -> frozenset[str]:
    """Return the classes that an intensity word means; "저강도" covers two."""
    name = _LEVELS[int(str(match.lastgroup)[1:])][0]
    classes = set(name.split("+"))
    if "light" in classes and match.group().startswith("저"):
        classes.add("very_light")
    if name == "vigorous" and match.group().startswith("고"):
        classes.add("near_maximal")
    return frozenset(classes)


_BESIDE = 6
"""How far a word stands from the number it belongs to [characters]."""


class WithWords(NamedTuple):
    """A judge of numbers some of which are words ("한 시간 30분")."""

    inner: Judge
    fixed: tuple[str | None, ...]
    """The numbers in order, None where a masked number stands."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge the numbers with those that are words among them."""
        given = iter(bound)
        return self.inner.judge(
            evidence, [next(given) if word is None else word for word in self.fixed]
        )


class Reading:
    """One masked sentence being read."""

    def __init__(self, text: str, section: str, carry: str) -> None:
        """Take the sentence apart."""
        self.text, self._section, self._carry = text, section, carry
        self.used = 0
        """Of the context: 1 when the section, 2 when the carried field was looked at."""
        self.quantities: list[Quantity] = quantities(text)
        self.mentions: tuple[Mention, ...] = mentions(text)
        self.done: set[int] = set()
        """Starts of the quantities that some claim answers for."""
        self.claims: list[Claim] = []
        self.notes: list[Note] = []
        self.row = _row_label(text)

    @property
    def section(self) -> str:
        """Return the kind of section; whoever asks makes the reading depend on it."""
        self.used |= 1
        return self._section

    @property
    def carry(self) -> str:
        """Return the carried field; whoever asks makes the reading depend on it."""
        self.used |= 2
        return self._carry

    def stance(self, start: int, end: int) -> str:
        """Return the stance of words; the section is asked only where it matters."""
        alone, advising = stance(self.text, start, end, ""), stance(self.text, start, end, "plan")
        return alone if alone == advising else stance(self.text, start, end, self.section)

    @cached_property
    def levels(self) -> list[re.Match[str]]:
        """Return the intensity words."""
        return list(LEVEL.finditer(self.text))

    def slots_before(self, place: int) -> int:
        """Return how many masked numbers stand before a place."""
        return self.text.count(SLOT, 0, place)

    def add(
        self,
        kind: str,
        rule: str,
        judge: Judge,
        *,
        span: tuple[int, int],
        slots: tuple[int, int] | None = None,
    ) -> None:
        """Add a claim about the words of `span`, bound to the numbers of `slots`."""
        before, until = self.slots_before(span[0]), self.slots_before(span[1])
        first, last = slots if slots is not None else (before, until)
        claim = Claim(kind, rule, judge, first, last, *span, before, until)
        self.claims.append(claim)

    def claim(self, q: Quantity, kind: str, rule: str, judge: Judge) -> None:
        """Add a claim that answers for the quantity `q`."""
        self.done.add(q.start)
        if None not in q.fixed or len(q.fixed) != q.last - q.first:
            judge = WithWords(judge, q.fixed)
        self.add(kind, rule, judge, span=(q.start, q.end), slots=(q.first, q.last))

    def together(self, qs: Iterable[Quantity]) -> tuple[int, int]:
        """Return the span of slots that covers several quantities, and mark them answered for."""
        listed = list(qs)
        self.done.update(q.start for q in listed)
        return min(q.first for q in listed), max(q.last for q in listed)

    def subject(self, q: Quantity, allowed: frozenset[str] | set[str]) -> str | None:
        """Return the field that a quantity is about: named after it, before it, or carried."""
        after = self._after(q, allowed)
        if after:
            return after
        skip_baseline = False
        for mention in reversed(self.mentions):
            if mention.end > q.start:
                continue
            between = self.text[mention.end : q.start]
            if mention.field not in allowed:
                if mention.field.startswith("nowhere") and len(between) < 12:  # noqa: PLR2004 - a clause's head
                    return mention.field
                continue
            if mention.reference_end >= 0 and q.start >= mention.reference_end:
                continue
            if mention.field == "baseline_rhr" and (skip_baseline or _TODAY.search(between)):
                skip_baseline = True
                continue
            return mention.field
        if skip_baseline and "resting_heart_rate" in allowed:
            return "resting_heart_rate"
        return self._carried(allowed)

    def _after(self, q: Quantity, allowed: frozenset[str] | set[str]) -> str | None:
        of = _OF.match(self.text, q.end)
        if any(
            m.field == "baseline_rhr" and 0 <= q.start - m.end <= _BESIDE for m in self.mentions
        ):
            return None
        if of is None or (not of.group().strip() and q.op):
            return None
        for mention in self.mentions:
            if (
                mention.start == of.end()
                and mention.field in allowed
                and of.group() not in {"", " "}
                and mention.reference_end < 0
            ):
                return mention.field
        return None

    def _carried(self, allowed: frozenset[str] | set[str]) -> str | None:
        if self.row and self.row in allowed:
            return self.row
        carried = self.carry
        return carried if carried and carried in allowed else None

    def near(self, q: Quantity, field: str, reach: int) -> bool:
        """Say whether `field` is named within `reach` characters before the quantity."""
        return any(m.field == field and 0 <= q.start - m.end <= reach for m in self.mentions)

    def level_of(self, q: Quantity, reach: int = 40) -> frozenset[str]:
        """Return the classes of the intensity word nearest to a quantity; none is empty."""
        best: tuple[int, re.Match[str]] | None = None
        for match in self.levels:
            gap = q.start - match.end() if match.end() <= q.start else match.start() - q.end + 3
            between = (
                self.text[match.end() : q.start]
                if match.end() <= q.start
                else self.text[q.end : match.start()]
            )
            if match.start() > q.end and SLOT in between:
                continue
            if 0 <= gap <= reach and (best is None or gap < best[0]):
                best = gap, match
        return level_classes(best[1]) if best else frozenset()

    def advised(self, q: Quantity) -> bool:
        """Say whether the words of a quantity are advice."""
        return self.stance(q.start, q.end) == "advised"

    def before(self, q: Quantity, reach: int) -> str:
        """Return up to `reach` characters before a quantity."""
        return self.text[max(0, q.start - reach) : q.start]

    def rest(self, q: Quantity, reach: int = 30) -> str:
        """Return up to `reach` characters after a quantity."""
        return self.text[q.end : q.end + reach]


_ROW = re.compile(r"^\s*(?:\|\s*|[-*•]\s+|\x01[.)]\s*)?\**([^|:*]{1,24}?)\**\s*(?:\||:|\*\*)")


def _row_label(text: str) -> str:
    match = _ROW.match(text)
    if match is None:
        return ""
    named = mentions(match.group(1))
    return named[0].field if named else ""
