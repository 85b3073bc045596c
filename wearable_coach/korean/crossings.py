"""Crossings: on which side of a number something is said to lie, by the verb or noun that says it.

만 보 문턱을 넘었어요, 7시간에 닿지 않아요, 95% 밑으로 내려가지 않았어요: the words of an amount alone do not say it, but
what the clause says of it, denied or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.korean.amounts import Amount, AmountKind, Bound
from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.meanings import Modality, Polarity, Role, WordKind
from wearable_coach.korean.parts import Frame, Token
from wearable_coach.korean.tables import listed, table

_DENIED = {
    Bound.MORE_THAN: Bound.AT_MOST,
    Bound.AT_LEAST: Bound.LESS_THAN,
    Bound.LESS_THAN: Bound.AT_LEAST,
    Bound.AT_MOST: Bound.MORE_THAN,
}
_SIDES = {
    "more_than": Bound.MORE_THAN,
    "at_least": Bound.AT_LEAST,
    "reaching": Bound.AT_LEAST,
    "less_than": Bound.LESS_THAN,
    "short_of": Bound.LESS_THAN,
    "short_from": Bound.LESS_THAN,
    "at_mark": Bound.AT_LEAST,
    "off_mark": Bound.LESS_THAN,
    "above": Bound.MORE_THAN,
    "below": Bound.LESS_THAN,
}
_WITH_MARK = frozenset({"at_mark", "off_mark"})
_APART = (
    ("apart_left", -1),
    ("apart_up", 1),
    ("apart_up_from", 1),
    ("apart_only_than", 1),
    ("apart_down", -1),
    ("apart_down_from", -1),
    ("apart", 0),
)
_PLACING = frozenset({"보다", "에", "를", "에서", "까지", "부터", "로"})
_SHORT_OF = frozenset({"에", "에서", "까지", "보다"})
_FROM = frozenset({Role.REFERENCE, Role.PLACE, Role.OBJECT, Role.UP_TO})
_LIGHT = frozenset({WordKind.ADVERB, WordKind.DETERMINER})
_NOT_CROSSED = frozenset({AmountKind.CODE, AmountKind.ORDINAL, AmountKind.DATE})
_TOLD = frozenset({Modality.ASSERT, Modality.QUOTE, Modality.CONDITION, Modality.HYPOTHETICAL})
_DENYING = frozenset({"않다", "못하다", "말다"})
_NEVER = frozenset({"안", "못"})


class Said(NamedTuple):
    """A sentence with its words and what its clauses say."""

    text: str
    tokens: Sequence[Token]
    by_predicate: Mapping[int, Frame]
    """What each clause says, by the place of its predicate."""


class _Words:
    """The words of a clause, looked through for what crosses its amounts."""

    def __init__(self, of: Said, clause: Cut, said: Frame | None) -> None:
        self.text, self.all = of.text, of.tokens
        self.own = [of.tokens[k] for k in clause.words]
        self.predicate = of.tokens[clause.predicate] if clause.built is not None else None
        self.said = said
        self._statements = of.by_predicate

    def last_of(self, amount: Amount) -> int:
        """Return the place of an amount's last word, −1 where none is."""
        inside = [
            k for k, t in enumerate(self.all) if t.start < amount.said_end and t.end > amount.start
        ]
        return inside[-1] if inside else -1

    def behind(self, amount: Amount) -> Sequence[Token]:
        """Return the words of the sentence behind an amount."""
        return self.all[self.last_of(amount) + 1 :]

    def particles(self, amount: Amount) -> tuple[str, ...]:
        """Return the particles right behind an amount."""
        k = self.last_of(amount)
        return self.all[k].particles if k >= 0 else ()

    def is_of_distance(self, amount: Amount) -> bool:
        """Say whether a clause is about a difference and an amount is what it says of it: 차이는 13이에요."""
        if self.said is None:
            return False
        about = self.said.argument(Role.TOPIC, Role.SUBJECT)
        is_named = about is not None and about.lemma in listed("crossings", "distances")
        return is_named and about is not None and about.end <= amount.start

    def way(self) -> str:
        """Return which way the clause compares: up, down or nothing."""
        for token in reversed(self.own):
            for way in ("up", "down"):
                if token.lemma in listed("comparisons", way):
                    return way
        return ""

    def is_denied(self, token: Token) -> bool:
        """Say whether a word is denied: the clause where it is its predicate, else itself."""
        said = self._statements.get(token.place)
        if said is None and token.kind is WordKind.NOUN:
            said = self.said
        if said is not None:
            return said.polarity is Polarity.DENIED
        k = token.place
        before = self.all[k - 1].lemma if k else ""
        after = self.all[k + 1].lemma if k + 1 < len(self.all) else ""
        return before in _NEVER or after in _DENYING


def crossed(
    found: Sequence[Amount], of: Said, clause: Cut, said: Frame | None
) -> tuple[Amount, ...]:
    """Return the amounts of a clause with the side that its words say something lies on.

    Args:
        found: The clause's amounts, in order.
        of: The sentence.
        clause: The clause.
        said: What it says, None for a fragment.
    """
    words = _Words(of, clause, said)
    out = list(found)
    for k, amount in enumerate(found):
        if amount.kind not in _NOT_CROSSED and amount.unit != "item":
            out[k] = _crossed(k, found, words)
    return tuple(out)


def _crossed(k: int, found: Sequence[Amount], words: _Words) -> Amount:
    amount = found[k]
    if apart := _apart(k, found, words):
        return _how_far(amount, _side(k, found, words), *apart, words)
    if amount.bound is not Bound.EXACT:
        amount = amount._replace(bound=_turned(amount, words))
    if amount.bound is not Bound.EXACT or "밖에" in words.particles(amount):
        return amount
    if _is_short(amount, words):
        return amount._replace(bound=Bound.LESS_THAN)
    if (than := _than(amount, words)) is not None:
        return amount._replace(bound=than)
    side = _side(k, found, words)
    return amount if side is None else _sided(amount, *side, words)


def _how_far(
    amount: Amount, side: tuple[str, Token] | None, sign: int, token: Token | None, words: _Words
) -> Amount:
    """Return an amount that tells how far two things lie apart: 10 넘게 오르지는 않다 is ten at most."""
    if amount.bound is Bound.EXACT and side is not None and side[1].endings == ("게",):
        amount = _sided(amount, *side, words)
    is_denied = token is not None and words.is_denied(token)
    if amount.bound is not Bound.EXACT and is_denied:
        amount = amount._replace(bound=_DENIED[amount.bound])
    return amount._replace(is_apart=True, sign=sign or amount.sign)


def _sided(amount: Amount, name: str, token: Token, words: _Words) -> Amount:
    is_denied = words.is_denied(token)
    near = Decimal(str(table("amount_words")["near_tolerance"]))
    end = max(amount.said_end, token.end)
    if name == "reaching" and not is_denied:
        about = Decimal(str(table("amount_words")["reached_tolerance"]))
        return amount._replace(tolerance=max(about, amount.tolerance), said_end=end)
    is_near = name == "short_of" or _near().search(words.text[amount.end : token.start]) is not None
    bound = _SIDES[name]
    return amount._replace(
        bound=_DENIED[bound] if is_denied else bound,
        tolerance=max(near if is_near else Decimal(0), amount.tolerance),
        said_end=end,
    )


def _side(k: int, found: Sequence[Amount], words: _Words) -> tuple[str, Token] | None:
    """Return what crosses an amount: its name in the table and its word."""
    particles = set(words.particles(found[k]))
    if "로" in particles or (particles & {"는", "가"} and len(found) > k + 1):
        return None
    is_marked = False
    for token in words.behind(found[k]):
        if (name := _named(token, words)) is not None:
            is_meant = name != "short_from" or bool(particles & _SHORT_OF)
            return (name, token) if is_meant else None
        if not _is_light(token, found[k + 1 :], is_closed=bool(particles)):
            return _over_mark(token, is_marked=is_marked)
        is_marked = is_marked or token.lemma in listed("crossings", "marks")
    return None


def _over_mark(token: Token, *, is_marked: bool) -> tuple[str, Token] | None:
    """Return what is done to a mark: 만 보 벽을 깨다, 6시간 선이 무너지다."""
    for name in ("at_mark", "off_mark"):
        if is_marked and token.lemma in listed("crossings", name):
            return name, token
    return None


def _named(token: Token, words: _Words) -> str | None:
    for name in _SIDES:
        if name not in _WITH_MARK and token.lemma in listed("crossings", name):
            return name
    is_act = token.lemma in listed("crossings", "at_least_when_denied")
    return "at_least" if is_act and words.is_denied(token) else None


def _is_light(token: Token, later: Sequence[Amount], *, is_closed: bool) -> bool:
    """Say whether a word may stand between an amount and what crosses it: an adverb, how far, its own mark.

    A mark behind a particle is another thing: 만 보 문턱을 넘다, 8,400보는 기준을 넘다.
    """
    is_apart = any(a.start < token.end and token.start < a.said_end for a in later)
    is_mark = not is_closed and token.lemma in listed("crossings", "marks")
    return is_apart or is_mark or _is_hedge(token)


def _is_hedge(token: Token) -> bool:
    is_adverb = token.kind in _LIGHT or token.endings == ("게",)
    return is_adverb or token.lemma in listed("crossings", "hedges")


def _than(amount: Amount, words: _Words) -> Bound | None:
    """Return on which side of a number after 보다 something lies: 60보다 높아요."""
    said = words.said
    if "보다" not in words.particles(amount) or said is None:
        return None
    bound = {"up": Bound.MORE_THAN, "down": Bound.LESS_THAN}.get(words.way())
    return _DENIED[bound] if bound and said.polarity is Polarity.DENIED else bound


def _turned(amount: Amount, words: _Words) -> Bound:
    """Return the bound that 이상, 미만 say, the other side where the clause denies it."""
    said, at = words.said, words.predicate
    if said is None or at is None or said.polarity is not Polarity.DENIED:
        return amount.bound
    is_of_it = amount.said_end <= at.start and amount.unit != "age" and said.modality in _TOLD
    return _DENIED[amount.bound] if is_of_it else amount.bound


def _is_short(amount: Amount, words: _Words) -> bool:
    """Say whether 도, 까지 or 커녕 says that a number is not reached: 여섯 시간도 못 주무셨어요."""
    particles = words.particles(amount)
    if any("커녕" in p for p in particles):
        return True
    said = words.said
    if said is None or said.polarity is not Polarity.DENIED or said.modality not in _TOLD:
        return False
    return bool({"도", "까지"} & set(particles))


def _apart(k: int, found: Sequence[Amount], words: _Words) -> tuple[int, Token | None] | None:
    """Return which way an amount tells how far two things lie apart, with the word that says it: 1 above, -1 below, 0 unsaid."""
    last, particles = words.last_of(found[k]), set(words.particles(found[k]))
    if last < 0 or found[k].is_range or particles & _PLACING:
        return None
    if words.is_of_distance(found[k]):
        return 0, None
    best: tuple[int, Token | None] | None = None
    if (more := _more_or_less(words.behind(found[k]), words)) != 0:
        return more, None
    for token in words.behind(found[k]):
        for name, sign in _APART:
            if token.lemma in listed("crossings", name):
                is_meant = _is_meant(name, particles, k, found, words)
                if token.endings != ("게",) or not name.endswith("_from"):
                    return (sign, token) if is_meant else best
                best = (sign, token) if is_meant else best
        if not _is_hedge(token):
            return best
    return best


def _more_or_less(behind: Sequence[Token], words: _Words) -> int:
    """Return which way 더 or 덜 behind an amount points where something is compared: 지점보다 300보 더 갔어요."""
    is_compared = words.said is not None and words.said.argument(Role.REFERENCE) is not None
    if not behind or not is_compared:
        return 0
    return {"더": 1, "덜": -1}.get(behind[0].lemma, 0)


def _is_meant(  # noqa: PLR0911 - a line a kind of word
    name: str, particles: set[str], k: int, found: Sequence[Amount], words: _Words
) -> bool:
    """Say whether an amount before such a word is how far: 63번 뛰어요 is none, 평소보다 13번 더 뛰어요 is one."""
    if "만큼" in particles:
        return True
    if name == "apart_left":
        return not particles & {"는", "도"}
    if particles & {"가", "는", "도"}:
        return name == "apart"
    if not name.endswith(("_from", "_than")):
        return True
    if words.said is None:
        return False
    ends = [a for a in words.said.arguments if a.end <= found[k].start and a.role in _FROM]
    if name == "apart_only_than":
        return any(a.role is Role.REFERENCE for a in ends)
    before = [a for a in found[:k] if _PLACING & set(words.particles(a))]
    return bool(before) or any(
        a.role is Role.REFERENCE or a.lemma in listed("crossings", "marks") for a in ends
    )


def side_said(word: str) -> Bound | None:
    """Return on which side of something a word says that a thing lies, None where it says none.

    Args:
        word: The dictionary form of a verb or noun.
    """
    return next((b for name, b in _SIDES.items() if word in listed("crossings", name)), None)


@cache
def _near() -> re.Pattern[str]:
    return re.compile(rf"{table('amount_words')['near']}|한 끗|한 발|간발")
