"""Clauses: a sentence cut at connective endings, quotations, relative clauses, dependent nouns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.korean.constructions import Built, Written, built
from wearable_coach.korean.meanings import ClauseKind, Link, WordKind
from wearable_coach.korean.parts import Token
from wearable_coach.korean.tables import listed, table

PREDICATES = frozenset({WordKind.VERB, WordKind.ADJECTIVE, WordKind.COPULA})
_MARKS = frozenset({WordKind.SYMBOL, WordKind.UNKNOWN})
_BREAKS_BETWEEN_CLAUSES = frozenset({"/", "|", ";", "→", "—", "⇒"})
_TO_ADJECTIVES = frozenset({"가", "보다", "에", "만큼", "와", "처럼", "도"})


@cache
def _by_ending() -> dict[str, Link]:
    rows: dict[str, str] = table("endings")["links"]
    return {ending: Link(link) for link, endings in rows.items() for ending in endings.split()}


_AFTER_LIST = frozenset({"등", "때문", "증상", "현상", "정도", "상태", "같다", "및", "또는", "·"})
_NOTED_STATES = frozenset({"없다", "있다", "많다", "적다", "높다", "낮다", "좋다", "않다"})
_STAGES = frozenset({Link.IF, Link.THOUGH, Link.PURPOSE})
_TOPICAL = frozenset({"란"})
"""An ending that only names a topic: 심박수란."""


class Cut(NamedTuple):
    """A clause as places: which words are its own, and its predicate."""

    kind: ClauseKind
    link: Link
    words: tuple[int, ...]
    predicate: int
    """Place of its predicate's word, −1 for a fragment."""
    built: Built | None
    parent: int


class _Open(NamedTuple):
    """A predicate with what is built onto it."""

    place: int
    last: int
    """One past its last word."""
    built: Built


def cut(tokens: Sequence[Token], on: Written) -> tuple[Cut, ...]:
    """Return the clauses of a sentence in the order of their predicates."""
    found: list[Cut] = []
    free: list[int] = []
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if token.kind not in PREDICATES:
            free.append(k)
            k += 1
            if token.surface in _BREAKS_BETWEEN_CLAUSES:
                free = _closed(found, free, tokens)
            continue
        opened = _opened(tokens, on, k)
        own = list(range(k, opened.last))
        k = opened.last
        kind, link = _kind(tokens, opened)
        if kind is None:
            free += own
            continue
        if kind in {ClauseKind.RELATIVE, ClauseKind.NOMINAL, ClauseKind.QUOTED}:
            taken = _inner(tokens, free, opened.place, kind)
            free = [f for f in free if f not in taken]
            words = taken + own
        else:
            words, free = free + own, []
        found.append(Cut(kind, link, tuple(words), opened.place, opened.built, -1))
    if free and _closed(found, free, tokens):
        found.append(Cut(ClauseKind.FRAGMENT, Link.END, tuple(free), -1, None, -1))
    return tuple(_with_parents(tokens, found))


def _opened(tokens: Sequence[Token], on: Written, k: int) -> _Open:
    what = built(on, tokens[k].stem_last)
    last = k + 1
    while last < len(tokens) and tokens[last].first < what.last:
        last += 1
    return _Open(k, last, what)


def _kind(tokens: Sequence[Token], opened: _Open) -> tuple[ClauseKind | None, Link]:
    """Return what the predicate's ending makes of its clause; None where it makes none."""
    what = opened.built
    if what.hangs:
        return ClauseKind.CONNECTED, Link(what.hangs)
    has_particle = bool(tokens[opened.last - 1].particles)
    at_end = _nothing_follows(tokens, opened.last)
    inner = _embedded(what)
    is_bare = inner is ClauseKind.NOMINAL and at_end and has_particle  # 오늘은 걷기부터
    if what.ending in _TOPICAL or is_bare:
        return None, Link.AND
    is_note = what.ending == "음" and not has_particle and not _is_listed(tokens, opened)
    if inner is not None and not is_note and not (at_end and inner is ClauseKind.NOMINAL):
        return inner, Link.MODIFIES
    is_final = is_note or (what.tag == "EF" and what.ending not in _by_ending())
    if is_final or at_end or what.ending in listed("endings", "polite"):
        return ClauseKind.MAIN, Link.END
    return _connected(tokens, opened)


def _is_listed(tokens: Sequence[Token], opened: _Open) -> bool:
    """Say whether a noun of a verb is one of a list (호흡 곤란, 어지러움 등), no note (기절함)."""
    after = tokens[opened.last] if opened.last < len(tokens) else None
    if after is None:
        return False
    is_state = tokens[opened.place].lemma in _NOTED_STATES
    return after.lemma in _AFTER_LIST or (after.surface == "," and not is_state)


def _embedded(what: Built) -> ClauseKind | None:
    """Return the kind of a clause inside another: relative, a noun's, a question's."""
    if what.tag == "ETM":
        return ClauseKind.RELATIVE
    is_noun = what.tag == "ETN" or what.ending in listed("endings", "asked_inside")
    return ClauseKind.NOMINAL if is_noun else None


def _connected(tokens: Sequence[Token], opened: _Open) -> tuple[ClauseKind | None, Link]:
    ending = opened.built.ending
    after = tokens[opened.last] if opened.last < len(tokens) else None
    if ending in listed("endings", "said"):
        return ClauseKind.QUOTED, Link.SAID
    is_serial = ending == "어" and after is not None and after.kind is WordKind.VERB
    if ending == "게" and (opened.built.names or tokens[opened.place].kind is WordKind.VERB):
        return ClauseKind.CONNECTED, Link.PURPOSE  # 차지 않게; 높게 is an adverb
    if ending in listed("endings", "adverbial") or is_serial or not ending:
        return None, Link.AND
    if ending == "라" and tokens[opened.last - 1].lemma == "아니다":
        return ClauseKind.CONNECTED, Link.BUT
    if ending == "어서" and _is_state(tokens, opened.place):
        return ClauseKind.CONNECTED, Link.BECAUSE
    return ClauseKind.CONNECTED, _by_ending().get(ending, Link.AND)


def _is_state(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a predicate with -어서 gives a reason (아파서), not a step (일어나서)."""
    token, before = tokens[place], tokens[place - 1] if place else None
    if token.kind is not WordKind.VERB or token.lemma in listed("acts", "states"):
        return True
    return before is not None and ("가" in before.particles or before.lemma in {"안", "못"})


def _nothing_follows(tokens: Sequence[Token], k: int) -> bool:
    """Say whether only marks and laughter or tears follow."""
    return all(
        t.kind in _MARKS and t.surface not in _BREAKS_BETWEEN_CLAUSES for t in tokens[k : k + 8]
    )


def _inner(tokens: Sequence[Token], free: Sequence[int], place: int, kind: ClauseKind) -> list[int]:
    """Return which of the words before a predicate are its own, not of the clause around it."""
    if kind is not ClauseKind.QUOTED:
        return _left_of(tokens, free, place)
    speaker = next((k for k in free if _speaks(tokens[k])), None)
    return list(free) if speaker is None else [k for k in free if k > speaker]


def _speaks(token: Token) -> bool:
    """Say whether a word names who says what follows: 의사가 (뛰어도 된다고)."""
    is_subject = bool({"가", "는", "도"} & set(token.particles))
    return is_subject and any(
        token.lemma in listed("holders", kind) for kind in ("other", "staff", "study", "people")
    )


def _left_of(tokens: Sequence[Token], free: Sequence[int], place: int) -> list[int]:
    """Return the words before a predicate that belong to it and not to the clause around it."""
    taken: list[int] = []
    has_subject = False
    is_adjective = tokens[place].kind is WordKind.ADJECTIVE
    at = place
    for k in reversed(free):
        token = tokens[k]
        is_compound = bool(taken) and not token.particles and token.kind is WordKind.NOUN
        is_compound |= not taken and tokens[place].lemma == "아니다" and "는" in token.particles
        if k != at - 1 or not (is_compound or _belongs(token, is_adjective=is_adjective)):
            break
        is_subject = "가" in token.particles
        if is_subject and has_subject:
            break
        has_subject |= is_subject
        taken.append(k)
        at = k
    return taken[::-1]


def _belongs(token: Token, *, is_adjective: bool) -> bool:
    if token.kind is WordKind.SYMBOL or "는" in token.particles or token.endings:
        return False
    if not is_adjective or token.kind in {WordKind.ADVERB, WordKind.NUMBER, WordKind.UNIT}:
        return True
    return bool(token.particles) and token.particles[-1] in _TO_ADJECTIVES


def _closed(found: list[Cut], free: list[int], tokens: Sequence[Token]) -> list[int]:
    """Give words without a predicate to the clause before where they are marks, else make a fragment.

    Returns:
        What is left: marks at the beginning, which go to what follows them.
    """
    if not all(tokens[k].kind in _MARKS for k in free):
        found.append(Cut(ClauseKind.FRAGMENT, Link.END, tuple(free), -1, None, -1))
    elif found:
        found[-1] = found[-1]._replace(words=found[-1].words + tuple(free))
    else:
        return free
    return []


def _with_parents(tokens: Sequence[Token], found: Sequence[Cut]) -> list[Cut]:
    """Give each clause the next one that does not modify as its parent, the last of a row itself."""
    out: list[Cut] = []
    for k, clause in enumerate(found):
        parent = k if clause.link is Link.END else _next(found, k)
        if (
            parent > k
            and _sets_stage(found[parent])
            and _passes_over(tokens, clause, found[parent])
        ):
            later = (j for j in range(parent, len(found)) if found[j].link is Link.END)
            parent = next(later, parent)
        out.append(clause._replace(parent=parent))
    return out


def _sets_stage(clause: Cut) -> bool:
    """Say whether a clause only says when or on what condition what follows is so."""
    hangs = clause.built.hangs if clause.built else ""
    return clause.link in _STAGES or hangs in {"while", "until"}


def _next(found: Sequence[Cut], k: int) -> int:
    return next((j for j in range(k + 1, len(found)) if found[j].link is not Link.MODIFIES), k)


def _passes_over(tokens: Sequence[Token], clause: Cut, stage: Cut) -> bool:
    """Say whether a clause is joined past a condition to what follows it.

    "앉으시고 아프면 119에 전화하세요" orders to sit; "아프고 어지러우면" is one condition.
    """
    if clause.link is not Link.AND or clause.built is None or clause.built.hangs:
        return False
    names = set(clause.built.names)
    if names & {"honorific", "tries", "gives", "not_do"}:
        return True
    if stage.built and stage.built.hangs in {"while", "until"}:  # 119에 전화하고 기다리는 동안
        return tokens[clause.predicate].kind is WordKind.VERB
    is_act = tokens[clause.predicate].kind is WordKind.VERB
    return is_act and tokens[stage.predicate].kind is WordKind.ADJECTIVE
