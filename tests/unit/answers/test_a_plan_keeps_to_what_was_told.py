"""A plan keeps to what was told: what the day has already held, the place, the days, what is sore, what was asked."""

import re

import pytest

from tests.support.cases import some
from tests.unit.answers.test_made_for_the_person import PLAN, section, texts
from wearable_coach.answers.prescription import composer as plans
from wearable_coach.answers.prescription.question import FRAME_LIST
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.standards.table import table

WALKED = {"steps": 31_494, "distance_km": 23.4, "active_calories": 1135}


@pytest.mark.parametrize("sleep_hr", [7.5, 5.2])
def test_who_has_walked_enough_today_begins_tomorrow(sleep_hr):
    enough = table("dose")["plans"]["walked_enough_from_steps"]
    for text in some(texts(PLAN, vitals=WALKED | {"sleep_hr": sleep_hr})):
        check = section(text, "운동 전 확인")
        assert re.search(r"31,494보", check), check
        assert re.search(r"내일부터", check), check
        assert not re.search(r"시작해도|(?:움직여도|운동해도|써도) 돼", check), check
    less = {"steps": enough - 1, "distance_km": 14.5, "active_calories": 700}
    for text in some(texts(PLAN, vitals=less)):
        assert "내일부터" not in section(text, "운동 전 확인")


def test_what_is_said_of_a_goal_fits_every_place():
    slots = phrase_book(*plans.BOOKS).slots
    for slot in some(s for s in slots if s.startswith("main.goal.")):
        said = " ".join(slots[slot])
        assert not re.search(r"바깥|풍경|햇빛|야외|공원|헬스장", said), said


def test_who_wants_to_sleep_better_is_told_what_exercise_has_to_do_with_it():
    for text in some(texts(PLAN, {"goal": "sleep_better"})):
        assert re.search(r"잠[이에드들]|자기 직전|수면 리듬", section(text, "본운동")), text


AT_REST = r"(?:쉬어도|쉬고 있는데|가만히 있[^.]*|기다리는 동안)[^.]*(?:숨|가슴)"
UNTRAINED = {"regularly_active": False}


@pytest.mark.parametrize(
    ("profile", "own"),
    [
        ({"symptoms": ("exertional_symptom",)}, r"가슴"),
        (UNTRAINED | {"conditions": ("heart_transplant",)}, r"숨이 차거나|숨만 찰"),
        (UNTRAINED | {"conditions": ("atrial_fibrillation",)}, r"두근거림|어눌"),
        (UNTRAINED | {"conditions": ("cvd",)}, r"숨"),
        ({"age": 15}, r"숨"),
    ],
)
def test_signs_of_an_emergency_are_those_of_the_person_and_hold_at_rest(profile, own):
    for text in some(texts(PLAN, profile)):
        signs = section(text, "응급 신호")
        assert re.search(own, signs), signs
        assert re.search(AT_REST, signs) or "쉬어도 이어지는 숨참" in signs, signs


@pytest.mark.parametrize(
    "case",
    [{"profile": {"symptoms": ("exertional_symptom",)}}, {"vitals": {"oxygen_saturation": 91}}],
)
def test_who_must_see_a_doctor_first_hears_how_soon(case):
    for text in some(texts(PLAN, **case)):
        assert "오늘" in section(text, "지금 할 일").partition("\n2.")[0], text


def test_nothing_is_left_to_do_before_a_doctor_has_allowed_it():
    for text in some(texts(PLAN, UNTRAINED | {"conditions": ("heart_transplant",)})):
        assert not re.search(r"새로운 운동을 시작하지|가능 여부와", text), text
        assert not re.search(r"심장이식이 있|심장이식 진단|심장이식도 ", text), text
        assert re.search(r"이식 진료팀", section(text, "운동 전 확인")), text


FAST = {"resting_heart_rate": 112, "heart_rate": 115}


def test_a_fast_heart_is_taken_again_today_and_tomorrow_only_after_it_has_come_down():
    for text in some(texts(PLAN, vitals=FAST)):
        check = section(text, "운동 전 확인")
        assert re.search(r"100bpm을 넘으면 오늘", check), check
        assert not re.search(r"내일도|며칠 (?:가면|이어)|내일 다시", check), check
        tomorrow = re.findall(r"[^.]*내일[^.]*\.", check)
        assert all("내려" in said for said in tomorrow), check
    for text in some(texts(PLAN, vitals={"resting_heart_rate": 84, "heart_rate": 88})):
        assert re.search(r"100bpm을 넘으면 오늘", section(text, "운동 전 확인")), text


def test_who_is_put_off_for_an_illness_hears_of_symptoms_and_not_of_readings():
    for text in some(texts(PLAN, {"symptoms": ("body_aches",)})):
        assert not re.search(r"수치", text.partition("## 주간 처방표")[0]), text


@pytest.mark.parametrize("conditions", [(), ("diabetes",)])
def test_on_a_day_of_less_nobody_goes_on_as_before(conditions):
    for text in some(texts(PLAN, {"conditions": conditions}, {"sleep_hr": 5.2})):
        assert not re.search(
            r"(?:하던|지금) (?:만큼|수준)|이어 갈 수 있어요|다 나을", section(text, "운동 전 확인")
        ), text


def test_who_may_exercise_is_told_so_in_plain_words():
    for text in some(texts(PLAN, {"conditions": ("hypertension",)})):
        first = section(text, "운동 전 확인").partition("\n")[0]
        assert "진행" not in first
        assert re.search(r"(?:운동해도|움직여도) (?:돼|되는)", first), first


@pytest.mark.parametrize("wish", ["moderate", "vigorous"])
def test_a_week_that_is_kept_says_what_grows_by_how_much_and_how_often(wish):
    held = 0
    for text in texts(PLAN, {"goal": "health", "desired_intensity": wish}):
        growth = section(text, "진행 계획")
        if "주차" not in growth:
            held += 1
            assert re.search(r"5~10분", growth), growth
            assert re.search(r"1~2주마다", growth), growth
            assert re.search(r"늘[려리]", growth), growth
    assert held


@pytest.mark.parametrize(
    ("joint", "codes"),
    [
        ("shoulders", {"dumbbell_row", "goblet_squat", "dumbbell_rdl", "elliptical", "cat_cow"}),
        ("knees", {"slow_stairs", "jog", "lunge", "water_jog"}),
        ("back", {"barbell_squat", "hip_hinge", "cat_cow"}),
    ],
)
def test_a_sore_joint_bars_what_loads_it(joint, codes):
    parts = table("exercises")
    rows = {c: row for part in ("aerobic", "strength", "flexibility") for c, row in parts[part].items()}  # fmt: skip
    assert codes <= {c for c, row in rows.items() if joint in row.get("not_for", ())}


@pytest.mark.parametrize("joint", ["knees", "back", "shoulders"])
def test_what_spares_a_joint_adds_no_load_and_calls_nothing_sore_that_is_weak(joint):
    hard = {"desired_intensity": "vigorous"}
    for text in some(texts(PLAN, hard, wishes=Wishes(place="home", limit=joint))):
        assert not re.search(r"부하를 (?:한 단계씩 )?올", text), text
        assert not re.search(r"(?:무릎|허리|어깨)가 아프시", text), text


@pytest.mark.parametrize("place", ["home", "gym", "outdoors"])
def test_who_wants_to_last_longer_is_first_given_what_is_done_on_foot(place):
    made = list(texts(PLAN, {"goal": "endurance"}, wishes=Wishes(place=place)))
    assert any(re.search(r"- [가-힣 ]*걷기:", section(text, "본운동")) for text in made)
    assert not any("사교댄스" in text for text in made)


STRONG = {"goal": "strength", "desired_intensity": "vigorous"}


@pytest.mark.parametrize("place", [None, "home", "outdoors", "gym"])
@pytest.mark.parametrize("limit", [None, "back"])
def test_few_repetitions_with_few_left_are_for_weights_alone(place, limit):
    without = table("dose")["plans"]["strength_without_weights"]
    loaded = {r["name_ko"] for r in table("exercises")["strength"].values() if r.get("weights")}
    for text in some(texts(PLAN, STRONG, wishes=Wishes(place=place, limit=limit))):
        week, main = section(text, "주간 처방표"), section(text, "본운동")
        if place == "gym" and limit is None:
            moves = re.findall(r"^- ([^:\n]+):", main.partition("유산소")[0], re.MULTILINE)
            assert all(name in loaded or re.search(r"세트 × 12", name) for name in some(moves))
            continue
        reps = re.search(r"세트 × (\d+)~", week)
        assert int(reps[1]) >= without["from_reps"], week
        assert not re.search(r"\| 1~\d회 더|무게", week), week


def days_of(names):
    week = "월화수목금토일"
    first, to, last = names.partition("~")
    return set(week[week.index(first) : week.index(last) + 1]) if to else set(names.split("·"))


def named_days(text):
    return [days_of(n) for n in re.findall(r"주 \d일\(([^)]+)\)", section(text, "주간 처방표"))]


@pytest.mark.parametrize("days", [3, 4, 5, 6])
@pytest.mark.parametrize("goal", ["strength", "health"])
def test_no_more_days_are_named_than_were_asked_for(days, goal):
    for text in some(texts(PLAN, {"goal": goal}, wishes=Wishes(days=days))):
        assert len(set().union(*named_days(text))) in (0, days), text


@pytest.mark.parametrize("goal", [None, "endurance", "weight_loss", "stress_relief", "strength"])
@pytest.mark.parametrize("age", [44, 72])
def test_a_day_is_left_to_rest_and_an_older_one_does_not_all_on_the_same_few(goal, age):
    for text in some(texts(PLAN, {"goal": goal, "age": age})):
        named = named_days(text)
        assert len(set().union(*named)) < 7, text
        if age > 65 and len(named) > 1 and len(named[0]) == 3:
            assert not named[0] & named[1], text


def test_an_older_one_has_no_long_session_where_the_week_does_without():
    most = table("dose")["plans"]["older_most_session_min"]
    for text in some(texts(PLAN, {"goal": "weight_loss", "age": 72})):
        assert int(re.search(r"회당 (\d+)분", text)[1]) <= most, text


BUSY = next(n for n, frame in enumerate(FRAME_LIST) if frame.style == "busy")


@pytest.mark.parametrize("goal", [None, "weight_loss", "endurance", "flexibility", "strength"])
def test_who_has_little_time_gets_a_short_plan_and_hears_that_it_may_be_shared_out(goal):
    most = table("dose")["plans"]["short_session_min"]
    asked_long = 0
    for text in some(texts(PLAN, {"goal": goal}, frame=BUSY)):
        assert re.search(r"나눠", section(text, "운동 전 확인")), text
        assert int(re.search(r"회당 (\d+)분", text)[1]) <= most, text
        assert len(re.findall(r"^- ", section(text, "본운동"), re.MULTILINE)) <= 8, text
    for text in texts(PLAN, {"goal": goal}, frame=0):
        asked_long += "나눠서" in section(text, "운동 전 확인")
    assert not asked_long


@pytest.mark.parametrize(
    ("condition", "sign"),
    [
        ("asthma", r"쌕쌕.*흡입기.*119"),
        ("atrial_fibrillation", r"두근거|맥이"),
        ("heart_transplant", r"숨이.*그날.*이식 진료팀"),
        ("pacemaker", r"담당 의사"),
        ("diabetes", r"당부터"),
        ("pregnancy", r"산부인과"),
    ],
)
def test_when_to_stop_is_said_by_what_one_has(condition, sign):
    for text in some(texts(PLAN, {"conditions": (condition,)})):
        own = [s for s in section(text, "중단 신호").split("\n") if s.startswith("- ")]
        assert len(own) == 1, text
        assert re.search(sign, own[0]), own


def test_of_low_sugar_one_order_is_given():
    for text in some(texts(PLAN, {"conditions": ("diabetes",)})):
        assert not re.search(r"(?:식은땀|떨)[^.]*혈당(?:부터|을 (?:확인|재))", text.replace("당부터 드신 다음 혈당을 재", "")), text  # fmt: skip


def test_who_has_hypertension_hears_from_which_pressure_to_rest():
    edge = table("told")["pressure_mm_hg"]
    for text in some(texts(PLAN, {"conditions": ("hypertension",)})):
        check = section(text, "운동 전 확인")
        assert f"{edge['systolic_from']}mmHg 이상" in check, check
        assert f"{edge['diastolic_from']}mmHg 이상" in check, check


@pytest.mark.parametrize(
    ("profile", "bpm"),
    [
        ({"baseline_rhr": 37, "athlete": True}, 38),
        ({"baseline_rhr": 42, "regularly_active": None}, 41),
        ({"baseline_rhr": 38}, 38),
    ],
)
def test_a_low_resting_rate_is_named_with_what_to_look_out_for(profile, bpm):
    for text in some(texts(PLAN, profile, {"resting_heart_rate": bpm})):
        check = section(text, "운동 전 확인")
        assert f"{bpm}bpm" in check, check
        assert "낮음'" in check or "낮음)" in check, check
        assert re.search(r"어지[^.]*진료|쓰러질[^.]*진료|하나라도 있", check), check


@pytest.mark.parametrize(
    ("bpm", "said"), [(119, r"119bpm[^.]*중강도 범위"), (95, r"95bpm[^.]*(?:낮|아래)")]
)
def test_the_heart_rate_of_the_exercise_just_recorded_is_read(bpm, said):
    for text in some(texts(PLAN, {"hr_context": "exercise"}, {"heart_rate": bpm})):
        assert re.search(said, section(text, "운동 강도")), text


def test_who_weighs_too_little_is_given_nothing_vigorous_and_told_to_eat():
    thin = {"bmi": 17.1, "weight": 46.3}
    for text in some(texts(PLAN, {"desired_intensity": "vigorous"}, thin)):
        assert "고강도" not in section(text, "주간 처방표")
        assert re.search(r"끼니|드시고", section(text, "운동 전 확인")), text
        assert re.search(r"어지", section(text, "운동 전 확인")), text


@pytest.mark.parametrize("active", [True, False])
def test_that_no_disease_was_found_is_said_of_what_was_told(active):
    for text in some(texts(PLAN, {"regularly_active": active})):
        for line in some(section(text, "운동 전 확인").split("\n")):
            assert not re.search(r"(?:조건|질환|진료 확인).*(?:없|않)", line) or re.search(
                r"알려 주|말씀하신", line
            ), line


def test_who_recovers_is_not_told_of_a_target_that_was_never_set():
    recorded = {"heart_rate": 120, "oxygen_saturation": 94}
    for text in some(texts(PLAN, {"hr_context": "exercise"}, recorded)):
        assert re.search(r"120bpm[^\n]*|회복[^\n]*120bpm", section(text, "운동 강도")), text
        assert not re.search(r"목표를 넘었어요|다음부터는", section(text, "운동 강도")), text


@pytest.mark.parametrize("goal", ["flexibility", "stress_relief"])
def test_a_goal_that_recovery_serves_is_not_put_off(goal):
    for text in some(texts(PLAN, {"goal": goal}, {"oxygen_saturation": 94})):
        assert re.search(r"첫 주(?:에|의)? [^\n]*스트레칭", section(text, "운동 전 확인")), text


def test_who_told_no_place_is_given_nothing_that_a_gym_alone_has():
    gym = {
        row["name_ko"] for row in table("exercises")["aerobic"].values() if row["places"] == ["gym"]
    }
    for text in some(texts(PLAN, {"desired_intensity": "vigorous"})):
        assert not [name for name in gym if name in section(text, "본운동")], text


def test_that_hard_exercise_waits_is_said_once():
    unknown = {"desired_intensity": "vigorous", "regularly_active": None}
    for text in some(texts(PLAN, unknown)):
        assert section(text, "운동 전 확인").count("고강도") == 1, text
