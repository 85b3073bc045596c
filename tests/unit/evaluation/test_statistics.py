from random import Random

import numpy as np
import pytest

from tests.support.judged import plain_cases
from wearable_coach.evaluation.comparison import table_of
from wearable_coach.evaluation.score import Score, abstained
from wearable_coach.evaluation.statistics import Draws, holm, mcnemar_p


@pytest.mark.parametrize(
    ("only_one", "only_other", "p"),
    [(0, 0, 1.0), (5, 5, 1.0), (0, 6, 0.03125), (1, 9, 0.021484375), (10, 2, 0.03857421875)],
)
def test_mcnemar_is_exact(only_one, only_other, p):
    assert mcnemar_p(only_one, only_other) == pytest.approx(p)
    assert mcnemar_p(only_other, only_one) == pytest.approx(p)


def test_holm_multiplies_the_smallest_most_and_never_turns_the_order():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_cases_of_one_person_widen_the_interval():
    rng = Random(3)
    people = [rng.random() < 0.7 for _ in range(40)]
    hits = np.array([float(p) for p in people for _ in range(5)])
    of = np.ones(200)
    alone = Draws([str(i) for i in range(200)], seed=1).share(hits, of, confidence=0.95)
    together = Draws([str(i // 5) for i in range(200)], seed=1).share(hits, of, confidence=0.95)
    assert alone.value == together.value
    assert together.high - together.low > 1.8 * (alone.high - alone.low)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    inside = 0
    for trial in range(200):
        rng = Random(trial)
        hits = np.array([float(rng.random() < 0.6) for _ in range(80)])
        draws = Draws([str(i) for i in range(80)], seed=trial, resamples=500)
        found = draws.share(hits, np.ones(80), confidence=0.95)
        inside += found.low <= 0.6 <= found.high
    assert 180 <= inside <= 199


def test_a_full_mark_of_few_is_no_certainty():
    draws = Draws([str(i) for i in range(12)], seed=1)
    found = draws.share(np.ones(12), np.ones(12), confidence=0.95)
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(0.025 ** (1 / 12))


def test_a_permutation_of_equals_is_rarely_significant_and_of_unequals_nearly_always():
    def p(trial, other):
        rng = Random(trial)
        one, two = (
            np.array([float(sum(rng.random() < q for _ in range(20))) for _ in range(60)])
            for q in (0.7, other)
        )
        draws = Draws([str(i) for i in range(60)], seed=trial, resamples=400)
        return draws.permutation_p((one, np.full(60, 20.0)), (two, np.full(60, 20.0)))

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
