"""How readers agree beyond chance, and that the labelled answers are whole."""

import pytest

from bench.labelled import READ, RUBRIC, lines_of
from wearable_coach.evaluation.kappa import reader_agreement


@pytest.mark.parametrize(
    ("one", "other", "kappa"),
    [("aabb", "aabb", 1.0), ("aabb", "abab", 0.0), ("aabb", "bbaa", -1.0), ("aaaa", "aaaa", None)],
)
def test_kappa_is_what_chance_leaves(one, other, kappa):
    assert reader_agreement(one, other).kappa == kappa


def test_readers_of_other_numbers_of_things_do_not_compare():
    with pytest.raises(ValueError, match="two readers of the same things"):
        reader_agreement("ab", "a")


def test_every_labelled_answer_has_every_label_twice():
    answers, first, second = (lines_of(f"{n}.jsonl") for n in ("answers-*", "labels-1", "labels-2"))
    assert len(answers) == 100
    assert answers.keys() == first.keys() == second.keys()
    for row in (*first.values(), *second.values()):
        assert row.keys() == {"id", *READ, *RUBRIC}
