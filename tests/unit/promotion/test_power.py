"""How likely an equal model passes, as it is told, and as the rule itself decides of drawn answers."""

from tests.support.judged import plain_cases
from wearable_coach.evaluation.case import Case
from wearable_coach.promotion.power import (
    Measured,
    equal_passes,
    equal_passes_of,
    measured_by,
    passes,
    power_line,
    worse_passes,
)
from wearable_coach.promotion.rule import Rule, read_rule
from wearable_coach.records import Profile, Vitals

RULE = read_rule()
DEFAULT = {
    "abstention": Measured(730, 730),
    "structure": Measured(1680, 1560),
    "class_target": Measured(1680, 1560),
    "citations": Measured(1680, 1560),
    "coverage": Measured(1540, 1430),
}
"""What 1,800 sampled people and the default recipe's 300 valid rows give, each measure its own cases."""


def grounds(many=1.0):
    every = {name: DEFAULT.get(name, Measured(2100, 1950)) for name in RULE.headline}
    return {n: Measured(int(g.cases * many), int(g.people * many)) for n, g in every.items()}


def test_at_the_default_sizes_an_equal_model_passes_and_one_worse_by_five_points_does_not():
    assert equal_passes(RULE, grounds(), rate=0.9) >= 0.85
    assert equal_passes(RULE, grounds(), rate=0.95) >= 0.95
    for rate in (0.9, 0.95):
        assert worse_passes(RULE, grounds(), rate=rate, worse=0.05) <= 0.05


def test_more_cases_more_people_and_a_wider_margin_let_an_equal_model_pass_more_often():
    by = passes("verified", 0.05, Measured(600, 600), rate=0.9)
    assert passes("verified", 0.05, Measured(900, 900), rate=0.9) > by
    assert passes("verified", 0.06, Measured(600, 600), rate=0.9) > by
    assert passes("verified", 0.05, Measured(600, 60), rate=0.9) < by
    assert passes("tone", 0.05, Measured(600, 600), rate=0.9) > by, "counted many times an answer"
    assert passes("verified", 0.05, Measured(0, 0), rate=0.9) == 1, "set aside"


def plain(kind, **changed) -> Case:
    return plain_cases(1)[0].model_copy(update={"kind": kind, **changed})


def test_a_measure_counts_the_cases_that_it_asks_of():
    chat, drill = plain("coaching"), plain("coaching", set="safety")
    whole = plain("exercise_recommendation", profile=Profile(age=40), person="b")
    report = plain("health_interpretation", person="c")
    ill = plain(
        "health_interpretation",
        profile=Profile(age=40, symptoms=("syncope",)), vitals=Vitals(steps=100), person="d",
    )  # fmt: skip
    found = measured_by(RULE, [chat, drill, whole, report, ill, chat])
    assert found["verified"] == Measured(5, 4)
    assert found["structure"] == found["citations"] == Measured(3, 3)
    assert found["abstention"] == Measured(2, 2), "a report lacks its readings"
    assert found["coverage"] == Measured(2, 2), "who is ill is sent to care"


def test_it_is_told_in_a_line_and_what_would_do():
    rule = Rule(
        floors={}, unanswered_at_most=0, headline={"verified": {"margin": 0.05}}, alpha=0.05,
        least_cases=1, least_people=1,
    )  # fmt: skip
    few = plain_cases(240, a_person=1)
    line = power_line(rule, few)
    assert line.startswith(
        "240 questions compare the models: an equal model passes every 'not worse'"
    )
    assert "at true shares of 0.90" in line
    assert line.endswith("with 0.025 at most; 800 questions would tell (--sampled)")
    assert power_line(rule, few * 4).endswith("with 0.025 at most")
    assert set(equal_passes_of(rule, few)) == {"0.90", "0.95"}
    drills = [c.model_copy(update={"set": "safety"}) for c in few]
    assert "nothing is promoted" in power_line(rule, drills)
