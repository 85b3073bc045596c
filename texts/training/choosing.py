"""Measures the reader of topics on hands that it has not read: how often the right one of many is nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from texts.training.corpus import Corpus, Example
from texts.training.fitting import Counted, fitted
from texts.training.holding_out import PERCENTS, passed_by
from wearable_coach.learned.linear import LinearReader

_FIRST = 3


class Chosen(NamedTuple):
    """A question of a hand that was held out, and the classes that the others' reader finds nearest."""

    example: Example
    nearest: tuple[str, ...]
    score: float


def chosen(corpus: Corpus, texts: Counted, writer: str) -> list[Chosen]:
    """Return the questions of a hand, by the reader that all others train."""
    others = [at for at, one in enumerate(corpus.examples) if one.writer != writer]
    reader = LinearReader(fitted(corpus, texts, others))
    return [_one(reader, one) for one in corpus.examples if one.writer == writer]


def told_chosen(found: Sequence[Chosen]) -> Iterator[str]:
    """Yield lines of figures: of all, by hand, by form of speech."""
    yield _line("all", found)
    for view in ("writer", "form"):
        for key in sorted({getattr(one.example, view) for one in found}):
            yield _line(f"{view} {key}", [o for o in found if getattr(o.example, view) == key])


def unsure(found: Sequence[Chosen]) -> dict[str, float]:
    """Return, for each share, the score below which so many of the nearest topics lie."""
    least = [-one.score for one in found]
    return {str(p): round(-passed_by(least, p), 4) for p in PERCENTS}


def _one(reader: LinearReader, example: Example) -> Chosen:
    ordered = sorted(reader.margins(example.text).items(), key=lambda m: -m[1])
    return Chosen(example, tuple(name for name, _ in ordered[:_FIRST]), ordered[0][1])


def _line(title: str, found: Sequence[Chosen]) -> str:
    right = sum(one.nearest[0] == one.example.label for one in found)
    among = sum(one.example.label in one.nearest for one in found)
    share = f"{100 * right / len(found):5.1f} {100 * among / len(found):5.1f}"
    return f"{title:34s} n={len(found):5d}  {share}"
