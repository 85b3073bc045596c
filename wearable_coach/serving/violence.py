"""Violence that a user tells of: who is hurt by somebody, which is who needs help, and never who does it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.korean import Argument, Clause, Frame, HolderKind, Modality, Polarity, Role
from wearable_coach.korean.tables import listed
from wearable_coach.serving.holding import LONG_AGO
from wearable_coach.serving.lexicon import sign_table
from wearable_coach.serving.stretches import SpokenStretch, stretches

VIOLENCE = "violence"
"""The kind of ``urgent_acts.yaml``."""
_OWN = frozenset({"저", "나", "제", "내", "전", "난", "우리", "저희"})
_NAMING = frozenset({Role.TOPIC, Role.SUBJECT, Role.BARE})
_HURT = frozenset({Role.OBJECT, Role.BARE})
_OFFENDING = frozenset({"한테", "에게", "께", "한테서", "에게서"})
_UNSAID = frozenset(
    {Modality.ADVISE, Modality.PERMIT, Modality.FORBID, Modality.WISH, Modality.DEFINE}
)
_WAYS = ("choked", "chokes", "threatens", "suffered", "struck", "strikes")
_IN_PLAY = frozenset({"laugh", "fiction"})


class Violence(NamedTuple):
    """Violence that is told."""

    who: str
    """Who is hurt, empty for the user."""
    is_grave: bool
    """Whether a life is in danger by it: choked, kicked into the belly, threatened with death, armed, locked in."""


@lru_cache(maxsize=512)
def violence_in(text: str) -> Violence | None:
    """Return the violence that a text tells of, the gravest, None where it tells of none.

    Nothing counts that is play (스파링), long over, denied, or done by a small child.
    """
    told = [
        one
        for part in stretches(text)
        if not (part.words.keys() & _IN_PLAY or _any("combat").search(text))
        for clause in part.clauses
        if (one := _in_clause(part, clause)) is not None
    ]
    return max(told, key=lambda one: one.is_grave, default=None)


def is_threat_in_play(text: str) -> bool:
    """Say whether somebody threatens as people do in fun, which to the learned reader sounds like a wish to die: 살 안 빼면 죽인대요."""
    return bool(_any("threatens").search(text)) and violence_in(text) is None


def is_child(who: str) -> bool:
    """Say whether somebody who is named is a child to whoever names them."""
    return who in _of("children")


def is_woman(who: str) -> bool:
    """Say whether somebody who is named is a woman."""
    return who in _of("women")


def is_man(who: str) -> bool:
    """Say whether somebody who is named is a man."""
    return who in _of("men")


def _in_clause(part: SpokenStretch, clause: Clause) -> Violence | None:
    frame = clause.frame
    way = next((name for name in _WAYS if _any(name).search(clause.text)), "")
    if frame is None or not way or not _is_told(part, frame):
        return None
    victim = _STRUCK.get(way, _of_striking)(part, frame)
    if victim is None:
        return None
    is_grave = any(_any("grave").search(c.text) for c in part.clauses)
    return Violence(victim, is_grave or way == "threatens")


def _is_told(part: SpokenStretch, frame: Frame) -> bool:
    """Say whether a clause tells it: not denied, weighed nor long over."""
    if "gives" in frame.predicate.auxiliaries:  # 등을 때려 주면 시원해요
        return False
    if frame.modality in _UNSAID or (
        frame.polarity is Polarity.DENIED and "makes" not in frame.predicate.auxiliaries
    ):
        return False
    whole = " ".join(c.text for c in part.clauses)
    return not any(word in whole for word in LONG_AGO)


def _of_striking(part: SpokenStretch, frame: Frame) -> str | None:
    """Return who is hurt where somebody does it to them, None where nobody does: 공을 찼어요, 제가 때렸어요."""
    agent = _agent(frame)
    victim = next((a for a in frame.arguments if a.role in _HURT and _whose(a) is not None), None)
    hurt = _whose(victim) if victim is not None else None
    if agent is None:
        is_open = not any(a.role in _NAMING and a.role is not Role.BARE for a in frame.arguments)
        own = any(a.role is Role.OBJECT and _OWN & set(a.words) for a in frame.arguments)
        return "" if is_open and own and not _subject_is_user(part) else None
    if agent in _of("small") or agent == "":
        return None
    if hurt and agent in _of("young") and hurt in _of("peers"):
        return None  # children among themselves
    return hurt or ""


def _of_being_struck(_part: SpokenStretch, frame: Frame) -> str | None:
    """Return who is hurt by somebody: 남편한테 맞았어요; not whom a thing fits, nor who gets an injection."""
    by = [a for a in frame.arguments if a.role is Role.PLACE and a.particle in _OFFENDING]
    if not any(_is_person(a) and a.lemma not in listed("holders", "staff") for a in by):
        return None
    given = [a for a in frame.arguments if a.role is Role.OBJECT and a.lemma not in _of("body")]
    named = [a for a in frame.arguments if a.role in {Role.SUBJECT, Role.TOPIC}]
    if given or any(_whose(a) is None and a.lemma not in _of("body") for a in named):
        return None
    return next((who for a in named if (who := _whose(a))), "")


def _of_choking(_part: SpokenStretch, frame: Frame) -> str | None:
    """Return whom somebody chokes, None where it is a thing (깃이 목을 졸라요) or the user who does it."""
    named = [a for a in frame.arguments if a.role in {Role.SUBJECT, Role.TOPIC}]
    is_thing = any(not _is_person(a) and _whose(a) is None for a in named)
    if is_thing or _agent(frame) == "":
        return None
    return next((who for a in frame.arguments if a.role in _HURT and (who := _whose(a))), "")


def _of_being_choked(_part: SpokenStretch, frame: Frame) -> str | None:
    """Return who is choked by whomever: the subject, the user where none is named."""
    named = [a for a in frame.arguments if a.role in _NAMING]
    return next((who for a in named if (who := _whose(a))), "")


def _of_suffering(part: SpokenStretch, frame: Frame) -> str | None:
    """Return who is beaten, by whomever: 맞고 살아요; not who gets what can be had: 링거를 맞고 지내요."""
    is_named = frame.predicate.lemma.endswith("당하다")  # 폭력을 당했어요
    had = [a for a in frame.arguments if a.role in _HURT and _whose(a) is None]
    if had and not is_named:
        return None
    return _of_being_choked(part, frame)


_STRUCK = {
    "struck": _of_being_struck,
    "chokes": _of_choking,
    "choked": _of_being_choked,
    "suffered": _of_suffering,
}


def _agent(frame: Frame) -> str | None:
    """Return who does it: empty for the user, None where nobody is named."""
    for argument in frame.arguments:
        if argument.role in _NAMING and (
            argument.role is not Role.BARE or argument.particle in {"도", "만", "까지"}
        ):
            if argument.lemma in _OWN:
                return ""
            if _is_person(argument):
                return argument.lemma
    return frame.holder.person if frame.holder.kind is HolderKind.OTHER else None


def _subject_is_user(part: SpokenStretch) -> bool:
    named = (
        a
        for c in part.clauses
        for f in c.frames
        for a in f.arguments
        if a.role in {Role.SUBJECT, Role.TOPIC}
    )
    return any(a.lemma in _OWN for a in named)


def _whose(argument: Argument) -> str | None:
    """Return the person that a phrase names or whose part of the body it names, empty for the user, None for nobody."""
    for word in argument.words:
        if word in _OWN:
            own = argument.lemma in _OWN or argument.lemma in _of("body")
            if own:
                return ""
        elif word in listed("holders", "other"):
            return word
    return "" if argument.lemma in _of("body") else None


def _is_person(argument: Argument) -> bool:
    is_honoured = argument.particle.startswith("님")
    return (
        is_honoured
        or argument.lemma in listed("holders", "other")
        or bool(_any("person_like").search(argument.lemma))
    )


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = sign_table()["violence"]
    return table


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile(_table()[name])


@cache
def _of(name: str) -> frozenset[str]:
    return frozenset(_table()[name].split())
