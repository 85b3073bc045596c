"""Figures of a reader on writers held out, for people: in all, by writer, by kind and by form of speech."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from texts.training.corpus import Corpus
from texts.training.holding_out import Judged, held_out, passed_by, writers

SHARES = (1, 3, 5, 10)


def told(corpus: Corpus, writer: str | None = None) -> Iterator[str]:
    """Yield lines of figures, one writer held out in turn, or the one that is named."""
    everything: list[Judged] = []
    yield f"{corpus.reader}: found at {'/'.join(map(str, SHARES))} % of the harmless"
    for name in [writer] if writer else writers(corpus):
        found = held_out(corpus, name)
        everything += found
        yield _line(corpus, f"writer {name}", found, found)
    yield _line(corpus, "all", everything, everything)
    for title, of in _VIEWS:
        for key, part in sorted(_by(everything, of).items()):
            if any(one.example.label != corpus.harmless for one in part):
                yield _line(corpus, f"{title} {key}", part, everything)


_VIEWS: tuple[tuple[str, Callable[[Judged], str]], ...] = (
    ("urgency", lambda one: one.example.urgency),
    ("kind", lambda one: one.example.kind),
    ("form", lambda one: one.example.form),
)


def _by(found: Sequence[Judged], of: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        if of(one):
            parts[of(one)].append(one)
    return parts


def _line(corpus: Corpus, title: str, part: Sequence[Judged], among: Sequence[Judged]) -> str:
    harmless = [one.score for one in among if one.example.label == corpus.harmless]
    harmful = [one.score for one in part if one.example.label != corpus.harmless]
    shares = (
        sum(s > passed_by(harmless, p) for s in harmful) / max(1, len(harmful)) for p in SHARES
    )
    return f"{title:34s} n={len(harmful):5d}  " + " ".join(f"{100 * x:5.1f}" for x in shares)
