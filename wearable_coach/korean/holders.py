"""Holder: whom a clause is about: the user, another person, people in general, a study."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wearable_coach.korean.meanings import HolderKind, Role, WordKind
from wearable_coach.korean.parts import Argument, Holder, Predicate, Token
from wearable_coach.korean.tables import listed

USER = Holder(HolderKind.USER, "")
_HOLDING = frozenset({Role.TOPIC, Role.SUBJECT, Role.BARE})
_KINDS = (HolderKind.STUDY, HolderKind.OTHER, HolderKind.PEOPLE, HolderKind.USER)
_AGE = frozenset({"세", "살"})
_FROM_ON = frozenset({"이상", "이하", "미만", "초과", "이후", "대"})
_CITING = frozenset({"따르다", "의하다", "근거하다", "기반하다"})


def holder(tokens: Sequence[Token], said: Sequence[Argument]) -> Holder | None:
    """Return whom the arguments of a clause name, None where they name nobody.

    Somebody who is called ("어르신, …") is who is spoken to.
    """
    called = {t.start for t in tokens if t.surface[0] in ",!"}
    for argument in said:
        is_called = argument.role is Role.BARE and argument.end in called
        if argument.role not in _HOLDING or is_called or _is_numbered(tokens, argument):
            continue
        named = argument._replace(
            words=argument.words[-1:]
        )  # 엄마 수면제 먹었는데: not she took it
        if found := _named(named if argument.role is Role.BARE else argument):
            return found
    return None


def _is_numbered(tokens: Sequence[Token], argument: Argument) -> bool:
    """Say whether what looks like a person counts kinds: 1형 당뇨, 2형인데."""
    return any(
        t.kind is WordKind.NUMBER
        and n.lemma == "형"
        and t.end == n.start
        and n.start >= argument.start
        for t, n in pairwise(tokens)
        if n.start < argument.end
    )


def source(predicate: Predicate, said: Sequence[Argument]) -> Holder | None:
    """Return the study that a clause cites (연구에 따르면, 지침에서는), None where it cites none."""
    for argument in said:
        is_cited = predicate.lemma in _CITING or argument.particle.startswith("에서")
        named = [w for w in argument.words if w in listed("holders", "study")]
        if named and is_cited:
            return Holder(HolderKind.STUDY, named[-1])
    return None


def _named(argument: Argument) -> Holder | None:
    """Return the holder that a phrase names, by its last noun first: 어머니 심박수, 제 친구."""
    if _AGE & set(argument.words) and _FROM_ON & set(argument.words):
        return Holder(HolderKind.PEOPLE, "")  # 65세 이상은
    if argument.lemma in listed("holders", "staff"):
        return Holder(HolderKind.OTHER, argument.lemma)
    for word in reversed(argument.words):
        for kind in _KINDS:
            if word in listed("holders", kind.value):
                return Holder(kind, "" if kind in {HolderKind.USER, HolderKind.PEOPLE} else word)
    return None
