"""One thing changed in a right answer is caught; the untouched raises no alarm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

import pytest

from tests.support.days import day
from tests.support.mutations import Mutation, mutations
from tests.unit.verification.answers import ADULT, DAY
from tests.unit.verification.right_answers import RIGHT_ANSWERS
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer, frames
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Kind, Profile, Vitals
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.sources import STRATA, sample_day, sample_person
from wearable_coach.verification import accepted, verify_answer

LEAST_CAUGHT = 0.99
ROUNDS, MORE_ROUNDS = 2, 6
KINDS: tuple[Kind, ...] = ("health_interpretation", "exercise_recommendation", "coaching")
ROUNDS_TAKEN = pytest.mark.parametrize(
    "rounds", [ROUNDS, pytest.param(MORE_ROUNDS, marks=pytest.mark.slow("whole"))]
)


class Answer(NamedTuple):
    """An answer and whom it is about."""

    text: str
    question: str
    profile: Profile
    vitals: Vitals
    kind: Kind | None


@cache
def answers(kind: Kind, rounds: int) -> tuple[Answer, ...]:
    """Compose answers of a kind over all of its strata, some times."""
    return tuple(_compose(kind, rounds))


def _compose(kind: Kind, rounds: int) -> Iterator[Answer]:
    writer = composer(kind)
    for stratum in STRATA:
        if stratum == "no_vitals" and kind != "coaching":
            continue
        for turn in range(rounds):
            rng = Random(f"{kind}/{stratum}/{turn}")
            person = sample_person(rng, stratum=stratum, kind=kind)
            profile, vitals = sample_day(person, rng, stratum=stratum, kind=kind)
            frame = rng.randrange(frames(kind))
            profile, vitals = writer.shape(
                profile,
                vitals,
                stratum=stratum,
                frame=frame,
                rng=rng,
                hrmax_formula=DEFAULT_FORMULA,
            )
            case = Brief(day(profile, vitals), stratum, rng.randrange(VOICES), frame, rng)
            told = ""
            for question, answer in writer.compose(case).turns:
                told += "\n" + question
                yield Answer(answer, told, profile, vitals, kind)


def _judge(answer: Answer, text: str) -> bool:
    """Say whether the verifier accepts a text for an answer's person and day."""
    return accepted(
        verify_answer(
            text,
            day=day(answer.profile, answer.vitals),
            kind=answer.kind,
            question=answer.question,
        )
    )


def hand_made() -> Iterator[Answer]:
    for case in RIGHT_ANSWERS:
        profile, vitals = Profile(**{**ADULT, **case.profile}), Vitals(**{**DAY, **case.vitals})
        yield Answer(case.text, case.question, profile, vitals, None)


@cache
def changes(kind: Kind | None, rounds: int) -> tuple[tuple[Answer, Mutation], ...]:
    """Return every change of every answer of a kind, of those by hand where none is named."""
    return tuple(
        (answer, change)
        for number, answer in enumerate(answers(kind, rounds) if kind else hand_made())
        for change in mutations(
            answer.text, profile=answer.profile, vitals=answer.vitals, rng=Random(number)
        )
    )


@ROUNDS_TAKEN
@pytest.mark.parametrize("kind", KINDS)
def test_the_untouched_raises_no_alarm(kind: Kind, rounds: int) -> None:
    refused = [a.text for a in answers(kind, rounds) if not _judge(a, a.text)]
    assert refused == []


@ROUNDS_TAKEN
@pytest.mark.parametrize("kind", [*KINDS, None])
def test_a_change_that_alters_meaning_is_caught(kind: Kind | None, rounds: int) -> None:
    tried: Counter[str] = Counter()
    missed: list[tuple[str, str, str]] = []
    for answer, change in changes(kind, rounds):
        tried[change.kind] += 1
        if _judge(answer, change.text):
            missed.append((change.kind, change.before, change.after))
    assert tried.total() > 20
    assert len(missed) <= (1 - LEAST_CAUGHT) * tried.total(), missed


def test_every_kind_of_change_is_tried() -> None:
    tried = {change.kind for kind in KINDS for _, change in changes(kind, ROUNDS)}
    assert tried >= {
        "value",
        "exact",
        "dose",
        "class",
        "unit",
        "direction",
        "comparator",
        "citation",
        "cap",
        "emergency",
        "invention",
    }
