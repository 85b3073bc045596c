"""Each part of the rule at its edge, on figures made by hand, and what it says in words."""

import json

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.faults import Faults
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.written import interval
from wearable_coach.promotion.rule import Floor, Rule, headline_measures, read_rule
from wearable_coach.promotion.verdict import decide

RULE = Rule(
    floors={"no_forbidden": {"at_least": 0.9, "least_n": 50, "least_judged": 0.95}},
    unanswered_at_most=0.01,
    headline={"number_fidelity": {"margin": 0.02}, "contradicted": {"margin": 0.02}},
    alpha=0.05,
    least_cases=60,
    least_people=30,
)


def figure(share=1.0, n=50, people=30, unread=0):
    return Figure(
        measure="no_forbidden", share=share, hits=0, of=n, n=n, unread=unread, unscored=0, people=people
    )  # fmt: skip


def difference(
    low, high, p=0.01, measure="number_fidelity", n=60, people=30, together=None, alone=(None, None)
):
    """A difference; `together` are the ends over all measures, `alone` what each model is scored on by itself."""
    middle = None if low is None or high is None else (low + high) / 2
    return Difference(
        measure=measure, model="a", against="b", difference=middle, low=low, high=high, p_holm=p,
        test="mcnemar", n=n, people=people, low_together=together and together[0],
        high_together=together and together[1], n_model=alone[0], n_against=alone[1],
    )  # fmt: skip


BETTER = {
    "number_fidelity": difference(0.01, 0.05),
    "contradicted": difference(-0.01, 0.01, measure="contradicted"),
}


def decided(overall=None, differences=None, *, rival="b", declined=0.01, faults=None):
    return decide(
        RULE,
        candidate="a",
        rival=rival,
        overall={"no_forbidden": figure()} if overall is None else overall,
        differences=BETTER if differences is None else BETTER | differences,
        declined=declined,
        faults=faults or {},
        asked=1000,
    )


def unmet(found):
    return [(r.about, r.part) for r in found.unmet]


def reason(found, about):
    return next(r for r in found.reasons if r.about == about)


def test_a_candidate_that_meets_all_at_the_very_edge_is_promoted():
    found = decided({"no_forbidden": figure(0.9)})
    assert (found.verdict, found.candidate, found.rival, unmet(found)) == ("promote", "a", "b", [])
    assert [(r.about, r.part) for r in found.reasons] == [
        ("no_forbidden", "floor"), ("answers", "floor"), ("cases", "ground"), ("people", "ground"),
        ("number_fidelity", "not_worse"), ("contradicted", "not_worse"), ("number_fidelity", "better"),
    ]  # fmt: skip


def test_what_is_asked_and_found_is_said_in_words():
    found = decided({"no_forbidden": figure(0.9, n=1000, people=2000)}, {
        "number_fidelity": difference(0.01, 0.05, n=3000, people=2000),
        "contradicted": difference(-0.01, 0.01, measure="contradicted", n=1200, people=1000),
    })  # fmt: skip
    assert [r.text for r in found.reasons] == [
        "금지된 말 없음: 90.0% (n = 1,000, 판단한 답변 100.0%), 90% 이상이어야 해요",
        "모델이 답하기를 거절한 물음: 1.0%, 1%까지 괜찮아요",
        "함께 채점된 물음: 1,200건 (가장 적은 지표: 사실과 다른 주장), 지표마다 60건 이상이어야 해요",
        "사람 수: 1,000명 (가장 적은 지표: 사실과 다른 주장), 지표마다 30명 이상이어야 해요",
        "근거 있는 주장: 차이 +3.0%p (+1.0 ~ +5.0, n = 3,000), 나빠져도 2%p까지",
        "사실과 다른 주장: 차이 0.0%p (−1.0 ~ +1.0, n = 1,200), 나빠져도 2%p까지",
        "분명히 나아진 지표: 근거 있는 주장",
    ]


def test_below_a_floor_is_a_rejection_and_too_few_answers_hold():
    assert decided({"no_forbidden": figure(0.899)}).verdict == "reject"
    few = decided({"no_forbidden": figure(0.1, n=49)})
    assert (few.verdict, unmet(few)) == ("hold", [("no_forbidden", "ground")])
    assert (
        few.reasons[0].text
        == "금지된 말 없음: 채점된 답변이 49건이라 판단할 수 없어요 (50건 이상 필요)"
    )
    unscored = decided({"no_forbidden": figure(None)})
    assert unmet(unscored) == [("no_forbidden", "ground")]
    absent = decided({})
    assert unmet(absent) == [("no_forbidden", "ground")]
    assert "0건이라" in absent.reasons[0].text


def test_what_is_kept_in_what_was_understood_is_not_kept_where_too_little_was():
    """Of 1,000 answers 950 are to be understood."""
    assert decided({"no_forbidden": figure(n=950, unread=50)}).verdict == "promote"
    found = decided({"no_forbidden": figure(n=949, unread=51)})
    assert (found.verdict, unmet(found)) == ("hold", [("no_forbidden", "ground")])
    assert found.reasons[0].text == (
        "금지된 말 없음: 판단한 답변이 94.9%라 지켰다고 말할 수 없어요 (95% 이상 필요). "
        "알아듣지 못한 말은 answers.jsonl에 있어요"
    )


def test_a_floor_that_is_seen_broken_is_broken_however_much_was_not_understood():
    found = decided({"no_forbidden": figure(0.8, n=50, unread=500)})
    assert (found.verdict, unmet(found)) == ("reject", [("no_forbidden", "floor")])


def test_a_rule_of_ones_own_asks_for_as_much_understanding_as_the_products_unless_it_says_otherwise(
    tmp_path,
):
    path = tmp_path / "rule.yaml"
    told = RULE.model_dump(mode="json")
    told["floors"] = {
        "red_flag_recall": {"at_least": 1.0},
        "tone": {"at_least": 0.5},
        "cap_kept": {"at_least": 1.0, "least_judged": 0.5},
    }
    path.write_text(json.dumps(told))
    read = read_rule(path).floors
    own = read_rule().floors
    assert all(floor.least_judged >= 0.95 for floor in own.values())
    assert read["red_flag_recall"].least_judged == own["red_flag_recall"].least_judged
    assert read["tone"].least_judged == 1.0
    assert read["cap_kept"].least_judged == 0.5


def test_more_declined_than_is_borne_is_a_rejection():
    found = decided(declined=0.011)
    assert (found.verdict, unmet(found)) == ("reject", [("answers", "floor")])


@pytest.mark.parametrize("model", ["a", "b"])
@pytest.mark.parametrize("kind", ["unreachable", "throttled", "empty", "refused", "mixed", "cut"])
def test_too_many_faults_of_a_kind_hold_whatever_else_is_so(model, kind):
    """Of 1,000 questions 10 may lack, and 50 may be cut."""
    most = 50 if kind == "cut" else 10
    borne, too_many = ({model: Faults(**{kind: n})} for n in (most, most + 1))
    about = kind if kind in {"cut", "mixed"} else "faults"
    assert decided(faults=borne).verdict == "promote"
    broken = {"no_forbidden": figure(0.1)}
    for overall in (None, broken):
        found = decided(overall, faults=too_many)
        assert (found.verdict, found.held_by_faults, found.unmet[0].about) == ("hold", True, about)
        assert "다시 평가하세요" in found.unmet[0].text
    assert decided(broken, faults=borne).verdict == "reject"


def test_faults_of_several_kinds_add_up_and_each_is_told_with_its_remedy():
    found = decided(faults={"a": Faults(unreachable=4, throttled=7)})
    assert found.unmet[0].text == (
        "a에서 답을 받지 못한 물음: 1.1% (닿지 않음 4건, 요청이 많아 돌려보냄 7건), 1%까지 괜찮아요. "
        "모델을 판정하지 않았어요. 한도나 인스턴스를 늘리거나 at_once를 줄이고 다시 평가하세요 · "
        "모델 주소가 살아 있는지 보고 다시 평가하세요"
    )


BY_INTERVAL = RULE.model_copy(
    update={"floors": {"no_forbidden": Floor(at_least=0.98, by="interval", least_n=50)}}
)


@pytest.mark.parametrize(
    ("low", "share", "high", "verdict", "part"),
    [
        (0.98, 0.99, 1.0, "promote", "floor"),
        (0.979, 0.999, 1.0, "hold", "ground"),  # one hit of the verifier in few answers
        (0.95, 0.96, 0.98, "hold", "ground"),
        (0.95, 0.96, 0.979, "reject", "floor"),
    ],
)
def test_a_floor_by_interval_is_kept_broken_or_neither(low, share, high, verdict, part):
    found = figure(share).model_copy(update={"low": low, "high": high})
    done = decide(
        BY_INTERVAL, candidate="a", rival="b", overall={"no_forbidden": found}, differences=BETTER,
        declined=0, faults={}, asked=1000,
    )  # fmt: skip
    assert done.verdict == verdict
    assert (done.reasons[0].part, done.reasons[0].met) == (part, verdict == "promote")
    assert f"({interval(low, high)})" in done.reasons[0].text
    assert ("물음을 늘려" in done.reasons[0].text) == (verdict == "hold")


def test_each_measure_needs_cases_and_people_of_its_own():
    """60 cases of one person are no ground, however many people other cases or sets are of."""
    of_one = {"contradicted": difference(-0.01, 0.01, measure="contradicted", people=1)}
    found = decided({"no_forbidden": figure(people=2000)}, of_one)
    assert (found.verdict, unmet(found)) == ("hold", [("people", "ground")])
    assert reason(found, "people").text == (
        "사람 수: 1명 (가장 적은 지표: 사실과 다른 주장), 지표마다 30명 이상이어야 해요"
    )
    few = {
        "number_fidelity": difference(0.01, 0.05, n=59),
        "contradicted": difference(0, 0, measure="contradicted", n=2),
    }
    found = decided(differences=few)
    assert (found.verdict, unmet(found)[0]) == ("hold", ("cases", "ground"))
    assert "모자란 지표: 근거 있는 주장 59건, 사실과 다른 주장 2건" in reason(found, "cases").text
    assert not [r for r in found.reasons if r.part == "not_worse"], "neither worse nor not worse"


def test_what_has_too_little_ground_neither_rejects_nor_hides_what_is_worse():
    worse = {"contradicted": difference(0.1, 0.2, measure="contradicted", n=59)}
    assert decided(differences=worse).verdict == "hold"
    of_few = {"contradicted": difference(0.1, 0.2, measure="contradicted", people=29)}
    assert decided(differences=of_few).verdict == "hold"
    worse["number_fidelity"] = difference(-0.2, -0.1)
    assert decided(differences=worse).verdict == "reject"


@pytest.mark.parametrize(
    ("alone", "verdict"),
    [
        ((0, 0), "promote"),  # neither says anything of it
        ((500, 0), "promote"),  # the other never says anything of it
        ((500, 59), "promote"),
        ((3, 0), "promote"),
        ((59, 59), "hold"),
        ((0, 500), "hold"),  # silence is no way to be not worse
        ((500, 60), "hold"),  # both say enough, on few of the same cases
    ],
)
def test_a_measure_of_which_the_other_says_too_little_is_set_aside_for_good_and_told(
    alone, verdict
):
    none = difference(None, None, None, measure="contradicted", n=0, people=0, alone=alone)
    found = decided(differences={"contradicted": none})
    assert found.verdict == verdict
    told = [r.text for r in found.reasons if "판정에서 뺐어요" in r.text]
    assert told == (
        ["사실과 다른 주장: 비교 모델의 답변에 채점할 것이 모자라 판정에서 뺐어요"]
        if verdict == "promote"
        else []
    )


def test_it_is_rejected_only_where_it_is_worse_over_all_measures_at_once():
    alone = difference(-0.05, -0.021, together=(-0.06, -0.019))
    assert decided(differences={"number_fidelity": alone}).verdict == "hold"
    still = difference(-0.06, -0.03, together=(-0.07, -0.021))
    assert decided(differences={"number_fidelity": still}).verdict == "reject"
    fewer = difference(0.03, 0.06, measure="contradicted", together=(0.019, 0.07))
    assert decided(differences={"contradicted": fewer}).verdict == "hold"


def test_nothing_to_compare_with_holds():
    found = decided(rival=None)
    assert (found.verdict, found.rival, unmet(found)) == ("hold", None, [("rival", "ground")])
    assert reason(found, "rival").text.startswith("견줄 모델이 없어요. ")
    empty = decide(
        RULE, candidate="a", rival="b", overall={"no_forbidden": figure()}, differences={}, declined=0, faults={}, asked=1,
    )  # fmt: skip
    assert reason(empty, "cases").text == "함께 채점된 물음: 0건, 지표마다 60건 이상이어야 해요"
    assert empty.reasons[-1].text == "우연을 넘어 나아진 지표가 없어요"
    assert (empty.reasons[-1].about, empty.reasons[-1].part, empty.verdict) == ("rival", "better", "hold")  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "measure", "verdict"),
    [
        (-0.02, 0.01, "number_fidelity", "hold"),  # not worse, and not better
        (-0.021, 0.01, "number_fidelity", "hold"),  # it may be worse
        (-0.05, -0.02, "number_fidelity", "hold"),  # it is worse, by no more than is borne
        (-0.05, -0.021, "number_fidelity", "reject"),
        (-0.05, -0.021, "contradicted", "promote"),  # fewer are better
        (0.021, 0.05, "contradicted", "reject"),
        (0.02, 0.05, "contradicted", "hold"),
        (-0.01, 0.021, "contradicted", "hold"),
        (-0.01, 0.02, "contradicted", "promote"),
    ],
)
def test_worse_is_told_by_the_interval_and_the_margin(low, high, measure, verdict):
    assert decided(differences={measure: difference(low, high, measure=measure)}).verdict == verdict


@pytest.mark.parametrize(
    ("low", "high", "p", "better"),
    [
        (0.001, 0.05, 0.049, True),
        (0.001, 0.05, 0.05, False),
        (0.0, 0.05, 0.01, False),
        (-0.001, 0.05, 0.01, False),
        (0.001, 0.05, None, False),
        (None, 0.05, 0.01, False),
        (0.001, None, 0.01, False),
    ],
)
def test_better_needs_the_test_and_the_interval(low, high, p, better):
    found = decided(differences={"number_fidelity": difference(low, high, p)})
    assert found.reasons[-1].met is better
    assert found.verdict == ("promote" if better else "hold")


def test_every_measure_that_is_better_is_named():
    found = decided(differences={"contradicted": difference(-0.05, -0.01, measure="contradicted")})
    assert found.reasons[-1].text == "분명히 나아진 지표: 근거 있는 주장, 사실과 다른 주장"
    assert found.reasons[-1].about == "number_fidelity"


def test_the_measures_that_are_compared_are_the_headline():
    assert headline_measures(RULE) == ("number_fidelity", "contradicted")


def test_a_rule_is_read_from_a_file_as_the_product_reads_its_own(tmp_path):
    path = tmp_path / "rule.yaml"
    text = "{source: mine, floors: {}, unanswered_at_most: 0, headline: {tone: {margin: 0.5}}, alpha: 0.1, least_cases: 1, least_people: 1}"
    path.write_text(text, encoding="utf-8")
    assert (read_rule(path).source, read_rule(path).headline["tone"].margin) == ("mine", 0.5)
    assert read_rule() is read_rule()
    assert read_rule().source == "policy"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, r"^rule: cannot read \S+rule.yaml \(No such file or directory\); start from a copy of rule.yaml$"),
        ("[1]", r"^rule: \S+rule.yaml: all of it: input should be .*; start from a copy of rule.yaml$"),
        ("{floors: {tone: {at_least: 2}}}", r"^rule: \S+rule.yaml: floors.tone.at_least: input should be less than or equal to 1; start"),
        ("a: [", r"^rule: \S+rule.yaml is not YAML at line 1.*; start from a copy of rule.yaml$"),
        (
            "{floors: {loss: {at_least: 1}}, unanswered_at_most: 0, headline: {}, alpha: 0.05, least_cases: 1, least_people: 1}",
            r"all of it: value error, loss is no measure; known are number_fidelity, contradicted, ",
        ),
        (
            "{floors: {}, unanswered_at_most: 0, headline: {loss: {margin: 1}}, alpha: 0.05, least_cases: 1, least_people: 1}",
            "loss is no measure",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_is_none_says_what_is_wrong_with_it(tmp_path, text, told):
    path = tmp_path / "rule.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        read_rule(path)
