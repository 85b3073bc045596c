"""Putting a remembered sentence where it stands: its numbers, its places in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from wearable_coach.korean.amounts import Amount
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.parts import (
    Argument,
    Clause,
    Comparison,
    Frame,
    Predicate,
    Sentence,
    Token,
)
from wearable_coach.korean.shapes import SLOT

Place = Callable[[int], int]
_Spanned = TypeVar("_Spanned", Morpheme, Token, Argument, Predicate, Comparison, Clause)


def placed(sentence: Sentence, text: str, numbers: Sequence[str], place: Place) -> Sentence:
    """Return a sentence of a masked text with its numbers, at its places in the text.

    Args:
        sentence: As `read_shape` returns it.
        text: The whole text it comes from.
        numbers: Those masked in it, as written.
        place: From a place in the masked sentence to one in the text.
    """
    start, end = place(0), place(sentence.end)
    tokens = _tokens(sentence, text, numbers, place)
    amounts = {q: _amount(q.bound_to(numbers), place) for q in sentence.quantities}
    return sentence._replace(
        text=text[start:end],
        start=start,
        end=end,
        morphemes=tuple(_moved(m, place) for m in sentence.morphemes),
        tokens=tokens,
        quantities=tuple(amounts.values()),
        clauses=tuple(_clause(c, text, tokens, amounts, place) for c in sentence.clauses),
    )


def _tokens(
    sentence: Sentence, text: str, numbers: Sequence[str], place: Place
) -> tuple[Token, ...]:
    left = iter(numbers)
    found = []
    for token in sentence.tokens:
        moved = _moved(token, place)._replace(stem_end=place(token.stem_end))
        lemma = token.lemma
        while SLOT in lemma:
            lemma = lemma.replace(SLOT, next(left, ""), 1)
        found.append(moved._replace(lemma=lemma, surface=text[moved.start : moved.end]))
    return tuple(found)


def _clause(
    clause: Clause,
    text: str,
    tokens: Sequence[Token],
    amounts: dict[Amount, Amount],
    place: Place,
) -> Clause:
    moved = _moved(clause, place)
    return moved._replace(
        text=text[moved.start : moved.end],
        tokens=tuple(tokens[t.place] for t in clause.tokens),
        quantities=tuple(amounts[q] for q in clause.quantities),
        frames=tuple(_frame(f, tokens, place) for f in clause.frames),
    )


def _frame(frame: Frame, tokens: Sequence[Token], place: Place) -> Frame:
    return frame._replace(
        predicate=_moved(frame.predicate, place),
        arguments=tuple(_argument(a, tokens, place) for a in frame.arguments),
        comparison=_moved(frame.comparison, place) if frame.comparison else None,
    )


def _argument(argument: Argument, tokens: Sequence[Token], place: Place) -> Argument:
    moved = _moved(argument, place)
    if not any(SLOT in word for word in argument.words):
        return moved
    words = tuple(t.lemma for t in tokens if moved.start <= t.start < moved.end)
    return moved._replace(words=words, lemma=words[-1])


def _amount(amount: Amount, place: Place) -> Amount:
    return amount._replace(
        start=place(amount.start), end=place(amount.end), said_end=place(amount.said_end)
    )


def _moved(item: _Spanned, place: Place) -> _Spanned:
    return item._replace(start=place(item.start), end=place(item.end))
