"""Texts are alike by the pairs of letters that they share, rare ones weighing more."""

import pytest

from wearable_coach.answers.everyday.likeness import MOST, Alike, letters_of


def test_a_text_is_wholly_like_itself_and_hardly_like_one_that_shares_its_ends_alone():
    alike = Alike(["무릎이 아파요", "abc"])
    itself, other = alike.to(letters_of("무릎이 아파요"))
    assert itself == pytest.approx(1.0, abs=0.03)
    assert 0 < other < 0.2


def test_what_few_texts_hold_counts_more_than_what_all_hold():
    alike = Alike(["무릎 운동", "허리 운동", "어깨 운동"])
    likes = alike.to(letters_of("허리 운동"))
    assert likes[1] == max(likes) > 2 * likes[0]


def test_more_texts_than_are_compared_are_like_nothing():
    alike = Alike(["무릎"] * (MOST + 1))
    found = alike.to(letters_of("무릎"))
    assert len(found) == MOST + 1
    assert found[0] > 0 == found[MOST]
