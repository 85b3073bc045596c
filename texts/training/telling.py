"""Figures of a reader on writers held out, for people: in all, by writer, by urgency, by kind and by form of speech."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from texts.training.corpus import Corpus
from texts.training.holding_out import PERCENTS, Judged, passed_by

_VIEWS: tuple[tuple[str, Callable[[Judged], str]], ...] = (
    ("writer", lambda one: one.example.writer),
    ("urgency", lambda one: one.example.urgency),
    ("kind", lambda one: one.example.kind),
    ("form", lambda one: one.example.form),
)


def told(corpus: Corpus, found: Sequence[Judged]) -> Iterator[str]:
    """Yield lines of figures of examples that were held out: how much is found at each share of the harmless.

    A writer is measured among that writer's own harmless texts, everything else among all of them.
    """
    yield f"{corpus.reader}: found at {'/'.join(map(str, PERCENTS))} % of the harmless"
    yield _line(corpus, "all", found, found)
    for title, of in _VIEWS:
        for key, part in sorted(_by(found, of).items()):
            among = part if title == "writer" else found
            if any(one.example.label != corpus.harmless for one in part):
                yield _line(corpus, f"{title} {key}", part, among)


def _by(found: Sequence[Judged], of: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        if of(one):
            parts[of(one)].append(one)
    return parts


def _line(corpus: Corpus, title: str, part: Sequence[Judged], among: Sequence[Judged]) -> str:
    harmless = [one.score for one in among if one.example.label == corpus.harmless]
    harmful = [one.score for one in part if one.example.label != corpus.harmless]
    least = [passed_by(harmless, percent) for percent in PERCENTS]
    shares = [sum(score > one for score in harmful) / len(harmful) for one in least]
    return f"{title:34s} n={len(harmful):5d}  " + " ".join(f"{100 * x:5.1f}" for x in shares)
