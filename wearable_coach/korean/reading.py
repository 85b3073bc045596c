"""Reading a text: its sentences, each shape of sentence read once and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from wearable_coach.korean.amounts import Amount, AmountKind, Bound
from wearable_coach.korean.clauses import Cut, cut
from wearable_coach.korean.constructions import line
from wearable_coach.korean.crossings import Said, crossed
from wearable_coach.korean.frames import frames
from wearable_coach.korean.meanings import Modality
from wearable_coach.korean.morphemes import morphemes
from wearable_coach.korean.parts import Clause, Frame, ReadText, Sentence
from wearable_coach.korean.placing import Place, placed
from wearable_coach.korean.quantities import amounts
from wearable_coach.korean.sentences import sentences
from wearable_coach.korean.shapes import SLOT, Regular, Shape, masked, regular
from wearable_coach.korean.words import words

_LIMITING = frozenset({Modality.ADVISE, Modality.PERMIT, Modality.FORBID, Modality.CONDITION})
_REMEMBERED = 32_768
"""Shapes of sentences: all that the topics say (28,100) and some of people's; one takes 2 to 8 kB."""


def read(text: str) -> ReadText:
    """Read a text.

    Args:
        text: Anything; control characters and half surrogates count as blanks.

    Returns:
        Its sentences with their clauses, amounts and frames, at their places in `text`.
    """
    whole = regular(text)
    shape = masked(whole.text)
    found = []
    seen = 0
    for start, end in sentences(shape.text):
        sentence = read_shape(shape.text[start:end])
        numbers = shape.numbers[seen : seen + sentence.slots]
        seen += sentence.slots
        found.append(placed(sentence, text, numbers, _place(whole, shape, start)))
    return ReadText(text, tuple(found))


def _place(whole: Regular, shape: Shape, start: int) -> Place:
    return lambda k: whole.place(shape.place(start + k))


@lru_cache(maxsize=_REMEMBERED)
def read_shape(sentence: str) -> Sentence:
    """Read one sentence whose numbers are masked by `SLOT` (`shapes.masked`); remembered.

    Places are those of the masked sentence, and its amounts wait for their numbers.
    """
    parts = morphemes(sentence)
    tokens = words(sentence, parts)
    found = amounts(sentence, parts)
    cuts = cut(tokens, line(parts))
    statements = frames(tokens, cuts)
    by_predicate = {c.predicate: f for c, f in zip(cuts, statements, strict=True) if f}
    of = Said(sentence, tokens, by_predicate)
    clauses = tuple(
        _clause(of, found, one, said) for one, said in zip(cuts, statements, strict=True)
    )
    return Sentence(
        text=sentence,
        start=0,
        end=len(sentence),
        morphemes=parts,
        tokens=tokens,
        quantities=tuple(sorted((q for c in clauses for q in c.quantities), key=_start)),
        clauses=clauses,
        slots=sentence.count(SLOT),
    )


def _start(amount: Amount) -> int:
    return amount.start


def _clause(of: Said, found: Sequence[Amount], at: Cut, said: Frame | None) -> Clause:
    sentence = of.text
    own = tuple(of.tokens[k] for k in at.words)
    start, end = own[0].start, own[-1].end
    inside = [q for q in found if any(t.start <= q.start < t.end for t in own)]
    amounts_in = crossed(inside, of, at, said)
    return Clause(
        kind=at.kind,
        link=at.link,
        text=sentence[start:end],
        start=start,
        end=end,
        tokens=own,
        quantities=tuple(_limited(sentence, q, said) for q in amounts_in),
        frames=(said,) if said else (),
        parent=at.parent,
    )


def _limited(sentence: str, amount: Amount, said: Frame | None) -> Amount:
    """Return an amount before 까지 as a limit where something is advised, else as it is.

    "38까지 내려갔다" names a reading, "30분까지만 하세요" a limit.
    """
    is_limit = sentence.startswith(("까지", " 까지"), amount.said_end) and (
        said is None or said.modality in _LIMITING
    )
    if not is_limit or amount.bound is not Bound.EXACT or amount.kind is AmountKind.CODE:
        return amount
    return amount._replace(bound=Bound.AT_MOST)
