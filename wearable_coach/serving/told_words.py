"""Conditions told by words that have no name in the lexica: weeks alone, a machine at the heart, another's heart."""

from __future__ import annotations

from wearable_coach.korean import read
from wearable_coach.records import Condition
from wearable_coach.serving.barred import clause_of, open_words, shown_of
from wearable_coach.serving.barring_words import KINDS, BarringWord
from wearable_coach.serving.lexica import Name
from wearable_coach.serving.mentions import NameMention, Spoken
from wearable_coach.serving.owning import is_own

_OF_KIND = {kind: condition for condition, kind in KINDS.items()}
_LASTING = frozenset({"pacemaker", "heart_transplant"})


def told_by_words(text: str) -> set[Condition]:
    """Return the conditions that barring words tell of the user: 지금 22주인데, 심장에 기계를 넣고 나서."""
    found: set[Condition] = set()
    for turn in text.split("\n"):
        shown = shown_of(turn)
        said = Spoken(read(shown), ())
        words = [word for word in open_words(said) if word.tells]
        found |= {
            m.name.condition for word in words if (m := _mention(said, word)) and is_own(said, m)
        }
    return found


def _mention(said: Spoken, word: BarringWord) -> NameMention | None:
    condition, written = _OF_KIND[word.kind], said.text.text[word.start : word.end]
    name = Name(condition, written, is_lasting=condition in _LASTING)
    for place, sentence in enumerate(said.sentences):
        clause = clause_of(sentence, word)
        if clause is not None:
            return NameMention(name, written, word.start, word.end, place, clause)
    return None
