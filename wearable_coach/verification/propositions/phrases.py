"""Phrases of a sentence in their order: what each names (a reading, one's usual rate, a norm, an amount) and its particle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.korean import Amount, Clause, Token, WordKind, read
from wearable_coach.verification.sentence import Mention, mentions

_PREDICATES = frozenset({WordKind.VERB, WordKind.ADJECTIVE, WordKind.COPULA})
_NOT_IN_PHRASES = frozenset(
    {WordKind.ADVERB, WordKind.INTERJECTION, WordKind.SYMBOL, WordKind.UNKNOWN}
)
_WORDS = frozenset(
    {WordKind.VERB, WordKind.ADJECTIVE, WordKind.ADVERB, WordKind.INTERJECTION, WordKind.UNKNOWN}
)
_JOINS = frozenset({"의", "나"})
_OF_NUMBERS = ("%", "~", "-", "–", "+", "±", "·", "％", "∼")
_MODIFIES = frozenset({"던", "는", "ㄴ", "ㄹ"})
_TWO_MORE = 2
_TAILS = {"라면": "=", "이라면": "=", "라고": "=", "면": "="}
"""What the tokenizer leaves of 이라면 behind a number."""
_QUOTES = frozenset("'\"‘’“”()*")
_NAMING = frozenset({"ㄴ", "라는", "던", "란", "라고", "다는"})
"""Endings of 이다 that make what stands before them a name of what follows: 기준인 95%, 7시간이라는 하한."""


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of words.yaml."""
    return frozenset(_table()[name].split())


@cache
def compared_words() -> frozenset[str]:
    """Return the stems of all words of comparisons, which claim nothing by themselves."""
    return frozenset(w.removesuffix("다") for name in _table() for w in words(name))


@cache
def _table() -> dict[str, str]:
    path = files("wearable_coach.verification.propositions") / "words.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


class Phrase(NamedTuple):
    """Nouns with numbers, up to their particle."""

    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    mentions: tuple[Mention, ...]
    tail: str
    """Its last particle, "=" where 이다 follows, nothing where it is bare."""
    clause: int
    """Place of its clause."""
    is_habit: bool = False
    """Whether what modifies it says that it is usual: 늘 나오던 값."""
    adverb: str = ""
    """The adverb right before it: 다소 활동적."""
    modifier: str = ""
    """The predicate that modifies it, in dictionary form: 방금 잰 값, 쉴 때 맥박."""

    @property
    def start(self) -> int:
        """Return where it starts."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Return where it ends, particle and all."""
        return self.tokens[-1].end

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Return its words in dictionary form."""
        return tuple(t.lemma for t in self.tokens)

    def has(self, name: str) -> bool:
        """Say whether a word of a list stands in it."""
        return not words(name).isdisjoint(self.lemmas)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that it names, one's usual rate left out."""
        return tuple(m.field for m in self.mentions if m.field != "baseline_rhr")

    @property
    def is_usual(self) -> bool:
        """Whether it names the person's own usual rate."""
        return self.is_habit or self.has("usual") or (self.has("own") and self.has("may_be_usual"))

    @property
    def may_be_usual(self) -> bool:
        """Whether it is a 기준선 that may be the person's own or a standard's."""
        return self.has("may_be_usual") and not self.has("standard")

    @property
    def is_norm(self) -> bool:
        """Whether it names a norm, a goal, or the edge of one."""
        return self.has("norm") and not self.is_usual


class Between(NamedTuple):
    """A verb, an adjective or an adverb, which stands between phrases."""

    token: Token
    clause: int


Part = Phrase | Between


class Parts(NamedTuple):
    """A sentence as its parts, clauses and amounts."""

    text: str
    parts: tuple[Part, ...]
    clauses: tuple[Clause, ...]
    amounts: tuple[Amount, ...]
    mentions: tuple[Mention, ...]


@lru_cache(maxsize=2_048)
def told(text: str) -> Parts:
    """Return a sentence taken apart, remembered."""
    read_text = read(text)
    clauses = read_text.clauses
    named = mentions(text)
    amounts = read_text.quantities
    placed = sorted(
        ((t, k) for k, c in enumerate(clauses) for t in c.tokens), key=lambda tk: tk[0].start
    )
    return Parts(text, tuple(_parts(placed, amounts, named)), clauses, amounts, named)


def _parts(
    placed: Sequence[tuple[Token, int]], amounts: Sequence[Amount], named: Sequence[Mention]
) -> Iterator[Part]:
    is_always = is_habit = False
    modifier = adverb = ""
    for part in _joined(list(_plain_parts(placed, amounts, named))):
        if isinstance(part, Between):
            is_modifier = not _MODIFIES.isdisjoint(part.token.endings)
            is_habit, modifier = is_always and is_modifier, part.token.lemma if is_modifier else ""
            is_always = part.token.lemma in words("always")
            adverb = part.token.lemma if part.token.kind is WordKind.ADVERB else ""
            yield part
        else:
            yield part._replace(is_habit=is_habit, modifier=modifier, adverb=adverb)
            is_always, is_habit = part.lemmas[-1] in words("always"), False
            modifier = adverb = ""


def _joined(parts: list[Part]) -> Iterator[Part]:
    """Take "비만 전단계가 시작되는 자리" for one phrase: where a class begins or ends."""
    k = 0
    while k < len(parts):
        first = parts[k]
        rest = parts[k + 1 : k + 3]
        if isinstance(first, Phrase) and len(rest) == _TWO_MORE:
            verb, place = rest
            is_edge = isinstance(verb, Between) and verb.token.lemma in words("begins")
            if (
                is_edge
                and isinstance(verb, Between)
                and isinstance(place, Phrase)
                and place.has("places")
            ):
                tokens = (*first.tokens, verb.token, *place.tokens)
                yield place._replace(
                    tokens=tokens,
                    amounts=first.amounts + place.amounts,
                    mentions=first.mentions + place.mentions,
                )
                k += 3
                continue
        yield first
        k += 1


def _plain_parts(
    placed: Sequence[tuple[Token, int]], amounts: Sequence[Amount], named: Sequence[Mention]
) -> Iterator[Part]:
    open_: list[tuple[Token, int]] = []
    for k, (token, clause) in enumerate(placed):
        tail = _tail(token, placed[k + 1][0] if k + 1 < len(placed) else None, is_open=bool(open_))
        if _is_part(token):
            open_.append((token, clause))
        if tail is not None and open_:
            yield _phrase(open_, tail, amounts, named)
            open_ = []
        if token.kind in _WORDS:
            yield Between(token, clause)
    if open_:
        yield _phrase(open_, "", amounts, named)


def _is_part(token: Token) -> bool:
    """Say whether a word is part of a phrase."""
    return token.surface.startswith(_OF_NUMBERS) or token.kind not in _NOT_IN_PHRASES | _PREDICATES


def _tail(token: Token, after: Token | None, *, is_open: bool) -> str | None:
    """Return how a phrase ends at a word, None where it goes on."""
    if token.kind is WordKind.COPULA:
        return None if is_open and set(token.endings) & _NAMING else "="
    if token.kind in _PREDICATES:
        return ""
    if token.lemma in _TAILS or token.lemma in words("than"):
        return _TAILS.get(token.lemma, token.lemma)
    if _is_part(token):
        is_end = bool(token.particles) and token.particles[-1] not in _JOINS
        in_brackets = after is not None and after.surface.startswith("(")
        return "".join(token.particles) if is_end and not in_brackets else None
    if token.kind is WordKind.SYMBOL and ":" in token.surface:
        return ":"
    is_mark = token.surface[0] in _QUOTES and not token.particles
    return None if is_mark else "".join(token.particles)


def _phrase(
    inside: Sequence[tuple[Token, int]],
    tail: str,
    amounts: Sequence[Amount],
    named: Sequence[Mention],
) -> Phrase:
    tokens = tuple(t for t, _ in inside)
    start, end = tokens[0].start, tokens[-1].end
    return Phrase(
        tokens,
        tuple(a for a in amounts if start <= a.start < end),
        tuple(m for m in named if m.start < end and m.end > start),
        tail,
        inside[-1][1],
    )
