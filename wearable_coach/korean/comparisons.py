"""Comparison: with what a clause compares, and which way: 어제보다 높다, 기준에 못 미치다."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.meanings import Polarity, Role
from wearable_coach.korean.parts import Argument, Comparison, Token
from wearable_coach.korean.tables import listed

_LESS, _MORE = "덜", "더"


def comparison(
    tokens: Sequence[Token], clause: Cut, said: Sequence[Argument], denied: Polarity
) -> Comparison | None:
    """Return the comparison of a clause, None where nothing is compared and nothing changes."""
    own = [tokens[k] for k in clause.words if k <= clause.predicate]
    reference = _reference(own, said)
    direction = _direction(own, denied)
    if reference is None and not (direction and _is_change(own, clause)):
        return None
    if reference is None:
        at = tokens[clause.predicate]
        return Comparison("", direction, at.start, at.end)
    return Comparison(reference.lemma, direction, reference.start, reference.end)


def _reference(own: Sequence[Token], said: Sequence[Argument]) -> Argument | None:
    """Return what 보다, 에 비해, 와 비교해, 대비 follow."""
    for argument in said:
        if argument.role is Role.REFERENCE:
            return argument
    lemmas = {t.lemma for t in own}
    if lemmas & listed("comparisons", "references"):
        for argument in said:
            if argument.role in {Role.PLACE, Role.COMPANION} or "대비" in argument.words:
                return _before_word(argument)
    return None


def _before_word(argument: Argument) -> Argument:
    """Return an argument without the word 대비 itself ("어제 대비")."""
    words = tuple(w for w in argument.words if w not in listed("comparisons", "references"))
    return argument._replace(words=words, lemma=words[-1]) if words else argument


def _direction(own: Sequence[Token], denied: Polarity) -> str:
    for token in reversed(own):
        for name in ("same", "up", "down", "better", "worse"):
            if token.lemma in listed("comparisons", name):
                return _turned(name, own)
        if denied is Polarity.DENIED and token.lemma in listed("comparisons", "alike_when_denied"):
            return "same"
    if any(t.lemma == _MORE for t in own):
        return "up"
    return "down" if any(t.lemma == _LESS for t in own) else ""


def _turned(name: str, own: Sequence[Token]) -> str:
    """Return a direction, the other one where 덜 stands before it ("덜 높다")."""
    if any(t.lemma == _LESS for t in own):
        return {"up": "down", "down": "up"}.get(name, name)
    return name


def _is_change(own: Sequence[Token], clause: Cut) -> bool:
    """Say whether something is said to change or to be more or less than something unsaid."""
    names = set(clause.built.names) if clause.built else set()
    is_moving = "becomes" in names or "going_on" in names
    return is_moving or any(t.lemma in {_MORE, _LESS, "훨씬", "점점", "점차"} for t in own)
