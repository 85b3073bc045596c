"""A clause with the kinds of its words, and the judges of what is said without a number."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple, Protocol

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection
from wearable_coach.verification.clauses import Stretch
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.word_kinds import KindFound

READ_RULE = "VER-READ-001"


class ClauseWords:
    """A clause, its kinds of words, and the sentence that it stands in."""

    def __init__(
        self, clause: Stretch, found: list[KindFound], sentence: str, fields: tuple[str, ...]
    ) -> None:
        """Take what was found in the clause."""
        self.clause, self.found, self._sentence = clause, found, sentence
        self.is_read_whole = False
        """Whether anybody looked beyond the clause: what was judged by it alone holds in any sentence."""
        self.text = clause.text
        self.fields = fields
        """The fields that the clause, else the sentence before it, names."""
        self.kinds = frozenset(f.kind for f in found)

    @property
    def sentence(self) -> str:
        """The whole masked sentence."""
        self.is_read_whole = True
        return self._sentence

    @cached_property
    def is_denied(self) -> bool:
        """Whether it denies an odd number of times."""
        return self.clause.denials % 2 == 1

    @cached_property
    def is_open(self) -> bool:
        """Whether it only supposes or asks."""
        return self.clause.supposed or (self.clause.asked and not _PROPOSING.search(self.text))

    @cached_property
    def is_plain(self) -> bool:
        """Whether it states or advises, with no denial."""
        return not self.is_denied and not self.is_open

    @cached_property
    def is_proposed(self) -> bool:
        """Whether it proposes what it names rather than leaving it aside."""
        if self.is_open:
            return False
        return (self.clause.denials + self.clause.leaves) % 2 == 0

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Say whether a pattern stands in the clause."""
        return bool(pattern.search(self.text))

    def words(self, kind: str) -> list[str]:
        """Return the words of a kind."""
        return [self.clause.text[f.start : f.end] for f in self.found if f.kind == kind]


_PROPOSING = re.compile(r"어떨|어때|어떠|볼까|할까|갈까|올까|둘까|줄까|쉴까|하시죠|가시죠")


class ClauseJudge(Protocol):
    """Judges what a clause says; None lets it stand."""

    def judge(self, evidence: Evidence) -> Objection | None:
        """Say why it does not hold."""


class Always(NamedTuple):
    """What no answer may say."""

    objection: Objection

    def judge(self, _evidence: Evidence) -> Objection | None:
        """Refuse it."""
        return self.objection


class FromLevel(NamedTuple):
    """What no answer may say from a safety level on."""

    objection: Objection
    least: SafetyLevel

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on such a day."""
        return self.objection if evidence.facts.safety_level >= self.least else None


class WhenCalm(NamedTuple):
    """What no answer may say on a day without any finding."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on such a day."""
        calm = evidence.facts.safety_level == SafetyLevel.PROCEED and evidence.cap != "none"
        return self.objection if calm else None


class UnlessTold(NamedTuple):
    """What only the user may know: it stands when a word of it was told."""

    words: tuple[str, ...]
    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse what nobody told."""
        return None if any(w in evidence.question for w in self.words) else self.objection


def not_understood(reason: str) -> Objection:
    """Say that the words are not understood."""
    return Objection("not_understood", READ_RULE, reason)
