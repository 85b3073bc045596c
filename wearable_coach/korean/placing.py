"""Putting a remembered sentence where it stands: its numbers, its places in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wearable_coach.korean.amounts import Amount
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.parts import Argument, Clause, Frame, Sentence, Token
from wearable_coach.korean.shapes import SLOT

Place = Callable[[int], int]


def placed(sentence: Sentence, text: str, numbers: Sequence[str], place: Place) -> Sentence:
    """Return a sentence of a masked text with its numbers, at its places in the text.

    Args:
        sentence: As `read_shape` returns it.
        text: The whole text it comes from.
        numbers: Those masked in it, as written.
        place: From a place in the masked sentence to one in the text.
    """
    at = [place(k) for k in range(sentence.end + 1)]
    tokens = _tokens(sentence, text, numbers, at)
    amounts = {q: _amount(q, numbers, at) for q in sentence.quantities}
    return Sentence(
        text[at[0] : at[-1]],
        at[0],
        at[-1],
        tuple([Morpheme(form, tag, at[s], at[e]) for form, tag, s, e in sentence.morphemes]),
        tokens,
        tuple(amounts.values()),
        tuple([_clause(c, text, tokens, amounts, at) for c in sentence.clauses]),
        sentence.slots,
    )


def _tokens(
    sentence: Sentence, text: str, numbers: Sequence[str], at: Sequence[int]
) -> tuple[Token, ...]:
    left = iter(numbers)
    found = []
    for t in sentence.tokens:
        lemma = t.lemma
        while SLOT in lemma:
            lemma = lemma.replace(SLOT, next(left, ""), 1)
        start, end = at[t.start], at[t.end]
        found.append(
            Token(
                lemma, t.kind, text[start:end], t.particles, t.endings, start, end,
                at[t.stem_end], t.place, t.first, t.stem_last, t.last,
            )
        )  # fmt: skip
    return tuple(found)


def _clause(
    clause: Clause,
    text: str,
    tokens: Sequence[Token],
    amounts: dict[Amount, Amount],
    at: Sequence[int],
) -> Clause:
    start, end = at[clause.start], at[clause.end]
    return Clause(
        clause.kind,
        clause.link,
        text[start:end],
        start,
        end,
        tuple([tokens[t.place] for t in clause.tokens]),
        tuple([amounts[q] for q in clause.quantities]),
        tuple([_frame(f, tokens, at) for f in clause.frames]),
        clause.parent,
    )


def _frame(frame: Frame, tokens: Sequence[Token], at: Sequence[int]) -> Frame:
    predicate, compared = frame.predicate, frame.comparison
    return frame._replace(
        predicate=predicate._replace(start=at[predicate.start], end=at[predicate.end]),
        arguments=tuple([_argument(a, tokens, at) for a in frame.arguments]),
        comparison=compared._replace(start=at[compared.start], end=at[compared.end])
        if compared
        else None,
    )


def _argument(a: Argument, tokens: Sequence[Token], at: Sequence[int]) -> Argument:
    start, end = at[a.start], at[a.end]
    if not any(SLOT in word for word in a.words):
        return Argument(a.lemma, a.words, a.role, a.particle, start, end)
    words = tuple(t.lemma for t in tokens if start <= t.start < end)
    return Argument(words[-1], words, a.role, a.particle, start, end)


def _amount(amount: Amount, numbers: Sequence[str], at: Sequence[int]) -> Amount:
    return amount.bound_to(numbers)._replace(
        start=at[amount.start], end=at[amount.end], said_end=at[amount.said_end]
    )
