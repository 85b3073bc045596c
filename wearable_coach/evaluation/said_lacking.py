"""Whether an answer says that something is not known, or declines what it was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wearable_coach.evaluation.act_words import named
from wearable_coach.evaluation.standing import is_told, lemmas_of
from wearable_coach.korean import (
    SLOT,
    ClauseKind,
    Frame,
    Link,
    Modality,
    Polarity,
    Sentence,
    read_shape,
)
from wearable_coach.serving.sentence_places import placed_sentences
from wearable_coach.standards.fields import vital_rows

_ASIDE = re.compile(r"\([^()]*\)")
_SINCE = re.compile(r"없어(?= (?!보[이여]|보인))")
"""What is not there as a ground, short for 없어서: the reader of clauses takes 없어 for no clause of its own."""
_GIVES, _ONLY_WITH = "gives", "어야"
_USUAL, _RESTING, _USUAL_RESTING = "평소", "resting_heart_rate", "baseline_rhr"
_HARD = "hard"
"""The construction of 말씀드리기 어렵다."""
_NOT_ASSERTED = frozenset({Modality.ASK, Modality.QUOTE, Modality.EXAMPLE})


def says_it_lacks(text: str) -> bool:
    """Say whether an answer says of anything that it is not known, or asks for it."""
    return any(_lacks(frame, words) for frame, words in _statements(text))


def declines(text: str) -> bool:
    """Say whether an answer declines something, or hands it to a doctor or pharmacist."""
    return any(_declines(frame, words) for frame, words in _statements(text))


def _statements(text: str) -> Iterator[tuple[Frame, frozenset[str]]]:
    for place in placed_sentences(text):
        if place.shape.startswith(("|", "#")):
            continue
        sentence = read_shape(place.shape)
        yield from _of_sentence(sentence)


def _of_sentence(sentence: Sentence) -> Iterator[tuple[Frame, frozenset[str]]]:
    for clause in sentence.clauses:
        frame = clause.frame
        if frame is None or clause.kind is ClauseKind.RELATIVE:
            continue
        if frame.modality not in _NOT_ASSERTED:
            yield frame, lemmas_of(sentence, clause)


def _lacks(frame: Frame, words: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    if lemma == "있다":  # "빠진 값이 있어요", "나이가 있어야 나와요"
        return bool(words & named("lacking", "gaps")) or frame.predicate.ending == _ONLY_WITH
    if lemma in named("lacking", "states"):
        return not (lemma == "없다" and words & named("lacking", "gaps"))  # "빠진 값은 없어요"
    if lemma in named("lacking", "needs"):
        return frame.polarity is Polarity.AFFIRMED
    if is_told(frame) and (_asks_us(frame, words) or _asks_to_measure(lemma, words)):
        return True
    is_denied = frame.polarity is Polarity.DENIED and frame.modality is not Modality.FORBID
    return is_denied and lemma in named("lacking", "knowing")


def _asks_us(frame: Frame, words: frozenset[str]) -> bool:
    """Say whether it asks the person to tell the coach something, and not to tell it to somebody else."""
    asks = frame.predicate.lemma in named("lacking", "asks")
    return asks and _GIVES in frame.predicate.auxiliaries and not words & named("lacking", "others")


def _asks_to_measure(lemma: str, words: frozenset[str]) -> bool:
    return lemma in named("lacking", "measures") and not words & named("lacking", "again")


def _declines(frame: Frame, words: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    if words & named("doctor", "helps") or words & named("doctor", "others"):
        return frame.polarity is Polarity.AFFIRMED
    if _HARD in frame.predicate.auxiliaries or lemma in named("declining", "hard"):
        return frame.polarity is Polarity.AFFIRMED
    return lemma in named("declining", "acts") and _is_denied(frame)


def _is_denied(frame: Frame) -> bool:
    return frame.polarity is Polarity.DENIED or frame.modality is Modality.FORBID


def fields_lacked(text: str) -> frozenset[str]:
    """Return the readings and facts of a person of which an answer says that they are not known, or asks for them."""
    return frozenset(
        field
        for place in placed_sentences(text)
        if not place.shape.startswith(("|", "#"))
        for field in _lacked_in(place.shape)
    )


@cache
def _lacked_in(shape: str) -> frozenset[str]:
    if not _fields_in(shape):
        return frozenset()
    told = _SINCE.sub("없어서", _ASIDE.sub("", shape))
    sentence, has_reading = read_shape(told), SLOT in told
    found: set[str] = set()
    for clause in sentence.clauses:
        frame, words = clause.frame, lemmas_of(sentence, clause)
        if frame is None or clause.kind is ClauseKind.RELATIVE or frame.modality in _NOT_ASSERTED:
            continue
        if _lacks_reading(frame, words, has_reading=has_reading):
            inner = [c for c in sentence.hanging_on(clause) if c.link is Link.MODIFIES]
            found |= _fields_in("".join(t.surface for c in (*inner, clause) for t in c.tokens))
    return frozenset(found)


def _lacks_reading(frame: Frame, words: frozenset[str], *, has_reading: bool) -> bool:
    """Say whether something is not there, or asked for; what a reading does not tell of something else is no lack."""
    lemma = frame.predicate.lemma
    if words & named("lacking", "other"):
        return False
    if lemma in named("lacking", "states"):
        return _lacks(frame, words)
    if lemma in named("lacking", "unknown"):  # "나이를 알 수 없어 bpm은 정하지 않았어요"
        return _is_denied(frame)
    if _asks_us(frame, words):  # "나이를 알려 주시면" asks as well
        return True
    if is_told(frame):
        return _asks_to_measure(lemma, words) and not has_reading
    return lemma == "있다" and bool(words & named("lacking", "gaps"))


def _fields_in(shape: str) -> frozenset[str]:
    flat, found = "".join(shape.split()), set()
    for reckoned in named("lacking", "reckoned"):
        flat = flat.replace(reckoned, "")
    for field, words in _field_words():
        if any(word in flat for word in words):
            found.add(field)
            for word in words:  # "평소 안정시 심박수" is no reading of today
                flat = flat.replace(word, "")
    if _USUAL in flat and _RESTING in found:  # "안정시 심박수는 평소와 비교할 수 없어요"
        found = found - {_RESTING} | {_USUAL_RESTING}
    return frozenset(found)


@cache
def _field_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (field, its words without blanks), those first that hold the words of others."""
    own = {
        "baseline_rhr": ("평소안정시심박수", "평소안정심박수", "평소수치", "평소값", "중앙값"),
        "age": ("나이", "연령"),
    }
    vitals = {
        row.name: tuple(dict.fromkeys("".join(w.split()) for w in (row.label_ko, *row.words.names)))
        for row in vital_rows().values()
    }
    rows = {**own, **vitals}
    order = sorted(rows, key=lambda field: -max(map(len, rows[field])))
    return tuple((field, tuple(sorted(rows[field], key=len, reverse=True))) for field in order)
