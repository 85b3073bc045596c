"""What train says, valid does not, where a slot has wordings enough; what is served says all."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.cases import some
from wearable_coach.answers.coaching.topic import book as coaching_book
from wearable_coach.rendering.held_out import LEAST, drawn_by
from wearable_coach.rendering.phrases import VOICES, PhraseBook, Speaker, forms_of

WORDINGS = tuple(f"말 {n}" for n in range(20))


@pytest.mark.parametrize("count", range(LEAST, len(WORDINGS)))
def test_train_and_valid_share_out_the_wordings(count: int) -> None:
    wordings = WORDINGS[:count]
    train, valid = (drawn_by(s, "slot", wordings) for s in ("train", "valid"))
    assert sorted(train + valid) == list(range(count))
    assert valid
    assert len(train) > len(valid)
    assert drawn_by("test", "slot", wordings) == valid
    assert drawn_by(None, "slot", wordings) == tuple(range(count))


@pytest.mark.parametrize("count", range(1, LEAST))
def test_too_few_wordings_are_said_on_both_sides(count: int) -> None:
    for split in ("train", "valid", None):
        assert drawn_by(split, "slot", WORDINGS[:count]) == tuple(range(count))


def test_one_more_wording_moves_one_other_at_most() -> None:
    for count in range(LEAST, len(WORDINGS)):
        for key in some(map(str, range(30))):
            before = set(drawn_by("valid", key, WORDINGS[:count]))
            after = set(drawn_by("valid", key, WORDINGS[: count + 1]))
            assert len((before ^ after) - {count}) <= 1


def test_the_order_of_the_wordings_decides_nothing() -> None:
    turned = WORDINGS[::-1]
    held = {WORDINGS[i] for i in drawn_by("valid", "slot", WORDINGS)}
    assert {turned[i] for i in drawn_by("valid", "slot", turned)} == held


def test_no_voice_of_valid_says_what_a_voice_of_train_says() -> None:
    book = coaching_book()
    for slot, wordings in some((s, w) for s, w in book.slots.items() if len(w) >= LEAST):
        train, valid = (
            {way for voice in range(VOICES) for way in book.ways(slot, voice, split)}
            for split in ("train", "valid")
        )
        assert train.isdisjoint(valid), slot
        assert train | valid == set(range(len(wordings))), slot


def test_a_speaker_of_no_split_draws_from_all() -> None:
    book = PhraseBook()
    book.slots["a"] = list(WORDINGS[:4])
    speaker = Speaker(book, voice=0, rng=Random(0), values={})
    assert {speaker.say("a") for _ in range(100)} == set(WORDINGS[:4])


def test_a_choice_is_said_in_each_of_its_forms() -> None:
    assert forms_of("(함께|같이) 봐요.") == ("함께 봐요.", "같이 봐요.")
    assert len(forms_of("(가|나|다) 그리고 (라|마)")) == 6
    for plain in ("{{ a | josa('은') }} (쉬면서 잰 값)", "({{ x | josa('이') }})"):
        assert forms_of(plain) == (plain,)
    book = PhraseBook()
    book.slots["a"] = ["{{ n }}보를 (함께|같이) 봐요."]
    speaker = Speaker(book, voice=0, rng=Random(0), values={"n": 9})
    assert {speaker.say("a") for _ in range(50)} == {"9보를 함께 봐요.", "9보를 같이 봐요."}
    assert set(speaker.said) == {"a.0"}
