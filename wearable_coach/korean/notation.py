"""What was read, in one line each: for corpora, docs, and people who look."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wearable_coach.korean.amounts import Amount, AmountKind, Bound
from wearable_coach.korean.meanings import WordKind
from wearable_coach.korean.parts import Clause, Frame, ReadText
from wearable_coach.korean.scope import Standing
from wearable_coach.korean.scope import standing as standing_of

_BOUNDS = {
    Bound.EXACT: "",
    Bound.AT_LEAST: "≥ ",
    Bound.MORE_THAN: "> ",
    Bound.AT_MOST: "≤ ",
    Bound.LESS_THAN: "< ",
}
_NAMING = frozenset({WordKind.NOUN, WordKind.VERB, WordKind.ADJECTIVE, WordKind.FOREIGN})
_LEANS = {0: "±", 1: "+", -1: "−"}


def amount(of: Amount) -> str:
    """Write an amount: ``> 6 h +10%``, ``64~76 pct share``, ``15:20 clock``, ``30 min / day``."""
    number = _number(of.low, of)
    if of.is_range:
        number += f"~{_number(of.high, of)}"
    sign = {1: "+", -1: "−", 0: ""}[of.sign]
    parts = [_BOUNDS[of.bound] + sign + number]
    if of.unit and of.kind is not AmountKind.CLOCK:
        parts.append(of.unit)
    if of.kind is not AmountKind.COUNT:
        parts.append(of.kind.value)
    if of.per and of.kind is not AmountKind.CLOCK:
        parts.append(f"/ {of.per}")
    if of.is_apart:
        parts.append("apart")
    if of.tolerance:
        parts.append(f"{_LEANS[of.lean]}{_plain(of.tolerance * 100)}%")
    return " ".join(parts)


def statement(of: Frame) -> str:
    """Write a statement: ``전화하다 denied permit (119 place)``."""
    said = " ".join(f"({' '.join(a.words)} {a.role})" for a in of.arguments)
    return f"{of.predicate.lemma} {of.polarity} {of.modality} {said}".rstrip()


def standing(of: Standing | None) -> str:
    """Write how a word is meant: ``denied advise``; nothing for a mere name."""
    if of is None:
        return ""
    return f"{'denied' if of.is_denied else 'affirmed'} {of.modality.value}"


def standings(text: ReadText) -> Iterator[str]:
    """Write how the words of a text are meant that name something."""
    for sentence in text:
        for token in sentence.tokens:
            said = standing_of(sentence, token.start) if token.kind in _NAMING else None
            if said is not None:
                yield f"{token.surface}: {standing(said)}"


def holder(of: Frame) -> str:
    """Write whom a statement is about: ``other 어머니``."""
    return f"{of.holder.kind} {of.holder.person}".rstrip()


def time(of: Frame) -> str:
    """Write when a statement is: ``past over``."""
    return f"{of.time.kind} {'over' if of.time.is_over else ''}".rstrip()


def comparison(of: Frame) -> str:
    """Write with what a statement compares and which way: ``어제 up``; nothing where it does not."""
    return f"{of.comparison.reference} {of.comparison.direction}" if of.comparison else ""


def clause(of: Clause) -> str:
    """Write a clause: ``connected because: 잠이 부족해서``."""
    return f"{of.kind} {of.link}: {of.text}"


def _number(value: Decimal | None, of: Amount) -> str:
    if value is None:
        return "#"
    if of.kind is AmountKind.CLOCK:
        return f"{int(value) // 60}:{int(value) % 60:02d}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    rounded = round(value, 3).normalize()
    return format(rounded, "f")
