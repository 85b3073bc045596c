"""Complaints that frames understand as everyday, and complaints that nobody understands."""

from __future__ import annotations

from functools import lru_cache

from wearable_coach.korean import Frame, Modality, WordKind
from wearable_coach.serving.holding import felt, holding
from wearable_coach.serving.stretches import SpokenStretch, stretches

_PARTS = ("chest", "head", "belly", "joint", "limb", "groin", "face", "calf", "arm_jaw", "muscle")
_FELT = (
    "hurts",
    "presses",
    "pain_words",
    "feels_ill",
    "numb",
    "weak",
    "swells",
    "dizzy",
    "nausea",
    "breathless",
)
_EVERYDAY_PARTS = frozenset({"joint", "muscle", "arm_jaw", "limb", "calf"})
_EVERYDAY_FELT = frozenset({"hurts", "soreness"})
_RED = frozenset({
    "chest", "head", "belly", "groin", "fever", "swells", "weak", "numb", "sweat", "breathless", "dizzy", "nausea", "urine",
    "stool", "pregnant", "infant", "hives", "blue", "lasting", "cannot", "blow", "night",
})  # fmt: skip


@lru_cache(maxsize=512)
def is_everyday(text: str) -> bool:
    """Say whether all that a text complains of is an ache of muscles or joints, without a red sign or a long time."""
    aches = False
    for part in stretches(text):
        words = part.words
        said = {
            name for name, found in words.items() if any(holding(part, w.last).is_so for w in found)
        }
        if said & _RED:
            return False
        aches |= bool(said & _EVERYDAY_FELT) and bool(words.keys() & _EVERYDAY_PARTS)
    return aches


def is_terse(text: str) -> bool:
    """Say whether a text says so little that its letters alone tell nothing: 어깨가 아파요."""
    return sum(len(part.clauses) for part in stretches(text)) <= _TERSE


@lru_cache(maxsize=512)
def is_bare_ache(text: str) -> bool:
    """Say whether a text says no more than that a part hurts, beside a question: 머리가 아파요, 운동해도 되나요.

    A word more (갑자기, 깨질 듯이, 왼쪽) and it is no bare one.
    """
    clauses = [c for part in stretches(text) for c in part.clauses]
    telling = [c for c in clauses if c.frame is None or c.frame.modality is not Modality.ASK]
    return len(telling) == 1 and len([t for t in telling[0].tokens if t.kind in _CONTENT]) <= _BARE


_CONTENT = frozenset({
    WordKind.NOUN, WordKind.VERB, WordKind.ADJECTIVE, WordKind.ADVERB, WordKind.NUMBER, WordKind.FOREIGN, WordKind.UNKNOWN,
})  # fmt: skip
_BARE = 2
"""A part of the body and what is felt there."""


def may_be_heart(text: str) -> bool:
    """Say whether an ache is where a heart is felt, too: shoulder, arm, jaw, back."""
    return any("arm_jaw" in part.words for part in stretches(text))


_TERSE = 2
"""Clauses of a text that says little."""


@lru_cache(maxsize=512)
def is_denied_whole(text: str) -> bool:
    """Say whether all that a short text says of the body is that nothing is felt there, or was, long ago.

    "가슴이 안 아파요", "가슴 통증은 없는데 운동해도 되나요"; one other statement, and it is not.
    """
    parts = stretches(text)
    seen = [denial for part in parts for denial in _denials(part)]
    return bool(seen) and all(seen) and len(seen) <= _FEW


def _denials(part: SpokenStretch) -> list[bool]:
    """Return for each clause that tells something whether it denies or ends what is felt; questions tell nothing."""
    words = part.words
    feelings = {part.clause_of[w.last]: w for name in _FELT for w in words.get(name, ())}
    found = []
    for place, clause in enumerate(part.clauses):
        frame = clause.frame
        if frame is None and place not in feelings:
            continue
        if place in feelings:
            held = felt(part, feelings[place])
            found.append(held.is_denied or (held.is_over and not held.is_so))
        elif frame is not None and not _asks(frame):
            found.append(False)
    return found


def _asks(frame: Frame) -> bool:
    """Say whether a clause asks, or tells that it was only asked: 그냥 궁금해서 물어봤어요."""
    return frame.modality is Modality.ASK or frame.predicate.lemma in _ASKING


_ASKING = frozenset({"묻다", "물어보다", "여쭈다", "여쭤보다", "궁금하다"})
_FEW = 3
"""More clauses than so many may hide another complaint."""


@lru_cache(maxsize=512)
def tells_complaint(text: str) -> bool:
    """Say whether a text says that something of the body is felt, now and of somebody."""
    return any(_tells(part) for part in stretches(text))


def _tells(part: SpokenStretch) -> bool:
    words = part.words
    return any(felt(part, w).is_so for name in _FELT for w in words.get(name, ()))
