"""What a Korean text is read into: morphemes, words, amounts, frames, clauses, sentences.

Places are characters. In what `read` returns they are places of the text as it was given; in what
`read_shape` returns, of the masked sentence, and its amounts wait for their numbers (`Amount.bound_to`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from wearable_coach.korean.amounts import Amount
from wearable_coach.korean.meanings import (
    ClauseKind,
    HolderKind,
    Link,
    Modality,
    Polarity,
    Role,
    TimeKind,
    WordKind,
)
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.tables import listed


class Token(NamedTuple):
    """A word with its particles or endings, whether it was written with spaces or without."""

    lemma: str
    """In dictionary form: 누워 is 눕다, 건강한 is 건강하다, 심박수가 is 심박수."""
    kind: WordKind
    surface: str
    particles: tuple[str, ...]
    """In one form each: 은/는 are 는, 이/가 are 가, 을/를 are 를, 으로/로 are 로."""
    endings: tuple[str, ...]
    start: int
    end: int
    stem_end: int
    """Where its particles or endings begin."""
    place: int
    """Its place among the sentence's tokens."""
    first: int
    """Its first morpheme among the sentence's."""
    stem_last: int
    """One past the last morpheme of its stem."""
    last: int
    """One past its last."""


class Predicate(NamedTuple):
    """What a clause says: a verb, an adjective, a noun with 이다, with what is built onto it."""

    lemma: str
    kind: WordKind
    start: int
    end: int
    auxiliaries: tuple[str, ...]
    """Names of the constructions on it, in order: "neg_long", "can", "need", "try" …"""
    ending: str
    """Its last ending, in one form: 어요, 고, 면 …"""
    is_past: bool


class Argument(NamedTuple):
    """What a predicate is said of or with."""

    lemma: str
    """Its last noun."""
    words: tuple[str, ...]
    """All its words' lemmas, modifiers first: 평소 안정시 심박수."""
    role: Role
    particle: str
    start: int
    end: int


class Holder(NamedTuple):
    """Whom a clause is about."""

    kind: HolderKind
    person: str
    """Which other person ("어머니"), or which study; else empty."""


class When(NamedTuple):
    """The time a clause is about."""

    kind: TimeKind
    word: str
    """The word that says it ("어젯밤"), else empty."""
    is_over: bool
    """Past and said to be over: "예전에 앓았는데 다 나았어요"."""


class Comparison(NamedTuple):
    """With what the clause compares, and which way."""

    reference: str
    """The lemma that 보다, 대비, 에 비해 follow: 어제, 평소, 기준."""
    direction: str
    """up, down, same, or nothing where only "than" is said."""
    start: int
    end: int


class Frame(NamedTuple):
    """One statement: a predicate with its arguments, and how it is meant."""

    predicate: Predicate
    arguments: tuple[Argument, ...]
    polarity: Polarity
    modality: Modality
    holder: Holder
    time: When
    comparison: Comparison | None

    @property
    def proposes(self) -> bool:
        """Say whether it proposes an act, in the mouth of somebody who gives advice.

        An order does and a permission; so does a plain present without a subject (오늘은 쉬어요, 30분 걷습니다), which
        in a user's mouth tells what they do.
        """
        if self.modality in {Modality.ADVISE, Modality.PERMIT}:
            return self.polarity is Polarity.AFFIRMED
        predicate = self.predicate
        is_act = predicate.kind is WordKind.VERB and predicate.lemma not in listed("acts", "states")
        is_plain = self.modality is Modality.ASSERT and self.polarity is Polarity.AFFIRMED
        is_open = predicate.ending in listed("endings", "plain") and not predicate.is_past
        names = set(predicate.auxiliaries) - {"honorific", "is_that", "tries", "gives", "keeps"}
        return is_act and is_plain and is_open and not names and not self.argument(Role.SUBJECT)

    def argument(self, *roles: Role) -> Argument | None:
        """Return the first argument of one of the roles, None when there is none."""
        return next((a for a in self.arguments if a.role in roles), None)


class Clause(NamedTuple):
    """A stretch with one predicate at most, and how it hangs on the next."""

    kind: ClauseKind
    link: Link
    """How it goes on: and, but, because, if …"""
    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    quantities: tuple[Amount, ...]
    frames: tuple[Frame, ...]
    """None for a fragment without a predicate, else one."""
    parent: int
    """Place in the sentence of the clause that it belongs to, its own where it stands alone."""

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Return the dictionary forms of its words in order."""
        return tuple(t.lemma for t in self.tokens)

    @property
    def frame(self) -> Frame | None:
        """Return its statement, None for a fragment."""
        return self.frames[0] if self.frames else None


class Sentence(NamedTuple):
    """A sentence, a heading, an item of a list or a row of a table."""

    text: str
    start: int
    end: int
    morphemes: tuple[Morpheme, ...]
    tokens: tuple[Token, ...]
    quantities: tuple[Amount, ...]
    clauses: tuple[Clause, ...]
    slots: int
    """How many numbers were masked in it."""

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Return the dictionary forms of its words in order."""
        return tuple(t.lemma for t in self.tokens)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Return the statements of its clauses in order."""
        return tuple(f for c in self.clauses for f in c.frames)

    def hanging_on(self, clause: Clause) -> tuple[Clause, ...]:
        """Return the clauses that hang on one: its conditions, reasons, what modifies it."""
        place = self.clauses.index(clause)
        return tuple(c for k, c in enumerate(self.clauses) if c.parent == place != k)


class ReadText:
    """A text that was read."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        """Hold the text as it was given and its sentences."""
        self.text, self.sentences = text, sentences

    def __iter__(self) -> Iterator[Sentence]:
        """Go through the sentences."""
        return iter(self.sentences)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Return all clauses in order."""
        return tuple(c for s in self.sentences for c in s.clauses)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Return all statements in order."""
        return tuple(f for c in self.clauses for f in c.frames)

    @cached_property
    def quantities(self) -> tuple[Amount, ...]:
        """Return all amounts in order."""
        return tuple(q for s in self.sentences for q in s.quantities)
