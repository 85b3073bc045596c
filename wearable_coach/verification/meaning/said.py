"""A clause with the kinds of its words, and the judges of what is said without a number."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple, Protocol

from wearable_coach.korean import LEFT_BY, Standing, WordKind
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, unsupported
from wearable_coach.verification.clauses import Stretch
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.hearing import heard
from wearable_coach.verification.word_kinds import KindFound

READ_RULE = "VER-READ-001"
NOT_TOLD = unsupported("VER-SOURCE-001", "알려 주지 않은 사정이에요")
"""What only the person can tell, and did not."""


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

    def standing(self, place: int) -> Standing | None:
        """Return how the word at a place of the clause is meant: denied, advised, supposed, of whom.

        None where it stands in a mere name. The sentence is read for it: ask after the words are looked for.
        """
        return heard(self.sentence).standing(self.clause.start + place)

    def standings(self, *kinds: str) -> list[Standing]:
        """Return how the words of some kinds are meant, those that stand in mere names left out."""
        found = (self.standing(f.start) for f in self.found if f.kind in kinds)
        return [one for one in found if one is not None]

    def denies(self, place: int) -> bool:
        """Say whether what the word at a place of the clause names is denied."""
        if self.clause.left_aside:
            return True
        if not _MAY_DENY.search(self._rest):
            return False
        said = self.standing(place)
        return self.is_denied if said is None else said.is_denied

    def supposes(self, place: int) -> bool:
        """Say whether what the word at a place names is only supposed or asked."""
        if not _MAY_LEAVE_OPEN.search(self._rest):
            return False
        said = self.standing(place)
        return self.is_open if said is None or self._is_suggested else said.is_open

    def states(self, place: int) -> bool:
        """Say whether what the word at a place names is stated or advised, and not denied."""
        return not self.denies(place) and not self.supposes(place)

    @cached_property
    def stands(self) -> Standing | None:
        """How the statement is meant that the clause ends with, None for a mere name."""
        return heard(self.sentence).ending(self.clause.start, self.clause.end)

    @cached_property
    def is_denied(self) -> bool:
        """Whether a word of health in it is denied, or where it has none, what it says."""
        if self.clause.left_aside:
            return True
        if not _MAY_DENY.search(self._rest):
            return False
        named = self.standings(*self.kinds)
        if named:
            return any(one.is_denied for one in named)
        return self.clause.denials % 2 == 1 if self.stands is None else self.stands.is_denied

    @cached_property
    def is_open(self) -> bool:
        """Whether it, or each word of health in it, is only supposed or asked."""
        if not _MAY_LEAVE_OPEN.search(self._rest):
            return False
        if self.stands is None:
            return self.clause.supposed or self.clause.asked
        if self._is_suggested:
            return False
        named = self.standings(*self.kinds)
        return self.stands.is_open or (bool(named) and all(one.is_open for one in named))

    @property
    def _is_suggested(self) -> bool:
        """Whether it asks only to propose: 걸어 볼까요?"""
        said = self.stands
        return (
            said is not None
            and said.frame.predicate.ending in _SUGGESTING
            and said.frame.predicate.kind is WordKind.VERB
        )

    @property
    def _rest(self) -> str:
        """The sentence from the clause on: what a clause means is said at its end or after it."""
        self.is_read_whole |= self.clause.end < len(self._sentence)
        return self._sentence[self.clause.start :]

    @cached_property
    def is_plain(self) -> bool:
        """Whether it states or advises, with no denial."""
        return not self.is_denied and not self.is_open

    @cached_property
    def is_proposed(self) -> bool:
        """Whether it proposes what it names rather than leaving it aside."""
        if self.is_open:
            return False
        counted = (  # what is said to be avoided counts as denied
            self.stands is not None and self.stands.frame.predicate.lemma in LEFT_BY
        )
        return self.is_denied == (self.clause.leaves and not counted)

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Say whether a pattern stands in the clause."""
        return bool(pattern.search(self.text))

    def words(self, kind: str) -> list[str]:
        """Return the words of a kind."""
        return [self.clause.text[f.start : f.end] for f in self.found if f.kind == kind]


_MAY_DENY = re.compile(
    r"[않못없]|아니|아닙|아닌|아닐|(?<![가-힣])안|지 ?[가-힣]{0,2} ?[마말]|말고|말구|금지|금물|보다|대신|어렵|어려|힘들|곤란|과하|과한|과해|과합|이르|이릅|일러|일러|피하|피해|피할|삼가|자제|드물|멈추|멈춰|미루|미뤄|미룰|중단|그만|금하|금해|지양|보류"
)
"""What a denial may begin with: a clause without any of it, and nothing after it, is read by nobody for that."""
_MAY_LEAVE_OPEN = re.compile(
    r"면|거든|때|경우|도(?![가-힣])|더라|[뒤후전]|다음|까|[나가]요|\?|냐|니 |지 |려|위해|만약|혹시"
)
"""What a condition or a question may be told by."""
_SUGGESTING = frozenset({"ㄹ까요", "ㄹ까"})


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
        return None if any(w in evidence.stated for w in self.words) else self.objection


def not_understood(reason: str) -> Objection:
    """Say that the words are not understood."""
    return Objection("not_understood", READ_RULE, reason)
