"""Where the sentences of an answer stand, so that one may be looked at, or left out, by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wearable_coach.korean.sentences import sentences
from wearable_coach.korean.shapes import masked, regular


class PlacedSentence(NamedTuple):
    """A sentence, a row of a table or a heading of a text."""

    shape: str
    """Its words with each number masked."""
    start: int
    end: int


def placed_sentences(text: str) -> Iterator[PlacedSentence]:
    """Yield the sentences of a text in order, blanks between them left out."""
    whole = regular(text)
    shape = masked(whole.text)
    for start, end in sentences(shape.text):
        first, last = whole.place(shape.place(start)), whole.place(shape.place(end))
        yield PlacedSentence(shape.text[start:end], first, last)


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text without the sentences that some spans touch, and without lines that this empties."""
    kept, at = [], 0
    for sentence in placed_sentences(text):
        if any(start < sentence.end and end > sentence.start for start, end in spans):
            kept.append(text[at : sentence.start])
            at = _resumes(text, sentence, at)
    kept.append(text[at:])
    return "".join(kept).strip()


def _resumes(text: str, left_out: PlacedSentence, since: int) -> int:
    """Return where a text goes on behind a sentence that is left out: on the next line, if it had its own."""
    start = text.rfind("\n", 0, left_out.start) + 1
    end = text.find("\n", left_out.end)
    end = len(text) if end < 0 else end
    around = text[max(start, since) : left_out.start] + text[left_out.end : end]
    if around.strip():
        return left_out.end + (text[left_out.end : left_out.end + 1] == " ")
    return min(end + 1, len(text))


def first_of(
    text: str, most: int, kept: Callable[[str], bool], wholes: Sequence[tuple[int, int]] = ()
) -> str:
    """Return the sentences with which a text begins, of about so many letters, and the first later one that is kept.

    Args:
        text: An answer.
        most: How long it may grow; its first sentence stays, however long [characters].
        kept: Whether a later sentence stays too.
        wholes: Where sentences stand that stay or go together.
    """
    left_out: list[tuple[int, int]] = []
    length, is_kept = 0, False
    for place, (start, end) in enumerate(_together(text, wholes)):
        fits = not left_out and (not place or length + end - start <= most)
        if not fits and (is_kept or not kept(text[start:end])):
            left_out.append((start, end))
        elif not fits:
            is_kept = True
        length += end - start + 1
    return without(text, left_out) if left_out else text


def _together(text: str, wholes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand, those of one whole as one."""
    found: list[tuple[int, int]] = []
    for sentence in placed_sentences(text):
        whole = next((w for w in wholes if w[0] <= sentence.start and sentence.end <= w[1]), None)
        if whole is None or whole not in found:
            found.append(whole or (sentence.start, sentence.end))
    return found
