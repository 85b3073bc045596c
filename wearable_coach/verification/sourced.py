"""Sentences of the topics' table: said word for word, on a day and to a person that they are for, they have a source.

So what the verifier does not understand of them, and amounts that no other table holds, are no objection. What
contradicts the day stays so, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.topics import TopicPoint, everyday_topics, fits_day
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.judgement import JudgedClaim, Span
from wearable_coach.verification.masking import SLOT, Masked, mask

SOURCED = "VER-TOPIC-001"
_SENTENCES = 16_384
"""So many are remembered as they are compared."""
_CLAIM = "topic:words"
_MISPLACED = contradicted(SOURCED, "이 사람이나 오늘에는 맞지 않는 말이에요")
_MISQUOTED = contradicted(SOURCED, "주제 표의 문장인데 숫자가 달라요")
_OF_READINGS = ("VER-VALUE-", "VER-CMP-", "VER-SLEEP-", "STD-SLP-", "STD-STEP-", "STD-BMI-", "STD-HR-02", "STD-HR-03", "STD-OXY-", "STD-DOSE-")  # fmt: skip
"""Rules by which an amount or a class of the day's readings is judged: a way speaks of people at large, and tells none."""
_ALARM = "VER-FORBID-005"
"""That a day without danger is alarmed: the table supposes a red flag, it says of nobody that there is one."""


class _Way(NamedTuple):
    """A way of a point, as an answer is read: sentences masked, numbers apart."""

    sentences: tuple[str, ...]
    numbers: tuple[str, ...]
    points: tuple[TopicPoint, ...]
    """All points that have these words; one that may be said is enough."""


class Sourced(NamedTuple):
    """Where ways of points stand in an answer."""

    held: tuple[Span, ...] = ()
    """Those that may be said to this person on this day."""
    misplaced: tuple[Span, ...] = ()
    """Those that are for other people or another day."""
    misquoted: tuple[Span, ...] = ()
    """Words of a way with another number."""

    def answered(self, claims: Sequence[JudgedClaim]) -> list[JudgedClaim]:
        """Return claims without those that a source answers for, each held way as one that is supported."""
        kept = self.unanswered(claims)
        kept += [(_CLAIM, SOURCED, start, end, None) for start, end in self.held]
        return sorted(kept, key=lambda claim: claim[2])

    def unanswered(self, claims: Sequence[JudgedClaim]) -> list[JudgedClaim]:
        """Return claims without what a source answers for: never what contradicts the day.

        But for a supposed alarm, and what takes amounts of people at large for readings of the day.
        """
        return [
            claim
            for claim in claims
            if claim[4] is None
            or (
                claim[4].verdict == "contradicted"
                and claim[4].rule != _ALARM
                and not claim[4].rule.startswith(_OF_READINGS)
            )
            or not any(start <= claim[2] and claim[3] <= end for start, end in self.held)
        ]

    def refused(self) -> list[JudgedClaim]:
        """Return the ways that are for other people or another day, or misquoted, as claims that do not hold."""
        found: list[JudgedClaim] = [(_CLAIM, SOURCED, *span, _MISPLACED) for span in self.misplaced]
        return found + [(_CLAIM, SOURCED, *span, _MISQUOTED) for span in self.misquoted]


NOTHING_SOURCED = Sourced((), (), ())
"""Of a report or plan: it says nothing of everyday topics, so that a sentence of one is read like any other there."""


def sourced(masked: Masked, evidence: Evidence) -> Sourced:
    """Find the ways of points in an answer; from the level of medical contact on none of them is a source."""
    held: list[Span] = []
    misplaced: list[Span] = []
    misquoted: list[Span] = []
    for at, worded in _worded(masked):
        said = next((way for way in worded if _numbers(masked, at, way) == way.numbers), None)
        span = _span(masked, at, said or worded[0])
        if said is None:
            misquoted.append(span)
        elif not any(fits_day(p, evidence.profile, evidence.facts) for p in said.points):
            misplaced.append(span)
        elif evidence.facts.safety_level < SafetyLevel.CONTACT:
            held.append(span)
    return Sourced(tuple(held), tuple(misplaced), tuple(misquoted))


def points_said(words: str) -> tuple[TopicPoint, ...]:
    """Return the points whose way these words are, number for number; none where they are no way."""
    return _points_by_words().get(_plain(words), ())


def general_spans(text: str) -> tuple[Span, ...]:
    """Return where ways of topics stand in an answer, whatever the day: they are said of anybody, on a condition mostly."""
    masked = mask(text)
    return tuple(_span(masked, at, worded[0]) for at, worded in _worded(masked))


def _worded(masked: Masked) -> Iterator[tuple[int, list[_Way]]]:
    """Yield each sentence from which on an answer has the words of ways, with these; numbers apart."""
    known = _ways_by_first_sentence()
    for at, sentence in enumerate(masked.sentences):
        worded = [way for way in known.get(_plain(sentence), ()) if _is_worded(masked, at, way)]
        if worded:
            yield at, worded


def _is_worded(masked: Masked, first: int, way: _Way) -> bool:
    """Say whether an answer has the words of a way from a sentence on, whatever its numbers."""
    last = first + len(way.sentences)
    return tuple(map(_plain, masked.sentences[first:last])) == way.sentences


def _numbers(masked: Masked, first: int, way: _Way) -> tuple[str, ...]:
    before = sum(sentence.count(SLOT) for sentence in masked.sentences[:first])
    return tuple(masked.numbers[before : before + len(way.numbers)])


def _span(masked: Masked, first: int, way: _Way) -> Span:
    """Return where the words of a way stand in the answer."""
    before = sum(sentence.count(SLOT) for sentence in masked.sentences[:first])
    start = sum(len(sentence) + 1 for sentence in masked.sentences[:first])
    length = sum(
        len(sentence) + 1 for sentence in masked.sentences[first : first + len(way.sentences)]
    )
    end = start + length - 1
    return start + masked.shifts[before], end + masked.shifts[before + len(way.numbers)]


@cache
def _points_by_words() -> dict[str, tuple[TopicPoint, ...]]:
    points: dict[str, tuple[TopicPoint, ...]] = {}
    for point, way in _all_ways():
        words = _plain(way)
        points[words] = (*points.get(words, ()), point)
    return points


@cache
def _ways_by_first_sentence() -> dict[str, tuple[_Way, ...]]:
    found: dict[str, tuple[_Way, ...]] = {}
    for way, owners in _points_by_words().items():
        masked = mask(way)
        sentences = tuple(map(_plain, masked.sentences))
        one = _Way(sentences, tuple(masked.numbers), owners)
        found[sentences[0]] = (*found.get(sentences[0], ()), one)
    return found


def _all_ways() -> Iterator[tuple[TopicPoint, str]]:
    for topic in everyday_topics().values():
        for point in topic.points:
            yield from ((point, way) for way in point.ways)


@lru_cache(maxsize=_SENTENCES)
def _plain(sentence: str) -> str:
    return " ".join(sentence.split())
