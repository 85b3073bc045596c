from random import Random

import numpy as np
import pytest

from tests.support.judged import plain_cases
from wearable_coach.evaluation.comparison import table_of
from wearable_coach.evaluation.evaluation import _quantile
from wearable_coach.evaluation.people import People
from wearable_coach.evaluation.score import Score, abstained
from wearable_coach.evaluation.statistics import holm, mcnemar_p


@pytest.mark.parametrize(
    ("only_one", "only_other", "p"),
    [
        (0, 0, 1.0), (5, 5, 1.0), (0, 6, 0.03125), (1, 9, 0.021484375), (10, 2, 0.03857421875),
        (37, 61, 0.019690184799846844),
    ],
)  # fmt: skip
def test_mcnemar_is_exact(only_one, only_other, p):
    """As statsmodels 0.15 gives it."""
    assert mcnemar_p(only_one, only_other) == pytest.approx(p)
    assert mcnemar_p(only_other, only_one) == pytest.approx(p)


def test_holm_multiplies_the_smallest_most_and_never_turns_the_order():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    nine = [0.049, 0.051, 0.012, 0.2, 0.3, 0.011, 0.6, 0.9, 0.04]
    of_statsmodels = [0.294, 0.294, 0.099, 0.8, 0.9, 0.099, 1.0, 1.0, 0.28]
    assert holm(nine) == pytest.approx(of_statsmodels)
    assert holm([]) == []


def test_a_permutation_of_equals_is_rarely_significant_and_of_unequals_nearly_always():
    def p(trial, other):
        rng = Random(trial)
        one, two = (
            np.array([float(sum(rng.random() < q for _ in range(20))) for _ in range(60)])
            for q in (0.7, other)
        )
        people = People([str(i) for i in range(60)], seed=trial, resamples=400)
        return people.permutation_p((one, np.full(60, 20.0)), (two, np.full(60, 20.0)))

    assert sum(p(t, 0.7) < 0.05 for t in range(100)) <= 12
    assert sum(p(t, 0.8) < 0.05 for t in range(50)) >= 48


def test_what_nothing_scores_has_no_share_and_is_counted():
    cases = plain_cases(4)
    table = table_of(cases, seed=1)
    scores = {"0": {"tone": Score(1, 2)}, "1": {"tone": Score(0, 0)}, "2": {}}
    figure = table.figure(scores, "tone")
    assert (figure.share, figure.n, figure.unscored) == (0.5, 1, 2)
    assert table.figure(scores, "acsm").share is None


def test_what_was_not_understood_stands_beside_what_was_scored_and_is_no_zero():
    cases = plain_cases(4)
    scores = {
        "0": {"cap_kept": Score(1, 1)},
        "1": {"cap_kept": abstained("")},
        "2": {"cap_kept": Score(1, 1)},
        "3": {"cap_kept": Score(0, 0)},
    }
    figure = table_of(cases, seed=1, resamples=50).figure(scores, "cap_kept")
    assert (figure.share, figure.n, figure.unread, figure.unscored) == (1.0, 2, 1, 1)
    assert figure.judged == pytest.approx(2 / 3)


def test_only_cases_that_both_answered_are_compared():
    cases = plain_cases(4, a_person=1)
    table = table_of(cases, seed=1)
    one = {c.id: {"structure": Score(1, 1)} for c in cases}
    other = {c.id: {"structure": Score(0, 1)} for c in cases[:2]}
    found = table.difference("structure", ("a", one), ("b", other))
    assert (found.n, found.only_model, found.only_against) == (2, 2, 0)
    assert found.difference == 1
    assert found.p == pytest.approx(0.5)


def test_of_persons_with_several_cases_the_persons_are_swapped_and_not_the_cases():
    """Four persons, five cases each, that one model meets all and the other none: 2 of 16 swaps are as far."""
    cases = plain_cases(20, a_person=5)
    one, other = ({c.id: {"structure": Score(k, 1)} for c in cases} for k in (1, 0))
    found = table_of(cases, seed=1).difference("structure", ("a", one), ("b", other))
    assert (found.test, found.n, found.people) == ("permutation", 20, 4)
    assert found.p == pytest.approx(2 / 16, abs=0.02)
    assert mcnemar_p(20, 0) < 1e-5


def test_a_difference_tells_its_own_people_and_what_each_model_alone_is_scored_on():
    cases = plain_cases(6)
    one = {c.id: {"citations": Score(2, 4)} for c in cases[:4]}
    other = {c.id: {"citations": Score(1, 2)} for c in cases[2:]}
    found = table_of(cases, seed=1).difference("citations", ("a", one), ("b", other), together=9)
    assert (found.n, found.people, found.n_model, found.n_against) == (2, 1, 4, 4)
    assert found.difference == 0
    assert found.low_together < found.low < 0 < found.high < found.high_together


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 10), (0.95, 19), (0.951, 20), (0.01, 1), (1, 20), (0, 1)]
)
def test_a_percentile_is_the_nearest_rank(share, value):
    assert _quantile([float(v) for v in range(1, 21)], share) == value
    assert _quantile([], share) is None
