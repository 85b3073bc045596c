"""Holder: whom a clause is about: the user, another person, people in general, a study."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.meanings import HolderKind, Role
from wearable_coach.korean.parts import Argument, Holder, Predicate
from wearable_coach.korean.tables import listed

USER = Holder(HolderKind.USER, "")
_HOLDING = frozenset({Role.TOPIC, Role.SUBJECT, Role.BARE})
_KINDS = (HolderKind.STUDY, HolderKind.OTHER, HolderKind.PEOPLE, HolderKind.USER)
_CITING = frozenset({"따르다", "의하다", "근거하다", "기반하다"})


def holder(said: Sequence[Argument]) -> Holder | None:
    """Return whom the arguments of a clause name, None where they name nobody."""
    for argument in said:
        if argument.role in _HOLDING and (found := _named(argument)):
            return found
    return None


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
    for word in reversed(argument.words):
        for kind in _KINDS:
            if word in listed("holders", kind.value):
                return Holder(kind, "" if kind in {HolderKind.USER, HolderKind.PEOPLE} else word)
    return None
