"""Modality: is a statement asserted, asked, advised, forbidden, permitted, wished, or only supposed?"""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.korean.constructions import Built
from wearable_coach.korean.meanings import Link, Modality, WordKind
from wearable_coach.korean.parts import Token
from wearable_coach.korean.tables import listed

_ADVISING_NAMES = frozenset({"must", "better", "would_be_good", "suffices", "need", "asks_for"})
_ADVISING_VERBS = frozenset({"권하다", "권장하다", "추천하다", "제안하다", "바라다", "당부하다", "부탁하다", "부탁드리다", "권장되다", "추천되다", "당부드리다", "추천드리다", "권해드리다"})  # fmt: skip
_STATES = frozenset({"있다", "없다", "계시다", "되다", "알다", "모르다", "아니다", "이다", "나오다", "나타나다", "보이다", "느끼다", "힘들다"})  # fmt: skip


_HONORIFIC = frozenset({"주무시다", "드시다", "잡수시다"})
"""Verbs that honour by themselves: 주무세요 orders without a 시 of its own."""


class Mood(NamedTuple):
    """What of a clause bears on its modality."""

    predicate: Token
    what: Built
    link: Link
    has_subject: bool
    """Whether a subject is named (가, 께서)."""
    asks: bool
    """Whether a question mark ends it."""
    denies: bool
    """Whether its predicate is denied by 안, 못, -지 않다."""


def modality(mood: Mood) -> Modality:  # noqa: PLR0911 - a ladder of what outweighs what
    """Return the modality that a clause shows by itself."""
    if mood.link is Link.IF:
        return (
            Modality.HYPOTHETICAL
            if mood.what.ending in listed("endings", "supposing")
            else Modality.CONDITION
        )
    if mood.link is Link.THOUGH:
        return Modality.HYPOTHETICAL
    names = frozenset(mood.what.names)
    if _forbids(mood, names):
        return Modality.FORBID
    if "may" in names:
        return Modality.ASK if _asks(mood) else Modality.PERMIT
    if "need_not" in names:
        return Modality.PERMIT
    if names & _ADVISING_NAMES or mood.predicate.lemma in _ADVISING_VERBS:
        return Modality.ADVISE if not _asks(mood) or _suggests(mood) else Modality.ASK
    if _orders(mood, names):
        return Modality.ADVISE
    if _asks(mood):
        return Modality.ASK
    return Modality.WISH if "wishes" in names else Modality.ASSERT


def _forbids(mood: Mood, names: frozenset[str]) -> bool:
    if names & {"not_do", "must_not"}:
        return not ("must_not" in names and (mood.denies or _asks(mood)))
    return "neg_long" in names and bool(names & {"better", "would_be_good", "makes", "asks_for"})


def _asks(mood: Mood) -> bool:
    return mood.asks or mood.what.ending in listed("endings", "asking")


def _suggests(mood: Mood) -> bool:
    """Say whether a question is a suggestion ("쉬시면 어떨까요")."""
    return mood.what.ending in listed("endings", "suggesting")


def _orders(mood: Mood, names: frozenset[str]) -> bool:
    what = mood.what
    if what.ending in listed("endings", "ordering") and "past" not in names:
        return True
    is_act = mood.predicate.kind is WordKind.VERB and mood.predicate.lemma not in _STATES
    if not is_act or "past" in names or "going_on" in names or mood.has_subject or mood.denies:
        return False
    if (
        what.ending in {"어요", "어"}
        and (names & {"honorific", "gives"} or mood.predicate.lemma in _HONORIFIC)
        and not mood.asks
    ):
        return (
            "honorific" in names or mood.predicate.lemma in _HONORIFIC or what.names[-1] == "gives"
        )
    return bool(what.ending == "어요" and what.names[-1:] == ("tries",) and not mood.asks)
