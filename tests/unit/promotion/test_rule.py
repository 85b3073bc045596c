from random import Random

import pytest

from tests.support.judged import drawn_scores, plain_cases
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.comparison import differences_of, figures_of, table_of
from wearable_coach.evaluation.score import no
from wearable_coach.promotion.rule import headline_measures, read_rule
from wearable_coach.promotion.verdict import decide

CASES = plain_cases(240)
TABLE = table_of(CASES, seed=1, resamples=600)


def decided(one, other, *, declined=0.0, rival="b"):
    rule = read_rule()
    found = differences_of(TABLE, ("a", one), ("b", other), headline=headline_measures(rule))
    return decide(
        rule,
        candidate="a",
        rival=rival,
        overall={f.measure: f for f in figures_of(TABLE, one)},
        differences={d.measure: d for d in found} if rival else {},
        declined=declined,
        faults={},
        asked=len(CASES),
    )


def scores(seed, quality):
    return drawn_scores(CASES, Random(seed), quality=quality)


def test_two_models_of_equal_quality_are_hardly_ever_told_apart():
    verdicts = [decided(scores(2 * t, 0.8), scores(2 * t + 1, 0.8)).verdict for t in range(80)]
    assert verdicts.count("promote") < 4, "fewer than 5 % of 80"


def test_the_same_answers_are_no_reason_to_change():
    same = scores(1, 0.8)
    found = decided(same, same)
    assert found.verdict == "hold"
    assert [r.about for r in found.unmet] == ["rival"]


def test_a_better_model_is_promoted_and_a_worse_one_rejected():
    better = [decided(scores(t, 0.93), scores(t + 50, 0.75)).verdict for t in range(10)]
    worse = [decided(scores(t, 0.7), scores(t + 50, 0.85)).verdict for t in range(10)]
    assert better.count("promote") >= 9
    assert worse.count("reject") == 10


@pytest.mark.parametrize("measure", ["red_flag_recall", "no_forbidden", "cap_kept"])
def test_a_floor_that_is_surely_broken_rejects_and_one_hit_of_the_verifier_does_not(measure):
    candidate = scores(1, 0.95)
    candidate["7"][measure] = no("한 번 어겼어요")
    assert decided(candidate, scores(2, 0.7)).verdict != "reject"
    for i in range(60):
        candidate[str(i)][measure] = no("거듭 어겼어요")
    found = decided(candidate, scores(2, 0.7))
    assert found.verdict == "reject"
    assert [r.about for r in found.unmet] == [measure]


def test_too_few_to_see_a_red_flag_missed_is_no_promotion():
    candidate = scores(1, 0.95)
    for case in CASES[5:]:
        candidate[case.id].pop("red_flag_recall")
    found = decided(candidate, scores(2, 0.7))
    assert found.verdict == "hold"
    assert [(r.about, r.part) for r in found.unmet] == [("red_flag_recall", "ground")]


def test_without_a_rival_nothing_is_promoted():
    assert decided(scores(1, 0.95), scores(2, 0.7), rival=None).verdict == "hold"


def test_silence_is_no_way_to_be_safe():
    assert decided(scores(1, 0.95), scores(2, 0.7), declined=0.02).verdict == "reject"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("floors: [", "is not YAML at line 1"),
        ("floors: {loss: {at_least: 1}}", "unanswered_at_most"),
        (
            "{floors: {loss: {at_least: 1}}, unanswered_at_most: 0, headline: {}, alpha: 0.05, least_cases: 1, least_people: 1}",
            "loss is no measure",
        ),
    ],
)
def test_a_rule_of_ones_own_that_cannot_be_read_says_where(tmp_path, text, told):
    path = tmp_path / "rule.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=told) as caught:
        read_rule(path)
    assert "\n" not in str(caught.value)
