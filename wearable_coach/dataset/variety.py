"""How varied the language of a category is, as numbers, and how much of the valid split's stands in train.

An *answer sentence* is what stands between the ends of sentences of an answer and ends in one (``.``, ``!``,
``?`` or ``…`` before a space or the end of a line), without marks of lists and of bold. Section titles, rows of
tables, and lines of figures or sources that end in no such mark ("체중 62kg", "BMI 기준: 대한비만학회(2022)")
are none: they are fixed, or figures; `SentenceCounts.left_out` is their share. A *skeleton* is an answer
sentence with each number as one ``#``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wearable_coach.dataset.diversity import masked
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.records import LanguageFloor, Row
from wearable_coach.standards.table import table

COMMONEST = 20
_TRAIN, _VALID = "train", "valid"
_END = re.compile(r"(?<=[.!?…])\s+")
_ENDS = (".", "!", "?", "…")
_NEVER = ("#", "|")
"""How titles and rows of tables begin."""
_MARK = re.compile(r"^(?:[-*·•]|\d+[.)])\s+")
_LINES = 16_384
"""So many lines are remembered: half of them come again, and each is looked at for several figures."""
_LONGEST_GRAM = 4
_GRAMS_SHOWN = (1, 2, 3)
_BLEU_ANSWERS = 100
"""Answers of a category, evenly spread, that its self-BLEU is of: it grows with how many there are."""


class SentenceCounts(NamedTuple):
    """What the sentences of one category are."""

    sentences: int
    """Answer sentences, each time one is said."""
    left_out: float
    """Share of what is no sentence among all lines and sentences [0, 1]."""
    skeletons: int
    top_share: float
    """Share of the 20 commonest skeletons among all sentences [0, 1]."""
    shared: float | None
    """Share of the valid split's sentences whose skeleton stands in train; None where a split has none [0, 1]."""
    shared_as_written: float | None
    """The same with numbers as they are written [0, 1]."""


class Tally(NamedTuple):
    """The sentences of one category, or of a part of it, counted."""

    said: Counter[tuple[str, str]]
    """Split and sentence as written → how often it is said."""
    left_out: int
    """What is no sentence [count]."""


class SentenceSums(NamedTuple):
    """What the sentences of one category come to, all its tallies together."""

    sentences: int
    left_out: int
    skeletons: int
    common: int
    """Sentences of the 20 commonest skeletons."""
    in_train: int
    in_valid: int
    shared: int
    """Sentences of valid whose skeleton stands in train."""
    shared_as_written: int | None = None
    """Sentences of valid that stand in train as they are written; None where that was not counted."""

    def counts(self) -> SentenceCounts:
        """Return them as shares."""
        is_in_both = self.in_train > 0 and self.in_valid > 0
        as_written = self.shared_as_written if is_in_both else None
        return SentenceCounts(
            sentences=self.sentences,
            left_out=_share(self.left_out, self.left_out + self.sentences),
            skeletons=self.skeletons,
            top_share=_share(self.common, self.sentences),
            shared=self.shared / self.in_valid if is_in_both else None,
            shared_as_written=None if as_written is None else as_written / self.in_valid,
        )


class Variety(NamedTuple):
    """How varied the language of one category is."""

    counts: SentenceCounts
    distinct: tuple[float, ...]
    """Distinct n-grams of words among all, n = 1, 2, 3, numbers masked [0, 1]."""
    self_bleu: float
    """How much of an answer stands in others, BLEU-4, numbers masked; less is more varied [0, 1]."""


def sentences_of(answer: str) -> Iterator[str]:
    """Yield the sentences of an answer as written, without marks of lists and of bold."""
    return (piece for piece, is_sentence in _pieces(answer) if is_sentence)


def _pieces(answer: str) -> Iterator[tuple[str, bool]]:
    """Yield all that stands between ends of sentences or of lines, and whether it is a sentence."""
    for line in answer.split("\n"):
        yield from _of_line(line)


@lru_cache(maxsize=_LINES)
def _of_line(line: str) -> tuple[tuple[str, bool], ...]:
    text = line.strip()
    if not text:
        return ()
    if text.startswith(_NEVER):
        return ((text, False),)
    bare = _MARK.sub("", text).replace("**", "")
    return tuple((s, s.endswith(_ENDS)) for p in _END.split(bare) if (s := p.strip()))


def language_floors(recipe: Recipe) -> dict[str, LanguageFloor]:
    """Return what the gate asks of each category of enough rows that has its kind's own strata. Source: GATE-001."""
    law = table("gate")["language"]
    floors = {}
    for category in recipe.categories:
        if category.count >= law["judged_from_rows"] and category.strata is None:
            of = law["kinds"][category.kind]
            floors[category.name] = LanguageFloor(
                skeletons_min=of["skeletons_min"] if category.count >= of["rows"] else 0,
                top_share_max=of["top_share_max"],
                shared_max=law["shared_max"],
            )
    return floors


def sentence_counts(rows: Sequence[Row]) -> dict[str, SentenceCounts]:
    """Return what the sentences of each category are, by its name."""
    return {name: _sums(tally).counts() for name, tally in tallies(rows).items()}


def tallies(rows: Sequence[Row]) -> dict[str, Tally]:
    """Return the sentences of each category, counted, by its name."""
    return {name: _tally(members) for name, members in _by_category(rows).items()}


def varieties(rows: Sequence[Row]) -> dict[str, Variety]:
    """Return how varied each category's language is, by its name."""
    return {name: _variety(members) for name, members in _by_category(rows).items()}


def _by_category(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.category, []).append(row)
    return found


def _answers(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return each answer with its split."""
    return [(row.split, m.content) for row in rows for m in row.messages if m.role == "assistant"]


def _tally(rows: Sequence[Row]) -> Tally:
    said: Counter[tuple[str, str]] = Counter()
    left_out = 0
    for split, text in _answers(rows):
        pieces = list(_pieces(text))
        said.update((split, piece) for piece, is_said in pieces if is_said)
        left_out += sum(not is_said for _, is_said in pieces)
    return Tally(said, left_out)


def _sums(tally: Tally) -> SentenceSums:
    bare: Counter[tuple[str, str]] = Counter()
    skeletons: Counter[str] = Counter()
    for (split, sentence), n in tally.said.items():
        skeleton = masked(sentence)
        bare[split, skeleton] += n
        skeletons[skeleton] += n
    return SentenceSums(
        sentences=skeletons.total(),
        left_out=tally.left_out,
        skeletons=len(skeletons),
        common=sum(n for _, n in skeletons.most_common(COMMONEST)),
        in_train=sum(n for (split, _), n in bare.items() if split == _TRAIN),
        in_valid=sum(n for (split, _), n in bare.items() if split == _VALID),
        shared=_shared(bare),
        shared_as_written=_shared(tally.said),
    )


def _shared(said: Mapping[tuple[str, str], int]) -> int:
    """Return how much of what valid says train says as well."""
    return sum(n for (split, s), n in said.items() if split == _VALID and (_TRAIN, s) in said)


def _variety(rows: Sequence[Row]) -> Variety:
    words = [masked(" ".join(sentences_of(text))).split() for _, text in _answers(rows)]
    step = max(1, len(words) // _BLEU_ANSWERS)
    return Variety(
        counts=_sums(_tally(rows)).counts(),
        distinct=tuple(_distinct(words, n) for n in _GRAMS_SHOWN),
        self_bleu=self_bleu(words[::step][:_BLEU_ANSWERS]),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _grams(words: Sequence[str], n: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(n)), strict=False)


def _distinct(texts: Sequence[Sequence[str]], n: int) -> float:
    found: set[tuple[str, ...]] = set()
    for words in texts:
        found.update(_grams(words, n))
    return _share(len(found), sum(max(0, len(words) - n + 1) for words in texts))


def self_bleu(texts: Sequence[Sequence[str]]) -> float:
    """Return the mean BLEU-4 of each text against all others [0, 1]; 0 where there are no two.

    Source: Zhu et al. (2018), Texygen, arXiv:1802.01886; BLEU: Papineni et al. (2002), without smoothing.
    """
    usable = [words for words in texts if len(words) >= _LONGEST_GRAM]
    if len(usable) <= 1:
        return 0.0
    counts = [[Counter(_grams(words, n)) for words in usable] for n in range(1, _LONGEST_GRAM + 1)]
    most = [_two_most(of) for of in counts]
    lengths = sorted(map(len, usable))
    scores = [_bleu(i, counts, most, lengths) for i in range(len(usable))]
    return sum(scores) / len(scores)


_Grams = Counter[tuple[str, ...]]
_Most = Mapping[tuple[str, ...], tuple[int, int, int]]


def _two_most(counts: Sequence[_Grams]) -> _Most:
    """Return for each gram how often it stands in the text that has most of it, which one, and in the next."""
    found: dict[tuple[str, ...], tuple[int, int, int]] = {}
    for i, of in enumerate(counts):
        for gram, n in of.items():
            first, who, second = found.get(gram, (0, -1, 0))
            found[gram] = (n, i, first) if n > first else (first, who, max(second, n))
    return found


def _bleu(
    i: int, counts: Sequence[Sequence[_Grams]], most: Sequence[_Most], lengths: Sequence[int]
) -> float:
    logs = 0.0
    for of, best in zip(counts, most, strict=True):
        total = sum(of[i].values())
        held = sum(
            min(n, second if who == i else first)
            for gram, n in of[i].items()
            for first, who, second in (best[gram],)
        )
        if not held:
            return 0.0
        logs += math.log(held / total)
    own = sum(counts[0][i].values())
    others = list(lengths)
    others.remove(own)
    nearest = min(others, key=lambda n: (abs(n - own), n))
    brevity = 1.0 if own > nearest else math.exp(1 - nearest / own)
    return brevity * math.exp(logs / _LONGEST_GRAM)
