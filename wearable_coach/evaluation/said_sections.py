"""Whether an answer holds a part of a session: a warm-up, a cool-down."""

from __future__ import annotations

from collections.abc import Iterator

from wearable_coach.evaluation.act_words import named
from wearable_coach.korean import Clause, Modality, Polarity, Sentence, read_shape
from wearable_coach.serving.sentence_places import placed_sentences


def says_part(part: str, text: str) -> bool:
    """Say whether an answer has a part: under a heading of it, or in a statement that does not leave it out.

    Args:
        part: warmup or cooldown.
        text: The answer.
    """
    words = named("parts", part)
    for place in placed_sentences(text):
        flat = "".join(place.shape.split())
        if not any(word in flat for word in words):
            continue
        if place.shape.startswith("#") or not _leaves_out(read_shape(place.shape), words):
            return True
    return False


def _leaves_out(sentence: Sentence, words: frozenset[str]) -> bool:
    """Say whether a sentence only says that the part is not to be had ("준비운동은 필요 없어요", "정리운동은 생략하세요")."""
    return any(_is_left_out(clause) for clause in _about(sentence, words))


def _about(sentence: Sentence, words: frozenset[str]) -> Iterator[Clause]:
    for clause in sentence.clauses:
        if any(word in "".join(token.surface for token in clause.tokens) for word in words):
            yield clause


def _is_left_out(clause: Clause) -> bool:
    frame = clause.frame
    if frame is None:
        return False
    is_denied = frame.polarity is Polarity.DENIED or frame.modality is Modality.FORBID
    leaves = frame.predicate.lemma in named("parts", "leaving")
    return leaves != is_denied if leaves else is_denied or frame.predicate.lemma == "없다"
