"""How hard something is that people name: their sports by METs, their idioms of going all out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.korean import Lexicon, Matched, Sentence, Token
from wearable_coach.standards.intensity import intensity_classes
from wearable_coach.standards.numbers import exact
from wearable_coach.standards.table import table

HARDEST = "vigorous"
_CAPS = {
    "very_light": "light",
    "light": "light",
    "moderate": "moderate",
    "vigorous": HARDEST,
    "near_maximal": HARDEST,
}
"""What a class asks of the cap; a sport near the maximum is a vigorous one to a cap."""
_GENTLE = frozenset({
    "가볍다", "천천히", "살살", "느긋하다", "편하다", "편안하다", "쉬엄쉬엄", "설렁설렁", "슬슬", "부드럽다", "느리다", "얕다", "낮다", "가벼이",
    "느릿느릿", "완만하다", "평지", "여유롭다", "벽", "무릎", "책상", "의자",
})  # fmt: skip
_LITTLE = frozenset({"조금", "살짝", "천천히", "서서히", "차츰", "조금씩"})
_STATES = frozenset({"breath", "heart", "unable", "legs", "drop"})
_OF_THE_HEART = frozenset({"심장", "심박", "맥", "맥박", "가슴", "심박수"})


class Effort(NamedTuple):
    """A sport or an idiom where a sentence names it."""

    level: str
    """The cap that it needs."""
    words: tuple[Token, ...]
    is_state: bool = False
    """Whether it names what a body feels, which a list of warning signs does too: 다리가 풀리다."""


def efforts_in(sentence: Sentence) -> Iterator[Effort]:
    """Yield each sport and each idiom that a sentence names; of names inside one another the longest."""
    taken: set[int] = set()
    for level, words in sorted(_sports().found_in(sentence.tokens), key=_longest):
        around = _around(sentence, words[-1])
        is_beat = words[0].lemma == "뛰다" and around & _OF_THE_HEART
        hangs = words[0].surface.startswith("달려") and "있다" in around  # 결과에 달려 있다
        before = sentence.text[words[0].start - 1 : words[0].start]
        is_inside = "가" <= before <= "힣"  # 왜 그런지: no lunge
        if is_beat or hangs or is_inside or taken & {t.place for t in words}:
            continue
        taken |= {t.place for t in words}
        usual, easy = level
        yield Effort(easy if around & _GENTLE else usual, words)
    little = {t.lemma for t in sentence.tokens} & _LITTLE
    for group, words in _idioms().found_in(sentence.tokens):
        if not (group == "record" and little):
            yield Effort(HARDEST, words, group in _STATES)


def _around(sentence: Sentence, word: Token) -> set[str]:
    """Return the words of a clause and of what modifies it."""
    place = next(k for k, c in enumerate(sentence.clauses) if word in c.tokens)
    near = [
        c for k, c in enumerate(sentence.clauses) if k in {place, place - 1} or c.parent == place
    ]
    return {lemma for c in near for lemma in c.lemmas}


def _longest(found: Matched[tuple[str, str]]) -> int:
    return -len(found.tokens)


def may_name_effort(text: str) -> bool:
    """Say whether a text may hold one of them, so that others need not be read."""
    return _sports().may_be_in(text) or _idioms().may_be_in(text)


@cache
def _sports() -> Lexicon[tuple[str, str]]:
    named = ((w, row) for row in table("activities")["activities"].values() for w in row["words"])
    sports = [(w, (_cap(r["mets"]), _cap(r.get("easy", r["mets"])))) for w, r in named]
    return Lexicon([*sports, *_prescribed()])


def _prescribed() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the exercises that the product prescribes, under the names that it gives them."""
    for row in table("exercises")["aerobic"].values():
        cap = _cap(max(row["classes"].values()))
        yield row["name_ko"], (cap, cap)


def _cap(mets: float) -> str:
    told = exact(mets)
    for name, row in intensity_classes().items():
        low, high = row["mets"]
        if exact(low or 0) <= told and (high is None or told < Decimal(str(high))):
            return _CAPS[name]
    message = f"activities.yaml: no class of intensity holds {mets} METs"
    raise ValueError(message)


@cache
def _idioms() -> Lexicon[str]:
    return Lexicon((idiom, group) for group, idioms in _written().items() for idiom in idioms)


@cache
def _written() -> dict[str, list[str]]:
    path = files("wearable_coach.verification") / "effort_idioms.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded
