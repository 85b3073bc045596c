"""Acts that hurt, where a sentence proposes them: fasting, thirst, nights without sleep, drinking, through pain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from wearable_coach.korean import (
    Clause,
    Lexicon,
    Link,
    Modality,
    Polarity,
    Sentence,
    Token,
    WordKind,
)
from wearable_coach.verification.meaning.hearing import heard
from wearable_coach.verification.meaning.proposing import Stand, stand_of
from wearable_coach.verification.meaning.said import ClauseWords


def acts_in(said: ClauseWords) -> Iterator[tuple[str, Stand]]:
    """Yield each act that hurts which a clause names, by its group, with what the sentence does with it."""
    if not _acts().may_be_in(said.text):
        return
    read = heard(said.sentence)
    inside = read.tokens(said.clause.start, said.clause.end)
    for group, words in _acts().found_in(read.sentence.tokens):
        if words[-1] in inside and not _is_glued(read.sentence, words[0]):
            is_set = _is_set_before(read.sentence, words[-1])
            yield group, Stand.SUPPOSED if is_set else stand_of(read.sentence, words).stand


def _is_set_before(sentence: Sentence, word: Token) -> bool:
    """Say whether a clause only sets the time of what follows: 토한 뒤에는 물을 드세요."""
    clause = next(c for c in sentence.clauses if word in c.tokens)
    frame = clause.frame
    if frame is None or clause.link is not Link.AND or frame.modality is not Modality.CONDITION:
        return False
    return not frame.predicate.ending


def _is_glued(sentence: Sentence, word: Token) -> bool:
    """Say whether a word is the tail of another one."""
    return "가" <= sentence.text[word.start - 1 : word.start] <= "힣"


def goes_on_though_ill(said: ClauseWords, going_on: frozenset[str]) -> bool:
    """Say whether somebody is to exercise whatever a body says: 무릎이 아파도 계속 뛰세요."""
    if not said.has(_THOUGH):
        return False
    read = heard(said.sentence)
    inside = read.tokens(said.clause.start, said.clause.end)
    found = (c for c in read.sentence.clauses if c.link is Link.THOUGH and c.tokens[-1] in inside)
    return any(_proposes_to_go_on(read.sentence, c, going_on) for c in found)


def _proposes_to_go_on(sentence: Sentence, clause: Clause, going_on: frozenset[str]) -> bool:
    around = sentence.clauses[clause.parent]
    frame = around.frame
    if frame is None or frame.predicate.kind is not WordKind.VERB:
        return False
    if frame.predicate.lemma in _STOPPING:
        return frame.modality is Modality.FORBID or frame.polarity is Polarity.DENIED
    return frame.proposes and frame.predicate.lemma in going_on


_STOPPING = frozenset({"멈추다", "쉬다", "그만두다", "중단하다", "포기하다", "그치다", "관두다"})
"""What is harm to be told not to do whatever a body says."""


_THOUGH = re.compile(r"(?:도|든|라도|데도),?$|말든|(?:도|든지?) ")


@cache
def _acts() -> Lexicon[str]:
    path = files("wearable_coach.verification") / "harmful_acts.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return Lexicon((act, group) for group, acts in rows.items() for act in acts)
