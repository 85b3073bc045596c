"""A served day beside its evaluation: what is worse beyond both intervals leaves, and few answers say nothing."""

from datetime import date

import pytest
from scipy.stats import binomtest

from tests.support.cases import some
from tests.support.evaluated import evaluated, figure
from wearable_coach.drift import intervals
from wearable_coach.drift.counts import LATENCY_BUCKETS_S, ServedCount
from wearable_coach.drift.intervals import Share, difference, evaluated_share, share_of, weighted
from wearable_coach.drift.rates import LEAST, rates_of
from wearable_coach.store import LocalStore

Z_95 = 1.959963984540054
PUBLISHED = {
    ((56, 70), (48, 80)): (0.0524, 0.3339),
    ((9, 10), (3, 10)): (0.1705, 0.8090),
    ((6, 7), (2, 7)): (0.0582, 0.8062),
    ((5, 56), (0, 29)): (-0.0381, 0.1926),
    ((0, 10), (0, 20)): (-0.1611, 0.2775),
    ((10, 10), (0, 20)): (0.6791, 1.0),
}
"""Newcombe's own examples of differences, 95 %, by his method 10."""
SLOWEST = len(LATENCY_BUCKETS_S)


@pytest.fixture
def evaluation(tmp_path):
    return evaluated(LocalStore(tmp_path))


def served(*, kind="coaching", of_model=1000, refused=0, silent=0, slow=0, **more):
    """A day's count of one kind: answers that were shown, refused for a claim, that did not come, that took long."""
    latencies = (of_model + refused - slow, *(0,) * (SLOWEST - 1), slow)
    counts = {"from_model": of_model, "guarded": refused, "unverified": refused}
    return ServedCount(
        day=date(2026, 1, 2),
        model="coach",
        identity="",
        kind=kind,
        answers=of_model + refused + silent,
        model_errors=silent,
        latencies=latencies,
        **counts | more,
    )


def verdicts(evaluation, *counts):
    return {rate.measure: rate.verdict for rate in rates_of(counts, evaluation)}


ALL_WITHIN = {"formed": "within", "verified": "within", "unanswered": "within", "slow": "within"}


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ({"of_model": 950, "refused": 50, "slow": 40, "silent": 4}, {}),
        ({"of_model": 1000}, {}),
        ({"of_model": 920, "refused": 80}, {}),  # within what both can tell
        ({"of_model": 880, "refused": 120}, {"verified": "left"}),
        ({"of_model": 1000, "silent": 80}, {"unanswered": "left"}),
        ({"of_model": 1000, "silent": 12}, {}),
        ({"of_model": 1000, "slow": 150}, {"slow": "left"}),
        ({"of_model": 980, "guarded": 20, "unjudged": 20}, {}),
        ({"of_model": 900, "guarded": 100, "unjudged": 100}, {"formed": "left"}),
    ],
)
def test_a_day_leaves_where_it_is_worse_than_its_evaluation_allows(evaluation, counts, left):
    assert verdicts(evaluation, served(**counts)) == ALL_WITHIN | left


def test_few_answers_are_too_few_however_they_are(evaluation):
    for counts in some([{"of_model": LEAST - 1}, {"of_model": 0, "refused": LEAST - 1}]):
        assert verdicts(evaluation, served(**counts))["verified"] == "few"
    assert verdicts(evaluation) == dict.fromkeys(ALL_WITHIN, "few"), "a day without any answer"


def test_a_day_that_could_not_show_ten_points_less_says_nothing_but_a_disaster_is_told(evaluation):
    assert verdicts(evaluation, served(of_model=57, refused=3))["verified"] == "few"
    assert verdicts(evaluation, served(of_model=20, refused=40))["verified"] == "left"
    assert verdicts(evaluation, served(of_model=190, refused=10))["verified"] == "within"


def test_more_silence_than_evaluated_is_told_only_beyond_what_the_rule_allows(evaluation):
    lax = evaluation.rule.model_copy(update={"unanswered_at_most": 0.2})
    counted = served(of_model=1000, silent=80)
    assert verdicts(evaluation, counted)["unanswered"] == "left"
    allowed = evaluation.model_copy(update={"rule": lax})
    assert verdicts(allowed, counted)["unanswered"] == "within"


def test_a_model_that_did_not_open_leaves_every_question_unanswered(evaluation):
    closed = served(of_model=0, not_opened=200)
    assert verdicts(evaluation, closed)["unanswered"] == "left"


def test_what_was_refused_for_its_form_is_no_claim(evaluation):
    found = verdicts(evaluation, served(of_model=0, guarded=500, unjudged=500))
    assert (found["formed"], found["verified"]) == ("left", "few")


def test_an_answer_that_may_be_cut_in_evaluation_may_be_so_in_service(evaluation):
    costs = evaluation.models[0].costs.model_copy(update={"cut": 100})
    lax = evaluation.models[0].model_copy(update={"costs": costs})
    counted = served(of_model=900, guarded=100, unjudged=100)
    assert verdicts(evaluation, counted)["formed"] == "left"
    assert verdicts(evaluation.model_copy(update={"models": (lax,)}), counted)["formed"] == "within"


def test_a_kind_is_held_to_its_own_figure(tmp_path):
    """A service that is asked nothing but what is hard is no worse than the evaluation found that to be."""
    easy, hard = figure(0.99, 0.98, 0.995), figure(0.80, 0.77, 0.83)
    found = evaluated(LocalStore(tmp_path), health_interpretation=easy, coaching=hard)
    asked = served(of_model=800, refused=200)
    assert verdicts(found, asked)["verified"] == "within"
    assert verdicts(found, asked.model_copy(update={"kind": "health_interpretation"}))["verified"] == "left"  # fmt: skip
    both = asked, served(kind="health_interpretation", of_model=2970, refused=30)
    (rate,) = [r for r in rates_of(both, found) if r.measure == "verified"]
    assert (rate.verdict, rate.n) == ("within", 4000)
    assert rate.evaluated.value == pytest.approx(0.25 * 0.80 + 0.75 * 0.99), "as the day asked"
    unknown = asked.model_copy(update={"kind": "exercise_recommendation"})
    assert verdicts(found, unknown)["verified"] == "few", "nobody evaluated that"


def test_an_evaluation_whose_slowest_lie_beyond_the_last_bucket_has_no_such_rate(evaluation):
    slow = evaluation.models[0].costs.model_copy(update={"latency_p95_s": 9.0})
    found = evaluation.model_copy(
        update={"models": (evaluation.models[0].model_copy(update={"costs": slow}),)}
    )
    assert "slow" not in verdicts(found, served())


def test_the_words_say_day_and_evaluation_with_its_interval(evaluation):
    words = [rate.words for rate in rates_of([served(of_model=880, refused=120)], evaluation)]
    assert words[1].startswith("verified 88.0% of 1000; the evaluation 95.0% (9")
    few = [rate.words for rate in rates_of([served(of_model=9, refused=1)], evaluation)]
    assert few[1].startswith("verified 90.0% of 10, too few to tell;")


def wilson(hits, n):
    ends = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    return ends.low, ends.high


def test_intervals_are_those_that_are_published(monkeypatch):
    monkeypatch.setattr(intervals, "Z", Z_95)
    for hits, n in some([(0, 40), (1, 40), (380, 400), (400, 400), (7, 9)]):
        assert share_of(hits, n)[1:] == pytest.approx(wilson(hits, n), abs=1e-9)
    for (one, other), ends in some(PUBLISHED.items()):
        assert difference(share_of(*one), share_of(*other))[1:] == pytest.approx(ends, abs=6e-5)


def test_an_evaluations_interval_says_of_how_many_answers_it_tells():
    assert evaluated_share(figure(0.95, *wilson(950, 1000))) == pytest.approx(share_of(950, 1000), abs=1e-6)  # fmt: skip
    alike = figure(0.95, *wilson(190, 200))  # a thousand answers that are worth so many
    assert evaluated_share(alike) == pytest.approx(share_of(190, 200), abs=1e-6)
    flat = figure(1.0, 1.0, 1.0, n=40)
    assert evaluated_share(flat) == share_of(40, 40), "a record of before, of no width"


def test_a_mix_lies_between_its_parts_and_is_surer_than_they():
    one, other = Share(0.9, 0.85, 0.95), Share(0.8, 0.75, 0.85)
    assert weighted([(1.0, one)]) == pytest.approx(one)
    mixed = weighted([(0.5, one), (0.5, other)])
    assert mixed.value == pytest.approx(0.85)
    assert mixed.high - mixed.low < 0.1
