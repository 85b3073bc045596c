"""Modality of a clause by itself: asserted, asked, advised, forbidden, permitted, wished, supposed?"""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.korean.constructions import Built
from wearable_coach.korean.meanings import ClauseKind, Link, Modality, WordKind
from wearable_coach.korean.tables import listed

_ADVISING_NAMES = frozenset(
    {"how_about", "must", "better", "would_be_good", "suffices", "need", "asks_for"}
)
_OUTER = frozenset(
    {"better", "would_be_good", "how_about", "makes", "asks_for", "suffices", "need", "must"}
)
_POLITE_PRESENT = frozenset({"어요", "어", "고요", "구요"})


class Mood(NamedTuple):
    """What of a clause bears on its modality."""

    lemma: str
    word: WordKind
    kind: ClauseKind
    link: Link
    what: Built
    has_subject: bool
    """Whether a subject is named (가, 께서)."""
    asks: bool
    """Whether a question mark ends it."""
    denied_by_word: bool
    """Whether 안, 못 or the stem itself denies."""
    urges: bool
    """Whether a word of it calls for an act: 꼭, 반드시, 같이 (푹 쉬어요)."""
    cites: bool
    """Whether it only names a source or what is compared with: 연구에 따르면, 평소에 비하면."""
    defines: bool
    """Whether its arguments or words define (이란, 뜻)."""
    is_noted: bool = False
    """Whether it is an order as a notice writes it: 119에 신고할 것."""


def modality(mood: Mood) -> Modality:
    """Return the modality that a clause shows by itself."""
    supposed = _supposed(mood)
    if supposed is not None:
        return supposed
    names = frozenset(mood.what.names)
    if mood.what.ending == "어야죠":
        names |= {"must"}
    if _forbids(mood, names):
        return Modality.ASK if _asks(mood) and "not_do" not in names else Modality.FORBID
    if "may" in names or ("need_not" in names and not names & _OUTER):
        return Modality.ASK if _asks(mood) else Modality.PERMIT
    if names & _ADVISING_NAMES or mood.lemma in listed("acts", "advising"):
        return Modality.ASK if _asks(mood) and not _suggests(mood, names) else Modality.ADVISE
    if _orders(mood, names):
        return Modality.ADVISE
    return _plain(mood, names)


def _supposed(mood: Mood) -> Modality | None:
    """Return what a clause is that only sets the stage for another, None where it does not."""
    if mood.link is Link.IF and not mood.cites:
        supposes = mood.what.ending in listed("endings", "supposing")
        return Modality.HYPOTHETICAL if supposes else Modality.CONDITION
    if mood.link is Link.UNTIL:
        return Modality.CONDITION
    if mood.link in {Link.THOUGH, Link.PURPOSE, Link.INSTEAD} and not mood.what.hangs:
        return Modality.HYPOTHETICAL
    if mood.what.hangs in {"purpose", "instead"}:
        return Modality.HYPOTHETICAL
    if mood.kind is ClauseKind.NOMINAL and mood.what.ending in listed("endings", "asked_inside"):
        return Modality.ASK
    is_coming = mood.kind is ClauseKind.RELATIVE and mood.what.ending == "ㄹ"
    return _coming(mood) if is_coming else None


def _coming(mood: Mood) -> Modality:
    """Return what a clause in -ㄹ is: an order where a notice ends with it (119에 신고할 것), else what may be."""
    if not mood.is_noted or mood.word is not WordKind.VERB:
        return Modality.HYPOTHETICAL
    is_left = mood.denied_by_word or {"not_do", "neg_long"} & set(mood.what.names)
    return Modality.FORBID if is_left else Modality.ADVISE


def _forbids(mood: Mood, names: frozenset[str]) -> bool:
    if "not_do" in names:
        return True
    if "must_not" in names:
        return not mood.denied_by_word and "need_not" not in names
    denials = sum(name in {"neg_long", "need_not", "cannot"} for name in mood.what.names)
    if denials % 2 == 0 or "neg_long" not in names or not names & _OUTER or "must" in names:
        return False
    return not (_suggests(mood, names) and mood.what.names[-1] == "neg_long")


def _asks(mood: Mood) -> bool:
    return mood.asks or (mood.link is Link.END and mood.what.ending in listed("endings", "asking"))


def _suggests(mood: Mood, names: frozenset[str]) -> bool:
    """Say whether a question is a suggestion ("쉬시면 어떨까요", "쉬는 게 좋지 않을까요")."""
    is_soft = mood.what.ending in listed("endings", "suggesting")
    return "how_about" in names or (is_soft and bool(names & {"would_be_good", "better"}))


def _orders(mood: Mood, names: frozenset[str]) -> bool:
    """Say whether the clause is an order, a request or a proposal."""
    ending = mood.what.ending
    is_verb = mood.word is WordKind.VERB and mood.lemma not in listed("acts", "states")
    is_act = is_verb or "makes" in names
    if "past" in names or not is_act:
        return False
    if ending in listed("endings", "ordering") and mood.link is Link.END:
        return True
    if names & {"going_on", "cannot", "can", "becomes", "is_that"} or mood.has_subject or mood.asks:
        return False
    if mood.denied_by_word or ending not in _POLITE_PRESENT | {"죠"}:
        return False
    if "honorific" in names or mood.lemma in listed("acts", "honouring"):
        return True
    return mood.urges or mood.what.names[-1:] in {("gives",), ("tries",), ("remains",)}


def _plain(mood: Mood, names: frozenset[str]) -> Modality:
    if _asks(mood):
        return Modality.ASK
    if "wishes" in names:
        return Modality.WISH
    return Modality.DEFINE if mood.defines else Modality.ASSERT
