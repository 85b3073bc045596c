"""Measures a reader on writers whom it has not read: one held out in turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from texts.training.corpus import OWN, Corpus, Example
from texts.training.fitting import Counted, fitted
from wearable_coach.learned.harm import nearest
from wearable_coach.learned.linear import LinearReader

PERCENTS = (1, 3, 5, 10, 15, 20)


class Judged(NamedTuple):
    """An example that was held out, and what the reader of the others makes of it."""

    example: Example
    score: float
    nearest: str


def writers(corpus: Corpus) -> list[str]:
    """Return whose hands a corpus has, the product's own apart."""
    return sorted({one.writer for one in corpus.examples} - {OWN})


def held_out(corpus: Corpus, texts: Counted, writer: str) -> list[Judged]:
    """Return the examples of a writer, judged by the reader that all others train."""
    others = [at for at, one in enumerate(corpus.examples) if one.writer != writer]
    reader = LinearReader(fitted(corpus, texts, others))
    return [judged(corpus, reader, one) for one in corpus.examples if one.writer == writer]


def judged(corpus: Corpus, reader: LinearReader, example: Example) -> Judged:
    """Return what a reader makes of an example."""
    return Judged(example, *nearest(reader.margins(example.text), corpus.harmless, corpus.unheard))


def thresholds(corpus: Corpus, found: Sequence[Judged]) -> dict[str, float]:
    """Return, for each share, the score that so many of the harmless examples pass."""
    harmless = [one.score for one in found if one.example.label == corpus.harmless]
    return {str(p): round(passed_by(harmless, p), 4) for p in PERCENTS}


def passed_by(scores: Iterable[float], percent: float) -> float:
    """Return the score above which at most so many per cent of the scores lie."""
    ordered = sorted(scores, reverse=True)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
