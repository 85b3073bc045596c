"""A plan follows the person: tables inside their bounds, wishes kept, conditions considered, one ruling a day."""

import re
from random import Random
from typing import get_args

import pytest

from tests.support.cases import some
from tests.support.days import checked_day, day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription import composer
from wearable_coach.answers.prescription.exercises import aerobic_choices, build_programme
from wearable_coach.answers.prescription.person import limit_of, person_of
from wearable_coach.answers.prescription.plan import Aim, build_plan
from wearable_coach.answers.prescription.ruling import ruling_of
from wearable_coach.answers.prescription.wishes import DAYS, LIMITS, PLACES, Wishes
from wearable_coach.records import Condition, Message, Profile, Vitals
from wearable_coach.rendering.phrases import VOICES, phrase_book
from wearable_coach.standards.table import table
from wearable_coach.verification import judge_messages

GOALS = (None, *table("population")["people"]["goals"]["weights"])
WISHED = ("light", "moderate", "vigorous")
PUT_OFF = {"oxygen_saturation": 93}
MAY_START = (
    "오늘 운동을 미룰 이유가 없어요.",
    "운동을 줄이거나 미룰 이유는 보이지 않아요.",
    "오늘은 예정대로 움직여도 되는 날이에요.",
    "오늘 운동을 막는 신호는 확인되지 않았어요.",
    "오늘부터 아래 계획을 시작해도 좋아요.",
    "따로 진료 확인 없이 시작할 수 있는 경우예요.",
)
NOT_YET = (
    "값이 평소로 돌아온 뒤에 아래 계획을 시작해도 좋아요.",
    "지금은 운동을 시작할 수 있는 값이 아니에요.",
    "하루 컨디션과 운동을 시작해도 되는지는 다른 문제예요.",
)


def of_person(profile=None, vitals=None):
    return day(Profile(**(WELL | (profile or {}))), Vitals(**(DAY | (vitals or {}))))


def plans(wishes=None, **profile):
    """Plan and programme of a person for each goal, some tries each, as they are built."""
    wishes = wishes or Wishes()
    for goal in GOALS:
        for n in range(6):
            of_day, rng = of_person(profile), Random(n)
            person = person_of(of_day.profile, of_day.vitals, of_day.facts, limits=wishes.limits)
            limit = limit_of(of_day.profile, of_day.facts)
            plan = build_plan(limit, person, of_day.facts, Aim(goal, wishes.days), rng)
            yield plan, build_programme(plan, person, place=wishes.place, goal=goal, rng=rng)


def answers(wishes, profile=None, vitals=None, tries=8):
    of_day = of_person(profile, vitals)
    for n in range(tries):
        brief = Brief(of_day, "", n % VOICES, n % composer.FRAMES, Random(n))
        yield composer.compose_told(brief, wishes).turns[0][1]


def refused(text, vitals):
    said = [
        Message(role="user", content="오늘 운동 어때요?"),
        Message(role="assistant", content=text),
    ]
    judged = judge_messages(said, day=of_person(vitals=vitals), kind="coaching", by_ear=False)
    return [v.rule for v in judged.verdicts() if v.verdict == "contradicted"]


def test_every_goal_of_the_population_is_tried():
    assert len(GOALS) > 1


def test_strength_rows_lie_inside_the_doses():
    doses, plan = table("dose")["doses"], table("dose")["plans"]["strength"]
    bounds = {
        "sets": doses["strength_sets"]["range"],
        "reps": doses["strength_reps"]["range"],
        "reserve": doses["reserve_reps"]["range"],
        "rest_min": doses["rest_between_min"]["range"],
        "days": table("activity")["acsm_fitt"]["strength_days"],
    }
    for rows in some(plan.values()):
        for row in some(rows.values()):
            for part, (least, most) in some(bounds.items()):
                flat = [
                    n
                    for choice in row[part]
                    for n in (choice if isinstance(choice, list) else [choice])
                ]
                assert all(least <= n <= most for n in some(flat)), (row, part)


def test_a_muscle_is_stretched_for_a_minute_and_older_ones_hold_longer():
    flex = table("dose")["plans"]["flexibility"]
    assert {hold * reps for hold, reps in (*flex["holds"], *flex["older_holds"])} == {60}
    assert min(hold for hold, _ in flex["older_holds"]) >= 30


def test_what_a_goal_puts_first_is_of_its_intensity():
    parts = table("exercises")
    for rows in some(parts["leads"].values()):
        for intensity, codes in some(rows.items()):
            assert all(intensity in parts["aerobic"][c]["classes"] for c in some(codes))


@pytest.mark.parametrize("condition", get_args(Condition))
def test_every_condition_has_a_consideration_that_is_always_said_with_its_words_and_a_source(
    condition,
):
    rows = table("considerations")["conditions"][condition]
    slots = phrase_book(*composer.BOOKS).slots
    assert any(row["always"] for row in rows.values())
    assert all(f"consider.{condition}.{name}" in slots for name in some(rows))
    assert {f"rest.{condition}", f"ask.{condition}"} <= slots.keys()
    assert all(row["source"] in table("considerations")["sources"] for row in some(rows.values()))


@pytest.mark.parametrize("place", sorted(set(PLACES)))
@pytest.mark.parametrize("wish", WISHED)
def test_every_exercise_is_at_the_place_wished(place, wish):
    for _, programme in some(plans(Wishes(place=place), desired_intensity=wish)):
        assert all(place in e.row["places"] for bout in programme.aerobic for e in some(bout))


@pytest.mark.parametrize("days", sorted(set(DAYS)))
@pytest.mark.parametrize("wish", WISHED)
def test_the_week_has_the_days_asked_for_and_stays_inside_the_who(days, wish):
    most = table("activity")["who_2020"]["adult"]
    for plan, _ in some(plans(Wishes(days=days), desired_intensity=wish)):
        assert sum(b.days for b in plan.bouts) == days
        assert plan.minutes_of("vigorous") <= most["vigorous_min"][1]
        assert plan.equivalent_min <= most["moderate_min"][1]


@pytest.mark.parametrize("limit", sorted(set(LIMITS)))
@pytest.mark.parametrize("place", [None, *sorted(set(PLACES))])
def test_nothing_that_a_sore_joint_bars_is_prescribed(limit, place):
    for wish in some(WISHED):
        for _, made in some(plans(Wishes(place=place, limit=limit), desired_intensity=wish)):
            parts = (*made.strength, *made.stretches, *(e for bout in made.aerobic for e in bout))
            assert not [e.code for e in some(parts) if limit in e.row.get("not_for", ())]
            assert len(made.strength) > 2


@pytest.mark.parametrize("limit", [None, *sorted(set(LIMITS))])
@pytest.mark.parametrize("older", [False, True])
def test_an_intensity_always_has_an_exercise(limit, older):
    of_day = of_person({"age": 70} if older else {})
    limits = frozenset(filter(None, (limit,)))
    person = person_of(of_day.profile, of_day.vitals, of_day.facts, limits=limits)
    for place in (None, *PLACES):
        assert all(aerobic_choices(i, person, place) for i in WISHED)


def test_what_may_be_done_today_is_no_longer_than_a_session():
    of_day = of_person(vitals=PUT_OFF)
    person = person_of(of_day.profile, of_day.vitals, of_day.facts)
    for n in range(40):
        rng = Random(n)
        plan = build_plan(limit_of(of_day.profile, of_day.facts), person, of_day.facts, Aim(), rng)
        ruling = ruling_of(of_day.facts, plan, rng)
        assert ruling.today_min <= min(b.minutes for b in plan.bouts)
        assert not ruling.may_start


def test_strength_is_dosed_by_repetitions_left_and_never_by_a_rating():
    for text in some(list(answers(Wishes()))):
        row = re.search(r"^\| 근력 \|.*$", text, re.MULTILINE)
        cells = row.group() if row else text.partition("## 본운동")[2].partition("**유산소")[0]
        assert "RPE" not in cells
        assert "회 더 할 수 있" in text


@pytest.mark.parametrize("said", MAY_START)
def test_that_one_may_start_is_refused_on_a_day_that_puts_exercise_off(said):
    assert "STD-SAFE-001" in refused(said, PUT_OFF)
    assert refused(said, {}) == []


@pytest.mark.parametrize("said", NOT_YET)
def test_what_only_looks_like_it_is_not(said):
    assert "STD-SAFE-001" not in refused(said, PUT_OFF)


@pytest.mark.parametrize(
    ("vitals", "tells"),
    [
        ({"steps": 8123, "distance_km": 5.9}, {True, False}),
        ({"steps": None, "distance_km": 5.9}, {False}),
        ({"steps": 2135, "distance_km": 2.9}, {False}),
    ],
)
def test_the_steps_source_is_cited_only_where_their_class_is_told(vitals, tells):
    """Steps that are missing, or contradict the distance, are named and classed by nobody."""
    told = re.compile(r"걸음수[^\n]*'(?:좌식|저활동|다소 활동적|활동적|매우 활동적)'")
    of_day = checked_day(DAY | vitals, WELL)
    seen = set()
    for n in range(40):
        brief = Brief(of_day, "", n % VOICES, n % composer.FRAMES, Random(n))
        text = composer.compose_told(brief, Wishes()).turns[0][1]
        tells_class = told.search(text.partition("## 운동 강도")[0]) is not None
        assert ("Tudor-Locke" in text.partition("## 근거")[2]) == tells_class
        seen.add(tells_class)
    assert seen == tells


def test_chosen_exercises_are_told_in_the_order_of_their_table():
    for part in ("flexibility", "warm_up", "balance"):
        order = list(table("exercises")[part])
        for _, programme in some(list(plans(age=70))):
            told = {
                "flexibility": programme.stretches,
                "warm_up": [move for move, _ in programme.warm_up[1:]],
                "balance": programme.balance,
            }[part]
            places = [order.index(move.code) for move in told]
            assert places == sorted(places), part


def test_of_two_intensities_each_target_says_of_which_days_it_is():
    two = 0
    active = {"regularly_active": True, "desired_intensity": "vigorous", "baseline_rhr": 60}
    for text in answers(Wishes(), active, {"resting_heart_rate": 60, "sleep_hr": 8.0}):
        heads = re.findall(r"^- .*여유심박수.*~\d+%.*bpm.*RPE.*$", text, re.MULTILINE)
        if len(heads) > 1:
            two += 1
            assert all(re.search("(?:하는|움직이는) 날", head) for head in heads), heads
    assert two


def test_a_week_that_is_held_speaks_of_no_stages():
    held = 0
    for goal in ("health", "weight_loss", "muscle_gain"):
        for text in answers(Wishes(), {"regularly_active": True, "goal": goal}):
            progress = text.partition("## 진행 계획")[2].partition("##")[0]
            if "4~6주" in progress and "주차" not in progress:
                held += 1
                assert "단계" not in progress, progress
    assert held
