"""Form and variety of coaching answers."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.support.cases import some
from wearable_coach.answers.coaching.composer import FRAMES, compose
from wearable_coach.answers.coaching.topic import book, slot
from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.dataset.diversity import masked
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification import accepted, verify_messages

_FEWEST_WAYS = 4
_SENTENCE_END = re.compile(r"(?:요|다|죠)[.!?]?$")


def talks(draft):
    """Whether a turn is about thanks, praise, small talk or the coach itself."""
    names = [i.removeprefix("everyday.") for i in draft.template_ids if i.startswith("everyday.")]
    return any(everyday_topics()[name].field == "talking" for name in names)


def test_there_are_many_topics_with_many_ways():
    assert len(TOPICS) >= 50
    slots = book().slots
    for topic in TOPICS:
        questions = [s for s in slots if s.startswith(f"{topic.name}.q")]
        answers = [s for s in slots if s.startswith(f"{topic.name}.core")]
        assert questions, topic.name
        assert answers, topic.name
        assert all(len(slots[s]) >= 6 for s in questions), topic.name
        assert all(len(slots[s]) >= _FEWEST_WAYS for s in answers if s != "odd.core.height"), (
            topic.name
        )


def test_a_special_slot_comes_before_a_general_one():
    assert slot("loss", "core", "underweight") == "loss.core.underweight"
    assert slot("loss", "core", "obese_1") == "loss.core"
    assert slot("rhr_mine", "do", "normal", "heart") == "do.heart"
    assert slot("rhr_mine", "must", "normal") is None


def test_no_way_of_saying_stands_twice_in_a_slot():
    for name, ways in some(book().slots.items()):
        told = [w for w in ways if w]
        assert len(set(told)) == len(told), name


def test_conversations_have_one_to_five_turns_of_readable_length(many):
    turns = set()
    for case in many:
        draft = compose(case)
        turns.add(len(draft.turns))
        for _, answer in draft.turns:
            assert (20 if talks(draft) else 40) <= len(answer) <= 700, answer
            assert _SENTENCE_END.search(answer), answer
            assert "  " not in answer
    assert turns == {1, 2, 3, 4, 5}


def test_the_same_case_gives_the_same_conversation(sampled):
    for seed in range(60):
        assert compose(sampled(seed)) == compose(sampled(seed))


def test_conversations_are_distinct(sampled):
    drafts = [compose(sampled(seed)) for seed in range(3000)]
    assert_distinct(drafts[:300])
    assert_distinct(drafts)


def assert_distinct(drafts):
    assert len({d.turns for d in drafts}) == len(drafts)
    answers = ["\n".join(answer for _, answer in d.turns) for d in drafts]
    assert len({masked(answer) for answer in answers}) / len(answers) >= 0.98


def test_valid_answers_have_no_near_twin_in_train(sampled):
    def grams(text: str) -> frozenset[str]:
        return frozenset(text[i : i + 5] for i in range(len(text) - 4))

    def said(seed: int, voices: range, frames: range) -> frozenset[str]:
        rng = Random(seed)
        case = sampled(seed, voice=rng.choice(voices), frame=rng.choice(frames))
        return grams("\n".join(answer for _, answer in compose(case).turns))

    train = [said(s, range(16), range(11)) for s in range(1200)]
    valid = [said(s, range(16, 20), range(11, FRAMES)) for s in range(1200, 1320)]
    assert sum(any(is_near_twin(v, t) for t in train) for v in valid) <= 1


def is_near_twin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether nine tenths of what either says are in both; without a look at those whose lengths forbid it."""
    if min(len(one), len(other)) < 0.9 * max(len(one), len(other)):
        return False
    both = len(one & other)
    return both >= 0.9 * (len(one) + len(other) - both)


def test_a_near_twin_is_known():
    train = frozenset(map(str, range(100)))
    assert is_near_twin(train, train)
    assert is_near_twin(frozenset(map(str, range(95))), train)
    assert is_near_twin(train, frozenset(map(str, range(3, 103))))
    assert not is_near_twin(frozenset(map(str, range(89))), train)
    assert not is_near_twin(train, frozenset(map(str, range(6, 106))))


def test_a_missing_age_is_said_to_be_missing(told):
    found = 0
    for seed in range(600):
        draft = compose(
            told(
                Profile(baseline_rhr=61), Vitals(resting_heart_rate=63), seed=seed, voice=seed % 20
            )
        )
        for (question, answer), _ in zip(draft.turns, range(3), strict=False):
            if "목표 심박수는 얼마" in question:
                assert "나이" in answer
                assert not re.search(r"\d+~\d+bpm", answer)
                found += 1
    assert found


def test_targets_are_estimates_with_their_error(many):
    drafts = (compose(case) for case in many)
    for draft in some(d for d in drafts if "topic.target" in d.template_ids):
        text = " ".join(answer for _, answer in draft.turns)
        assert "추정치" in text
        assert "±10bpm" in text


def test_underweight_people_are_not_helped_to_lose_weight(told):
    profile = Profile(age=24, goal="weight_loss", regularly_active=True)
    for seed in range(200):
        draft = compose(told(profile, Vitals(bmi=17.2), seed=seed, voice=seed % 20))
        answer = draft.turns[0][1]
        assert talks(draft) or re.search(r"감량|빼는 계획|줄이는|줄일 때|식사|저체중", answer), (
            answer
        )


def test_the_who_class_is_named_only_when_asked_for(many):
    turns = (turn for case in many for turn in compose(case).turns)
    for question, answer in some(turn for turn in turns if "WHO 기준" in turn[1]):
        assert "WHO" in question, (question, answer)


@pytest.mark.slow("whole")
def test_the_verifier_accepts_what_is_composed(many):
    refused = []
    for case in many:
        draft = compose(case)
        if "topic.bmi_who" in draft.template_ids:
            continue
        messages = [Message(role="system", content="코치")]
        for question, answer in draft.turns:
            messages += [
                Message(role="user", content=question),
                Message(role="assistant", content=answer),
            ]
        verdicts = verify_messages(messages, day=case.day, kind="coaching")
        if not accepted(verdicts):
            refused.append([v for v in verdicts if v.verdict != "supported"])
    assert len(refused) <= len(many) // 100, refused[:5]
