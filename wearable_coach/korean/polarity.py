"""Polarity: is what a predicate names said to be so, or denied?"""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.constructions import Built
from wearable_coach.korean.meanings import Polarity, WordKind
from wearable_coach.korean.parts import Token

_DENYING_STEMS = frozenset({"없다", "아니다", "못하다", "안되다", "못되다", "말다"})
_DENYING_NAMES = frozenset(
    {"neg_long", "not_do", "must_not", "cannot", "need_not", "has_never_been", "is_not_that"}
)
_DENYING_ADVERBS = frozenset({"안", "못"})
_SEEN_AS = frozenset({"보다", "말하다", "단정하다", "판단하다", "여기다"})
"""With these what is hard is not so: 위험 신호로 보기 어려워요."""
_RHETORICAL = frozenset({"ㄹ까요", "ㄹ까"})


def polarity(tokens: Sequence[Token], predicate: int, what: Built) -> Polarity:
    """Return the polarity of a predicate; two denials affirm.

    Args:
        tokens: The sentence's words.
        predicate: The place of the predicate's word.
        what: What is built onto it.
    """
    at = tokens[predicate]
    count = sum(name in _DENYING_NAMES for name in what.names)
    count += at.lemma in _DENYING_STEMS
    count += "hard" in what.names and at.lemma in _SEEN_AS
    count += _has_adverb(tokens, predicate)
    count -= _asks_for_assent(what)
    return Polarity.DENIED if count % 2 else Polarity.AFFIRMED


def denies_by_word(tokens: Sequence[Token], predicate: int) -> bool:
    """Say whether 안, 못 or the stem itself denies, without what is built onto it."""
    return tokens[predicate].lemma in _DENYING_STEMS or _has_adverb(tokens, predicate)


def flipped(of: Polarity) -> Polarity:
    """Return the other one."""
    return Polarity.AFFIRMED if of is Polarity.DENIED else Polarity.DENIED


def _has_adverb(tokens: Sequence[Token], predicate: int) -> bool:
    before = tokens[predicate - 1] if predicate else None
    return (
        before is not None and before.kind is WordKind.ADVERB and before.lemma in _DENYING_ADVERBS
    )


def _asks_for_assent(what: Built) -> bool:
    """Say whether a denial only asks for assent: 괜찮지 않을까요, 뛰어도 되는 거 아닌가요."""
    if what.names[-1:] == ("is_not_that",):
        return what.ending in _RHETORICAL | {"ㄴ가요", "나요", "ㄴ가", "야", "어야", "니", "냐"}
    return what.ending in _RHETORICAL and what.names[-1:] == ("neg_long",)
