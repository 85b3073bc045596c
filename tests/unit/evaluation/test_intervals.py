"""Intervals against statsmodels, at their ends, and against the truth in a narrow simulation.

The whole table is `python -m bench.coverage`.
"""

import numpy as np
import pytest
from scipy.special import stdtrit

from bench.coverage import (
    Cell,
    attainable_of_share,
    cells,
    least_of_no_difference,
    of_differences,
    of_shares,
)
from wearable_coach.evaluation import intervals
from wearable_coach.evaluation.intervals import difference_interval, share_interval
from wearable_coach.evaluation.people import People

ONE = "111110000011111111111111110011001011100111111000101101111111"
OTHER = "001101111111111001000110111111111001111110111001101100000001"
OF_PERSON = np.repeat(np.arange(20), [1, 2, 3, 4, 5] * 4)


def alone(n):
    return People([str(i) for i in range(n)], seed=0)


def array(text):
    return np.array([float(c) for c in text])


def right(hits, n):
    return np.array([1.0] * hits + [0.0] * (n - hits))


@pytest.mark.parametrize(
    ("hits", "n", "confidence", "low", "high"),
    [
        (45, 50, 0.95, 0.7863976856252034, 0.9565242350681095),
        (45, 50, 0.99, 0.7402692104043159, 0.9660091162215817),
        (285, 300, 0.95, 0.9191529665272558, 0.9694683593706526),
        (150, 300, 0.95, 0.4437795161339169, 0.5562204838660831),
    ],
)
def test_a_share_of_independent_answers_is_wilson_s(hits, n, confidence, low, high):
    """As statsmodels 0.15 gives it."""
    found = share_interval(right(hits, n), np.ones(n), alone(n), confidence=confidence)
    assert found == (hits / n, pytest.approx(low), pytest.approx(high))
    turned = share_interval(1 - right(hits, n), np.ones(n), alone(n), confidence=confidence)
    assert (turned.low, turned.high) == (pytest.approx(1 - high), pytest.approx(1 - low))


def test_the_variance_by_person_is_that_of_statsmodels(monkeypatch):
    """Its ordinary least squares with `cov_type="cluster"`, times 20 / 19 for the number of persons."""
    monkeypatch.setattr(intervals, "ASSUMED_PEOPLE", 0)
    people, every = People([str(p) for p in OF_PERSON], seed=0), np.ones(60)
    p, n = 43 / 60, 43 / 60 * 17 / 60 / 0.006284925276153351
    t = float(stdtrit(19, 0.975))
    middle = (p * n + t**2 / 2) / (n + t**2)
    reach = t / (n + t**2) * (n * p * (1 - p) + t**2 / 4) ** 0.5
    found = share_interval(array(ONE), every, people, confidence=0.95)
    assert (found.low, found.high) == (
        pytest.approx(middle - reach, abs=1e-9),
        pytest.approx(middle + reach, abs=1e-9),
    )
    pair = (array(ONE), every), (array(OTHER), every)
    found = difference_interval(*pair, people, confidence=0.95)
    assert found.value == pytest.approx(5 / 60)
    plain = 2 * t * 0.018088044184535433**0.5
    assert found.high - found.low == pytest.approx(plain, rel=0.06), "but for the pairs added"


def test_a_full_mark_of_few_is_no_certainty_and_of_few_people_less():
    every = np.ones(60)
    one_each = share_interval(every, every, alone(60), confidence=0.95)
    six = People([str(i // 10) for i in range(60)], seed=0)
    of_six = share_interval(every, every, six, confidence=0.95)
    assert one_each.high == of_six.high == 1
    assert of_six.low < one_each.low < 0.95
    none = share_interval(0 * every, every, six, confidence=0.95)
    assert (none.low, none.high) == (0, pytest.approx(1 - of_six.low))


def test_one_wrong_claim_of_thousands_is_no_cliff():
    """A claim is no answer, and the first that is wrong moves the end by little."""
    claims, people = np.full(300, 30.0), alone(300)
    whole = share_interval(claims, claims, people, confidence=0.95)
    but_one = share_interval(claims - np.eye(300)[0], claims, people, confidence=0.95)
    assert 0 < whole.low - but_one.low < 0.002
    assert 0.99 < but_one.low < whole.low


@pytest.mark.parametrize("rate", [0.0, 0.5, 1.0])
def test_two_models_that_answer_alike_are_not_known_to_be_alike_for_ever(rate):
    pair = (right(int(50 * rate), 50), np.ones(50))
    few = difference_interval(pair, pair, alone(50), confidence=0.95)
    assert few.value == 0
    assert few.low == -few.high < -0.02
    by_ten = difference_interval(pair, pair, People([str(i // 10) for i in range(50)], seed=0), confidence=0.95)  # fmt: skip
    assert by_ten.high > few.high


def test_a_difference_counts_the_cases_scored_in_both_and_lies_within_what_can_be():
    hits, of = np.array([3.0, 0, 4, 2]), np.array([4.0, 0, 4, 2])
    other = np.array([1.0, 3, 0, 0]), np.array([2.0, 3, 0, 4])
    found = difference_interval((hits, of), other, alone(4), confidence=0.95)
    assert found.value == pytest.approx(5 / 6 - 1 / 6)
    assert (found.low, found.high) == (pytest.approx(found.low), 1.0)
    nothing = np.zeros(4), np.zeros(4)
    assert difference_interval((hits, of), nothing, alone(4), confidence=0.95) is None
    assert share_interval(*nothing, alone(4), confidence=0.95) is None


@pytest.mark.parametrize("worse", [0, 0.05])
def test_few_people_who_all_tell_are_taken_as_they_are(worse):
    """Five people of ten cases at a rate of 0.5: an alikeness that is assumed beside what they show covers 98 to 100 %."""
    cell = Cell(50, 0.5, "10", 0.1)
    for inside, flat in (of_shares(cell, 1200), of_differences(cell, 1200, worse)):
        assert 0.93 <= inside <= 0.98
        assert flat == 0


def test_one_person_and_people_who_are_all_alike_are_no_certainty():
    pair = (right(30, 60), np.ones(60)), (right(20, 60), np.ones(60))
    one = People(["p"] * 60, seed=0)
    assert difference_interval(*pair, one, confidence=0.95).high < 1
    even = np.tile([1.0, 1, 1, 0], 15), np.ones(60)
    fives = People([str(i // 12) for i in range(60)], seed=0)
    found = share_interval(*even, fives, confidence=0.95)
    assert found.value - found.low > 0.03


def test_where_nobody_or_one_misses_no_interval_covers_what_lies_between():
    """Of 50 answers at 0.99: two misses at most 98.6 %, one 91.1 %, and two equal models differ in no case that tells."""
    cell = Cell(50, 0.99, "1", 0.1)
    below, above = attainable_of_share(50, 0.99)
    assert (below, above) == (pytest.approx(0.9106, abs=1e-4), pytest.approx(0.9862, abs=1e-4))
    assert of_shares(cell, 2000)[0] == pytest.approx(above, abs=0.01)
    assert 0.9999 < least_of_no_difference(cell) <= 1
    apart = Cell(1000, 0.99, "1", 0.1)
    assert 0.96 < least_of_no_difference(apart) < 0.97
    assert of_differences(apart, 600, 0)[0] > least_of_no_difference(apart) - 0.02


NARROW = [c for c in cells(0.1) if c.n == 50 or (c.n == 300 and c.cluster != "1" and c.rate != 0.5)]
"""The hardest cells: few cases, few misses, several cases a person."""


@pytest.mark.parametrize("cell", NARROW, ids=lambda c: f"{c.n}-{c.rate}-{c.cluster}")
def test_the_truth_lies_inside_at_least_as_often_as_is_said_and_no_interval_is_flat(cell: Cell):
    """Of 200 draws; 91 % is two and a half standard errors below 95 %."""
    for inside, flat in (of_shares(cell, 200), of_differences(cell, 200, 0.05)):
        assert inside >= 0.91
        assert flat == 0


def test_where_misses_are_many_the_truth_lies_outside_too():
    """So the intervals are no wider than they need be: of 600 draws 2 to 7 % are off."""
    cell = Cell(300, 0.95, "1", 0.1)
    for inside, _ in (of_shares(cell, 600), of_differences(cell, 600, 0.05)):
        assert 0.93 <= inside <= 0.98
