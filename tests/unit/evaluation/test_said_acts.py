"""What an answer sends the person to do, read from its statements, against what the facts ask for."""

import pytest

from tests.support.generated import answer_of, as_case, generated_rows
from wearable_coach.evaluation.said_acts import said_acts
from wearable_coach.evaluation.said_lacking import fields_lacked
from wearable_coach.standards.levels import SafetyLevel

P, R, D, C, E = SafetyLevel


def test_no_report_or_plan_of_a_restrained_day_says_nothing_of_it():
    held = [r for r in generated_rows() if r.kind != "coaching" and as_case(r).day.facts.safety_level >= D]  # fmt: skip
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
        ("오늘 값에서는 운동을 미루거나 줄일 안전 신호가 보이지 않아요.", P),
        ("안전 신호에 걸린 값은 없지만 강도는 중강도까지로 봐요.", P),
        ("오늘은 계획한 대로 움직여도 되는 날로 봐요.", P),
        ("지금 기록으로는 '진행' 단계로 판단해요.", P),
        ("수면이 모자라 '강도 낮추기'에 해당해요.", R),
        ("오늘은 평소보다 가볍게 가는 날이에요.", R),
        ("움직여도 되는 상태예요. 운동 습관이 없으니 중강도까지만 하세요.", P),
        ("움직여도 되지만 수면이 짧은 날이라 중강도를 넘기지 마세요.", R),
        ("진료를 받기 전까지 운동을 쉬는 게 맞아요.", C),
        ("진료부터 받으세요. 그때까지는 움직임을 줄이세요.", C),
        ("산전 진료에서 받은 안내가 우선이에요. 오늘은 계획대로 운동해도 돼요.", P),
        ("이런 증상이면 119를 부르세요.", E),
        ("먼저 119에 전화를 걸어 주세요.", E),
        ("오늘은 운동을 미루고 다시 재 보세요.", D),
        ("오늘은 쉬는 날이에요.", D),
        ("오늘은 운동을 미룰 이유가 없어요. 계획한 운동을 해도 돼요.", P),
        ("걷거나 쉬어요.", None),
        ("앉아 쉬면서 심박수를 재면 돼요.", None),
        ("많이 걸은 날이에요. 발과 종아리를 쉬게 해 주세요.", None),
        ("운동은 미루고 몸부터 쉬게 해 주세요.", D),
        ("오늘은 강도를 낮춰서 하세요.", R),
        ("중강도를 넘기지 마세요.", R),
        ("고강도는 다음으로 미뤄요.", R),
        ("앉아 있는 시간을 줄여 보세요.", None),
        ("오늘은 운동 시간을 줄이세요.", R),
        ("수면은 7.2시간이에요.", None),
        ("어머니는 119에 전화하셨대요.", None),
        ("계획한 운동을 그대로 해도 되는 날이에요.", P),
        ("수치에서 운동을 미룰 까닭은 눈에 띄지 않아요. 강도는 중강도까지만 하세요.", P),
        ("움직여도 되지만 강도는 중강도까지만 하세요.", P),
        ("천식 때문에 지켜야 할 한계는 담당 의사에게 물어보세요.", None),
        ("당뇨병이 있으니 진료 확인 전 상한은 중강도예요.", None),
        ("심방세동이 있어 그 위는 의료진 확인이 필요해요.", None),
        ("산전 진료에서 받은 안내가 우선이에요.", None),
        ("혈압도 재서 담당 의사에게 알리세요. 오늘 운동은 미뤄 두세요.", D),
        ("진료 때 먼저 상의해 주세요.", None),
        ("담당 의사의 확인을 받은 다음에 늘려요.", None),
        ("복용을 시작하기 전에 의사나 약사와 이야기해 주세요.", None),
        ("운동을 시작하기 전에 의사와 이야기해 주세요.", C),
        ("의료기관에 먼저 연락하고 운동은 쉬어요.", C),
        ("운동할 때 생기는 증상을 먼저 진료로 확인해야 해요.", C),
        ("가슴이 아플 때 먼저 병원에 가세요.", None),
        ("문 연 의료기관을 찾아 두세요. 운동은 그때까지 쉬세요.", C),
        ("물을 드세요. 운동은 그때까지 쉬세요.", D),
        ("이런 마음이 오래 계속되면 의료진에게 이야기해 보세요.", None),
        ("많이 걸었으니 몸을 쉬게 해 주세요.", None),
        ("오늘은 몸을 쉬게 해 주세요.", D),
        ("발목을 쉬게 하고 상체 운동으로 바꿔요.", None),
    ],
)
def test_a_statement_counts_where_it_is_told_on_no_condition(text, level):
    assert said_acts(text).level == level


def test_what_holds_in_an_emergency_alone_is_not_told_today():
    assert said_acts("## 응급 신호\n바로 119에 전화하세요.").level is None
    assert said_acts("## 지금 할 일\n바로 119에 전화하세요.").level == E


@pytest.mark.parametrize(
    ("sentence", "lacked"),
    [
        ("이동 거리가 없어 움직인 범위는 비워 두었어요.", {"distance_km"}),
        ("BMI는 수치가 없어 해석하지 않았어요.", {"bmi"}),
        ("수면 시간은 문제가 없어 보여요.", set()),
        ("걸음수는 나무랄 데가 없어요.", set()),
        ("안정시 심박수가 평소보다 높은지 알 수 없어요.", {"baseline_rhr"}),
        ("14일 중앙값을 알려 주세요.", {"baseline_rhr"}),
    ],
)
def test_what_is_not_there_is_read_as_a_ground_and_what_seems_fine_is_not(sentence, lacked):
    assert fields_lacked(sentence) == lacked
