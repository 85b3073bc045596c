"""Reading a text: its sentences, each shape of sentence read once and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from wearable_coach.korean.clauses import Cut, cut
from wearable_coach.korean.constructions import line
from wearable_coach.korean.frames import frame
from wearable_coach.korean.morphemes import morphemes
from wearable_coach.korean.parts import Clause, ReadText, Sentence, Token
from wearable_coach.korean.placing import Place, placed
from wearable_coach.korean.sentences import sentences
from wearable_coach.korean.shapes import SLOT, Regular, Shape, masked, regular
from wearable_coach.korean.words import words

_REMEMBERED = 8_192
"""Shapes of sentences; one is some 10 kB."""


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
    on = line(parts)
    cuts = cut(tokens, on)
    return Sentence(
        text=sentence,
        start=0,
        end=len(sentence),
        morphemes=parts,
        tokens=tokens,
        quantities=(),
        clauses=tuple(_clause(sentence, tokens, c) for c in cuts),
        slots=sentence.count(SLOT),
    )


def _clause(sentence: str, tokens: Sequence[Token], at: Cut) -> Clause:
    own = tuple(tokens[k] for k in at.words)
    start, end = own[0].start, own[-1].end
    said = frame(tokens, at, asks="?" in own[-1].surface)
    return Clause(
        kind=at.kind,
        link=at.link,
        text=sentence[start:end],
        start=start,
        end=end,
        tokens=own,
        quantities=(),
        frames=(said,) if said else (),
        parent=at.parent,
    )
