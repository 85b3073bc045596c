"""Frames: what each clause says, of what, and how it is meant."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.meanings import (
    HolderKind,
    Polarity,
    Role,
    TimeKind,
    WordKind,
)
from wearable_coach.korean.modality import Mood, modality
from wearable_coach.korean.parts import Argument, Frame, Holder, Predicate, Token, When
from wearable_coach.korean.polarity import polarity

_ROLES = {
    "는": Role.TOPIC,
    "가": Role.SUBJECT,
    "를": Role.OBJECT,
    "에": Role.PLACE,
    "에서": Role.PLACE,
    "에게": Role.PLACE,
    "한테": Role.PLACE,
    "께": Role.PLACE,
    "로": Role.INSTRUMENT,
    "보다": Role.REFERENCE,
    "와": Role.COMPANION,
    "랑": Role.COMPANION,
    "하고": Role.COMPANION,
    "부터": Role.FROM,
    "까지": Role.UP_TO,
}
_NOMINAL = frozenset(
    {WordKind.NOUN, WordKind.PRONOUN, WordKind.NUMBER, WordKind.UNIT, WordKind.FOREIGN}
)
_JOINS = frozenset({"의", "나"})


def frames(tokens: Sequence[Token], cuts: Sequence[Cut]) -> list[Frame | None]:
    """Return what each clause of a sentence says, None for a fragment."""
    return [_frame(tokens, c, asks="?" in tokens[c.words[-1]].surface) for c in cuts]


def _frame(tokens: Sequence[Token], clause: Cut, *, asks: bool) -> Frame | None:
    """Return what a clause says, None for a fragment."""
    if clause.built is None:
        return None
    at = tokens[clause.predicate]
    before = tokens[clause.predicate - 1] if clause.predicate > 0 else None
    said = _arguments(tokens, clause)
    denied = polarity(at, before, clause.built)
    mood = Mood(
        predicate=at,
        what=clause.built,
        link=clause.link,
        has_subject=any(a.role is Role.SUBJECT for a in said),
        asks=asks,
        denies=denied is Polarity.DENIED,
    )
    return Frame(
        predicate=_predicate(tokens, clause),
        arguments=said,
        polarity=denied,
        modality=modality(mood),
        holder=Holder(HolderKind.USER, ""),
        time=When(TimeKind.UNSAID, "", is_over=False),
        comparison=None,
    )


def _predicate(tokens: Sequence[Token], clause: Cut) -> Predicate:
    at = tokens[clause.predicate]
    what = clause.built
    own = [k for k in clause.words if k >= clause.predicate]
    names = what.names if what else ()
    return Predicate(
        lemma=at.lemma,
        kind=at.kind,
        start=at.start,
        end=tokens[own[-1]].end if own else at.end,
        auxiliaries=names,
        ending=what.ending if what else "",
        is_past="past" in names,
    )


def _arguments(tokens: Sequence[Token], clause: Cut) -> tuple[Argument, ...]:
    """Return the noun phrases before the predicate, each with its particle and role."""
    found: list[Argument] = []
    phrase: list[Token] = []
    for k in clause.words:
        token = tokens[k]
        if k >= clause.predicate:
            break
        if token.kind not in _NOMINAL and token.kind is not WordKind.DETERMINER:
            _end_phrase(found, phrase)
            continue
        phrase.append(token)
        if token.particles and token.particles[-1] not in _JOINS:
            _end_phrase(found, phrase)
    _end_phrase(found, phrase)
    return tuple(found)


def _end_phrase(found: list[Argument], phrase: list[Token]) -> None:
    if phrase:
        last = phrase[-1]
        particle = next((p for p in reversed(last.particles) if p in _ROLES), "")
        found.append(
            Argument(
                lemma=last.lemma,
                words=tuple(t.lemma for t in phrase),
                role=_ROLES.get(particle, Role.BARE),
                particle="".join(last.particles),
                start=phrase[0].start,
                end=last.end,
            )
        )
        phrase.clear()
