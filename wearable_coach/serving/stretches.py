"""A user's words in stretches: the sentences that tell one thing together, with the words that a lexicon knows in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.korean import Clause, Sentence, Token, WordKind, entry, read
from wearable_coach.serving.lexicon import sign_words

_GAP = 3
"""How many other words may stand between two of a saying's."""


class WordPlace(NamedTuple):
    """Where a word of a class stands: from its first token to its last."""

    first: int
    last: int


class SpokenStretch(NamedTuple):
    """Sentences that belong together: one, with what stands apart before or after it ("가슴이... 너무 아파요")."""

    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    clause_of: tuple[int, ...]
    """The place of each token's clause."""
    words: dict[str, list[WordPlace]]
    """Where the classes of the lexicon occur."""

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Return the dictionary forms of the words in order."""
        return _lemmas(self.tokens)

    def clause(self, place: int) -> Clause:
        """Return the clause of a token."""
        return self.clauses[self.clause_of[place]]


@lru_cache(maxsize=256)
def stretches(text: str) -> tuple[SpokenStretch, ...]:
    """Return the stretches of a text."""
    groups: list[list[Sentence]] = []
    waits = False
    for sentence in read(text):
        says = any(c.frames for c in sentence.clauses)
        if groups and (waits or not says):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
        waits = not any(c.frames for s in groups[-1] for c in s.clauses)
    return tuple(_stretch(group) for group in groups)


def _stretch(sentences: Sequence[Sentence]) -> SpokenStretch:
    clauses = tuple(c for s in sentences for c in s.clauses)
    pairs = sorted(
        ((t, k) for k, c in enumerate(clauses) for t in c.tokens), key=lambda p: p[0].start
    )
    tokens = tuple(t for t, _ in pairs)
    return SpokenStretch(tokens, clauses, tuple(k for _, k in pairs), _words_of(tokens))


def _words_of(tokens: Sequence[Token]) -> dict[str, list[WordPlace]]:
    found: dict[str, list[WordPlace]] = {}
    lemmas = _lemmas(tokens)
    for place, lemma in enumerate(lemmas):
        for name, written in _classes().get(lemma, ()):
            for last in ends(written, lemmas, place, gap=1):
                found.setdefault(name, []).append(WordPlace(place, last))
    return found


def _lemmas(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the dictionary forms of words; a number that counts something is no word of the lexicon, nor what it counts by.

    열 시간, not 열 나요; 한 알 먹다, not 알이 배다.
    """
    around = zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)
    return tuple("" if _counts(*three) else three[1].lemma for three in around)


def _counts(before: Token | None, token: Token, after: Token | None) -> bool:
    if token.kind is WordKind.NUMBER:
        return token.lemma not in _LINES and (after is None or after.kind not in _SAYING)
    is_after_number = before is not None and (
        before.kind is WordKind.NUMBER or before.lemma in _HOW_MANY
    )
    return is_after_number and token.lemma in _COUNTED_BY


_HOW_MANY = frozenset({"한", "두", "세", "네", "몇", "여러"})
_COUNTED_BY = frozenset({"알", "배"})
"""Words of the body that things are counted by, too: 두 알, 세 배."""


_LINES = frozenset({"119", "112", "109"})
"""Numbers that name who helps."""
_SAYING = frozenset({WordKind.VERB, WordKind.ADJECTIVE})


def ends(
    written: Sequence[str], lemmas: Sequence[str], first: int, gap: int = _GAP
) -> Iterator[int]:
    """Give the place where an entry that begins at `first` ends, nothing where it does not stand there."""
    at = first
    for word in written[1:]:
        window = lemmas[at + 1 : at + 2 + gap]
        if word not in window:
            return
        at += 1 + window.index(word)
    yield at


@cache
def _classes() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the classes and entries by their first word."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, listed in sign_words().items():
        for written in listed:
            forms = {
                entry(written),
                (written,),
            }  # a word alone may be read otherwise than in a sentence
            for lemmas in sorted(form for form in forms if form):
                found.setdefault(lemmas[0], []).append((name, lemmas))
    return {first: tuple(rows) for first, rows in found.items()}
