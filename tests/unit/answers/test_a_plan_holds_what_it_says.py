"""What a plan says of itself it holds, and it takes up what the person told of themselves."""

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.unit.answers.test_a_plan_says_what_fits import frame_of
from tests.unit.answers.test_made_for_the_person import PLAN, section, texts
from tests.unit.answers.test_prescription_laws import of_person
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription import composer
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.rendering.phrases import VOICES, phrase_book
from wearable_coach.standards.table import table

SLOTS = phrase_book(*composer.BOOKS).slots


def test_nobody_with_a_kidney_disease_is_taken_to_be_on_dialysis():
    for text in some(texts(PLAN, {"conditions": ("renal",)})):
        told = [s for s in re.split(r"[.\n]", section(text, "운동 전 확인")) if "투석" in s]
        assert all(re.search(r"다면|면 ", s) for s in some(told)), told


def test_what_is_counted_as_the_first_week_is_named():
    for text in some(texts(PLAN, vitals={"sleep_hr": 5.2})):
        assert not re.search(r"뒤 첫 주로 쳐", section(text, "진행 계획")), text


THIN = {"bmi": 16.7, "weight": 45.9}
LEAN = {"bmi": 18.8, "weight": 50.9}
LOSE = {"goal": "weight_loss"}


@pytest.mark.parametrize("goal", [None, "stress_relief", "weight_loss", "endurance"])
@pytest.mark.parametrize("age", [24, 72])
def test_who_weighs_too_little_has_few_aerobic_days_more_strength_and_is_told_to_eat(goal, age):
    for text in some(texts(PLAN, {"goal": goal, "age": age}, THIN)):
        assert int(re.search(r"유산소\([^)]*\): \d+분 × (\d)일", text)[1]) <= 3, text
        assert re.search(r"3세트", section(text, "주간 처방표")), text
        check = section(text, "운동 전 확인")
        assert re.search(r"끼니|식사|드시", check), check
        assert re.search(r"진료|의료진", check), check
        growth = section(text, "진행 계획")
        assert "근력" in growth, growth
        assert "주차" not in growth, growth


@pytest.mark.parametrize(
    ("profile", "vitals"),
    [
        (LOSE, THIN | {"oxygen_saturation": 94}),
        (LOSE, LEAN | {"oxygen_saturation": 94}),
        (LOSE | {"conditions": ("postpartum",)}, {}),
        (LOSE | {"conditions": ("postpartum",)}, LEAN),
        ({"conditions": ("postpartum",)}, THIN),
    ],
)
def test_strength_is_not_said_to_be_in_a_plan_that_rests_it(profile, vitals):
    for text in some(texts(PLAN, profile, vitals)):
        claims = re.split(r"[.\n]", section(text, "운동 전 확인"))
        now = [s for s in claims if "근력" in s and not re.search(r"확인 뒤|진료 뒤", s)]
        assert not now, text


def test_an_underweight_one_who_wants_to_lose_weight_is_sent_to_a_doctor_whatever_the_cause():
    for said in some(SLOTS["goal.underweight"]):
        assert re.search(r"(?:진료|의료진)", said), said
        assert not re.search(r"고민이시면|까닭 없이|빠지고 있다면", said), said


@pytest.mark.parametrize("vitals", [{}, {"oxygen_saturation": 94}])
def test_what_comes_first_after_a_birth_stands_first_in_the_plan_with_how_often(vitals):
    reps = table("dose")["doses"]["pelvic_floor_reps"]["range"][0]
    for text in some(texts(PLAN, {"conditions": ("postpartum",)}, vitals)):
        first = section(text, "본운동").partition("유산소")[0]
        assert re.search(rf"골반 바닥[^\n]*아침, 점심, 저녁에 {reps}회씩", first), text
    for text in some(texts(PLAN)):
        assert "골반 바닥" not in text


def test_that_one_exercise_is_chosen_is_said_once():
    for slot in ("main.held", "main.recovery"):
        assert not [said for said in some(SLOTS[slot]) if re.search(r"골라|하나를|한 가지", said)]


def test_who_is_spared_deep_bending_does_not_end_on_the_heels():
    for text in some(texts(PLAN, vitals={"bmi": 37.2, "weight": 101.0})):
        assert "아기 자세" not in section(text, "정리운동"), text


ATHLETE = {"athlete": True}


@pytest.mark.parametrize(
    ("profile", "vitals", "said"),
    [
        ({}, {}, r"훈련[^.]*없는 날|훈련이 유산소를 대신"),
        ({}, {"sleep_hr": 5.2}, r"훈련도[^.]*(?:낮|가볍)|훈련까지 합쳐서 줄"),
        ({}, {"oxygen_saturation": 94}, r"훈련(?:도|까지)[^.]*(?:쉬|돌아온 뒤)"),
        ({"conditions": ("hypertension",)}, {}, r"훈련[^.]*담당 의사"),
    ],
)
def test_an_athlete_hears_how_the_plan_stands_beside_their_training(profile, vitals, said):
    for text in some(texts(PLAN, ATHLETE | profile, vitals)):
        assert re.search(said, section(text, "운동 전 확인")), text
    for text in some(texts(PLAN, profile, vitals)):
        assert "훈련" not in section(text, "운동 전 확인"), text


def test_an_athlete_is_not_called_obese_for_muscles_nor_given_the_easiest_moves():
    for text in some(texts(PLAN, ATHLETE, {"bmi": 26.4, "weight": 71.5})):
        assert re.search(r"1단계 비만'[^.]*근육", section(text, "운동 전 확인")), text
        assert not re.search(
            r"무리하지 않는 양|힘들지 않은 양|꾸준히", section(text, "운동 전 확인")
        )
        main = section(text, "본운동")
        assert not re.search(r"- (?:무릎 대고|벽|책상 짚고) 푸시업|- 맨몸 스쿼트", main), main
    for text in some(texts(PLAN, vitals={"bmi": 26.4, "weight": 71.5})):
        assert "한 다리" not in section(text, "본운동"), text


WALKED = {"steps": 14_629, "distance_km": 11.0, "active_calories": 396}


@pytest.mark.parametrize(
    ("goal", "vitals"), [("strength", {}), ("strength", WALKED), ("health", WALKED)]
)
def test_what_to_do_today_goes_by_the_goal_and_by_what_was_walked(goal, vitals):
    for text in some(texts(PLAN, {"goal": goal}, vitals, frame=frame_of("today"))):
        check = section(text, "운동 전 확인")
        assert re.search(r"오늘[^\n]*근력", check), check
        assert ("14,629보" in check) == bool(vitals), check


@pytest.mark.parametrize("place", [None, "pool"])
def test_who_has_low_sugar_in_water_comes_out_first_and_measures_again(place):
    again = table("told")["glucose_mg_dl"]["again_after_min"]
    diabetic = {"conditions": ("diabetes",)}
    for text in some(texts(PLAN, diabetic, wishes=Wishes(place=place))):
        (own,) = [s for s in section(text, "중단 신호").split("\n") if s.startswith("- ")]
        assert f"{again}분 뒤" in own, own
        assert bool(re.search(r"물 ?(?:밖으로|에서) 나와", own)) == (place == "pool"), own


def test_no_schedule_and_no_history_is_said_that_nobody_told():
    for slot in some(s for s in SLOTS if s.startswith(("check.go", "screen.", "wh.reason.known"))):
        assert not [s for s in SLOTS[slot] if re.search(r"예정대로|쉬어 [왔오온]|오랜만", s)], slot
    for said in some(SLOTS["screen.no_clearance_start_light_moderate"]):
        assert not re.search(r"처음|이제 시작|새로 시작", said), said


@pytest.mark.parametrize(
    ("profile", "vitals"), [({}, {}), ({"symptoms": ("chest_cough",)}, {}), ({"age": 70}, {})]
)
def test_that_one_may_start_or_rests_is_said_once(profile, vitals):
    for text in some(texts(PLAN, profile, vitals)):
        check = section(text, "운동 전 확인")
        assert len(re.findall(r"계획대로|처방대로|계획을[^.]*(?:써도|시작|이어)|첫 주(?:에 써요|의 계획)", check)) <= 1, check  # fmt: skip


def test_what_is_missing_is_asked_for():
    missing = [
        s for s in SLOTS if re.fullmatch(r"int\.none\.(?:age|resting_hr)_missing|missing", s)
    ]
    for slot in some((*missing, "screen.unknown_activity_status")):
        assert not [s for s in SLOTS[slot] if not re.search(r"알려 주[시신]|적어 주시", s)], slot


RESTING = {"oxygen_saturation": 94}


@pytest.mark.parametrize("sleep_hr", [6.4, 9.6])
def test_on_a_day_of_rest_sleep_asks_for_nothing_of_an_exercise(sleep_hr):
    for text in some(texts(PLAN, vitals=RESTING | {"sleep_hr": sleep_hr})):
        (line,) = [
            x for x in section(text, "운동 전 확인").split("\n") if "부족" in x or "'김'" in x
        ]
        assert not re.search(r"속도|운동 시간|준비운동|시작", line), line


def test_a_fast_heart_is_measured_again_before_anything_is_allowed():
    fast = {"resting_heart_rate": 109, "heart_rate": 114}
    for text in some(texts(PLAN, vitals=fast)):
        check = section(text, "운동 전 확인")
        allowed = [s for s in re.split(r"[.\n]", check) if re.search(r"\d+분 ?(?:안으로|까지)", s)]
        assert all(re.search(r"내려", s) for s in some(allowed)), check


def test_a_rate_is_named_where_it_is_to_be_measured_again():
    for text in some(texts(PLAN, vitals={"resting_heart_rate": 76, "sleep_hr": 5.3})):
        (line,) = [x for x in section(text, "운동 전 확인").split("\n") if "100bpm" in x]
        assert "안정시 심박수" in line, line


def test_low_oxygen_that_is_measured_again_has_an_edge_to_call_for_help_at():
    edge = table("safety")["triggers"]["spo2_critical_max_pct"]
    for text in some(texts(PLAN, vitals={"oxygen_saturation": 92})):
        assert re.search(rf"다시[^.]*{edge}% 이하[^.]*119", section(text, "응급 신호")), text


def test_rest_is_not_set_against_the_goal_of_health():
    for text in some(texts(PLAN, {"goal": "health"}, RESTING)):
        assert re.search(r"건강[^\n]*쉬는|쉬는[^\n]*건강", section(text, "운동 전 확인")), text


def test_who_wants_strength_hears_first_how_strength_grows():
    for text in some(texts(PLAN, {"goal": "strength"})):
        assert "근력" in section(text, "진행 계획").partition("\n")[0], text


@pytest.mark.parametrize(("profile", "vitals"), [({"symptoms": ("fever",)}, {}), ({}, RESTING)])
def test_who_recovers_hears_when_strength_and_intensity_come_back(profile, vitals):
    for text in some(texts(PLAN, profile, vitals)):
        growth = section(text, "진행 계획")
        assert re.search(r"둘째 주[^\n]*강도", growth), growth


@pytest.mark.parametrize("sleep_hr", [7.5, 5.2])
def test_exercise_below_its_range_is_read_and_on_a_day_of_less_not_driven_on(sleep_hr):
    day = {"heart_rate": 90, "sleep_hr": sleep_hr}
    for text in some(texts(PLAN, {"hr_context": "exercise"}, day)):
        (said,) = [x for x in section(text, "운동 강도").split("\n") if "90bpm" in x]
        assert re.search(r"낮|아래", said), said
        assert bool(re.search(r"올려 보|더 빠르게 움직|키워 보", said)) <= (sleep_hr > 6), said


@pytest.mark.parametrize("place", [None, "outdoors"])
def test_who_stretches_as_the_main_part_ends_with_other_stretches(place):
    for text in some(texts(PLAN, {"goal": "flexibility"}, wishes=Wishes(place=place))):
        main, end = section(text, "본운동"), section(text, "정리운동")
        names = end.rpartition("\n- ")[2].split(", ")
        assert not [name for name in some(names) if f"- {name}:" in main], text


@pytest.mark.parametrize(
    "profile", [{"regularly_active": False}, {"regularly_active": None}, {"conditions": ("renal",)}]
)
def test_the_screening_is_cited_where_it_set_the_cap(profile):
    for text in some(texts(PLAN, profile)):
        assert "선별(2015)" in section(text, "근거"), text


def test_nobody_climbs_stairs_for_an_hour():
    rows = table("exercises")["aerobic"].values()
    short = {row["name_ko"]: row["most_min"] for row in rows if "most_min" in row}
    assert short
    for text in some(texts(PLAN, {"goal": "weight_loss"}, {"bmi": 23.9, "weight": 64.6})):
        minutes = int(re.search(r"회당 (\d+)분", text)[1])
        main = section(text, "본운동")
        assert not [name for name, most in short.items() if name in main and minutes > most], text


@pytest.mark.parametrize(
    ("profile", "own"),
    [
        ({}, r"시간|준비운동|하한"),
        ({"regularly_active": False}, r"하한|나눠|자세부터"),
        ({"age": 72}, r"균형|잡을 곳|미끄럽"),
        ({"desired_intensity": "vigorous"}, r"고강도"),
    ],
)
def test_who_fears_to_do_too_much_hears_by_what_it_is_known_and_what_to_mind(profile, own):
    for text in some(texts(PLAN, profile, frame=frame_of("worry"))):
        line = section(text, "운동 전 확인").partition("- ")[0]
        assert re.search(r"(?:다음 날|이튿날|자고 나)[^.]*피[로곤]", line), text
        assert re.search(own, line), line
    for text in some(texts(PLAN, profile, frame=frame_of("week"))):
        assert "무리의 기준" not in text


NAMES_OF_RUNNING = r"조깅|속도로 달리기"


@pytest.mark.parametrize(
    "profile",
    [
        {"regularly_active": None},
        {},
        {"conditions": ("diabetes",)},
        {"desired_intensity": "vigorous"},
    ],
)
def test_who_calls_the_goal_running_runs_or_hears_why_not(profile):
    of_day = of_person({"goal": "endurance"} | profile)
    told = 0
    for n in range(60):
        brief = Brief(of_day, "", n % VOICES, n % composer.FRAMES, Random(n))
        ((asked, text),) = composer.compose_told(brief).turns
        if "달리기" not in asked:
            continue
        told += 1
        runs = re.search(NAMES_OF_RUNNING, section(text, "본운동"))
        assert bool(runs) != ("달리기" in section(text, "운동 전 확인")), text
    assert told


def test_who_told_no_age_hears_for_whom_the_week_is():
    for text in some(texts(PLAN, {"age": None})):
        assert re.search(r"65세 미만", section(text, "운동 전 확인")), text
