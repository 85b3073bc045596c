"""What an answer sends the person to do, read from its statements, against what the facts ask for."""

from collections import Counter

import pytest

from tests.support.generated import answer_of, as_case, generated_rows
from wearable_coach.evaluation.said_acts import said_acts
from wearable_coach.standards.levels import SafetyLevel

AGREES = 0.99
P, R, D, C, E = SafetyLevel


def asked_for(row) -> set[SafetyLevel]:
    """The levels that a right answer may act on: the day's, and what screening and conditions ask beside it."""
    facts = as_case(row).day.facts
    level = facts.safety_level
    found = {level}
    if level <= R and (facts.max_intensity_allowed != "vigorous" or row.profile.conditions):
        found.add(R)
    if level <= R and facts.max_intensity_allowed == "none":
        found |= {D, C}
    if level <= R and facts.screening == "clearance_before_vigorous":
        found.add(C)
    return found


def test_published_answers_act_on_what_the_facts_ask_for():
    rows = generated_rows(400, 23)
    said = {row.row_id: said_acts(answer_of(row)).level for row in rows}
    agreed = Counter(said[r.row_id] in asked_for(r) for r in rows if said[r.row_id] is not None)
    assert agreed[True] >= AGREES * agreed.total() > 0.7 * len(rows)


def test_no_report_or_plan_of_a_restrained_day_says_nothing_of_it():
    held = [r for r in generated_rows(400, 23) if r.kind != "coaching" and as_case(r).day.facts.safety_level >= D]  # fmt: skip
    silent = [r.row_id for r in held if said_acts(answer_of(r)).level is None]
    assert held
    assert not silent


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("지금 바로 119에 전화하세요.", E),
        ("119에 연락하는 게 무엇보다 급해요.", E),
        ("119 신고를 늦추지 마세요.", E),
        ("가슴이 아프면 119에 전화하세요. 오늘은 푹 쉬세요.", D),
        ("119까지는 부르지 않아도 돼요. 운동은 내일로 미루세요.", D),
        ("먼저 병원에 연락하고 운동은 하지 마세요.", C),
        ("운동보다 진료가 먼저예요.", C),
        ("어지러우면 멈추고 병원에 가세요. 오늘은 계획대로 운동해도 돼요.", P),
        ("한계는 담당 의사와 상의하세요. 오늘은 중강도까지만 하세요.", R),
        ("오늘은 운동을 미루고 다시 재 보세요.", D),
        ("오늘은 쉬는 날이에요.", D),
        ("오늘은 운동을 미룰 이유가 없어요. 계획한 운동을 해도 돼요.", P),
        ("걷거나 쉬어요.", None),
        ("앉아 쉬면서 심박수를 재면 돼요.", None),
        ("오늘은 강도를 낮춰서 하세요.", R),
        ("중강도를 넘기지 마세요.", R),
        ("고강도는 다음으로 미뤄요.", R),
        ("앉아 있는 시간을 줄여 보세요.", None),
        ("오늘은 운동 시간을 줄이세요.", R),
        ("수면은 7.2시간이에요.", None),
        ("어머니는 119에 전화하셨대요.", None),
    ],
)
def test_a_statement_counts_where_it_is_told_on_no_condition(text, level):
    assert said_acts(text).level == level


def test_what_holds_in_an_emergency_alone_is_not_told_today():
    assert said_acts("## 응급 신호\n바로 119에 전화하세요.").level is None
    assert said_acts("## 지금 할 일\n바로 119에 전화하세요.").level == E
