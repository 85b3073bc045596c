"""The routine read from a plan's text is the plan that was composed; where a text has none, there is none."""

from collections import Counter
from random import Random

import pytest

from tests.support.serving_days import sampled_day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription import composer
from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.serving.routine import routine_in
from wearable_coach.serving.structured import RoutineItem

PLANS = 400


@pytest.fixture
def composed(monkeypatch):
    """Compose a plan and return its text with what it was made of; None where it has no exercise."""
    made = {}

    def noted(name, build):
        def build_and_note(*given, **named):
            made[name] = build(*given, **named)
            return made[name]

        return build_and_note

    for name in ("build_plan", "build_programme"):
        monkeypatch.setattr(composer, name, noted(name, getattr(composer, name)))

    def compose(seed):
        made.clear()
        _, profile, vitals = sampled_day(seed, "exercise_recommendation")
        day = day_of(profile, vitals, hrmax_formula=DEFAULT_FORMULA)
        brief = Brief(day, "normal", seed % VOICES, seed % composer.FRAMES, Random(seed))
        text = composer.compose(brief).turns[0][1]
        return (text, made["build_plan"], made["build_programme"]) if made else (text, None, None)

    return compose


def planned(plan, programme):
    """Return the items that a plan and its programme make, without what a section alone decides."""
    items = [
        RoutineItem(phase="warm_up", name_ko=e.name_ko, minutes=minutes)
        for e, minutes in programme.warm_up
    ]
    for bout, chosen in zip(plan.bouts, programme.aerobic, strict=True):
        items += [
            RoutineItem(phase="main", name_ko=e.name_ko, minutes=bout.minutes, intensity=bout.intensity, days=bout.days, any_of=len(chosen) > 1)
            for e in chosen
        ]  # fmt: skip
    if plan.strength is not None:
        s = plan.strength
        items += [
            RoutineItem(phase="strength", name_ko=e.name_ko, sets=s.sets, reps_low=s.reps[0], reps_high=s.reps[1], reserve_low=s.reserve[0], reserve_high=s.reserve[1], days=s.days)
            for e in programme.strength
        ]  # fmt: skip
    items += [
        RoutineItem(phase="balance", name_ko=e.name_ko, days=plan.balance_days)
        for e in programme.balance
    ]
    items += [
        RoutineItem(phase="flexibility", name_ko=e.name_ko, hold_s=plan.hold_s, reps_low=plan.stretch_reps, reps_high=plan.stretch_reps, days=plan.stretch_days)
        for e in (*programme.stretches, *(c for c in programme.cooling if c not in programme.stretches))
    ]  # fmt: skip
    return items


def without_doses_of_balance(item):
    if item.phase != "balance":
        return item
    none = {"hold_s": None, "reps_low": None, "reps_high": None, "each_side": False}
    return item.model_copy(update=none)


def test_what_is_read_from_own_plans_is_what_was_planned(composed):
    equal = wanted = found = 0
    for seed in range(PLANS):
        text, plan, programme = composed(seed)
        read = [i for i in routine_in(text) if i.phase != "cool_down"]
        if plan is None:
            assert routine_in(text) == ()
            continue
        want = Counter(planned(plan, programme))
        have = Counter(map(without_doses_of_balance, read))
        equal += (want & have).total()
        wanted, found = wanted + want.total(), found + have.total()
    assert wanted > 10 * PLANS / 2
    assert equal >= 0.99 * wanted
    assert equal >= 0.99 * found


def test_amounts_that_a_section_alone_decides_are_read_too(composed):
    walks = balances = 0
    for seed in range(120):
        text, plan, _ = composed(seed)
        if plan is None:
            continue
        (walk,) = [i for i in routine_in(text) if i.phase == "cool_down"]
        assert f"{walk.minutes}분" in text.partition("## 정리운동")[2]
        walks += 1
        for item in routine_in(text):
            if item.phase == "balance":
                balances += 1
                assert item.reps_low is not None
                assert f"{item.name_ko} 좌우 {item.hold_s}초씩" in text or not item.each_side
    assert walks > 30
    assert balances > 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "오늘은 30분 걸어 보세요. 근력은 2세트 × 10회면 돼요.",
        "## 종합 상태\n오늘은 괜찮아요.\n\n## 오늘의 권장 행동\n- 빠르게 걷기 30분: 편하게 해요.",
        "- 느린 걷기 3분\n**유산소**: 하루 30분, 주 3일, 고강도로 해요.\n- 조깅 30분: 뛰어요.",
    ],
)
def test_a_text_without_the_sections_of_a_plan_has_no_routine(text):
    assert routine_in(text) == ()


def test_what_a_text_does_not_say_is_none():
    text = "## 본운동\n**유산소**: 편하게 해요.\n- 동네 산책: 천천히 걸어요.\n**근력**: 쉬어요."
    assert routine_in(text) == (RoutineItem(phase="main", name_ko="동네 산책"),)


def test_the_week_is_read_whichever_way_its_table_stands():
    across = "| 구분 | 빈도 | 강도 |\n|---|---|---|\n| 유산소 | 주 4일 | 저강도 |\n| 유연성 | 주 2일 | - |"
    down = "| 구분 | 유산소 | 유연성 |\n|---|---|---|\n| 빈도 | 주 4일 | 주 2일 |\n| 강도 | 저강도 | - |"
    rest = "\n\n## 본운동\n**유산소**\n- 동네 산책 20분: 걸어요.\n\n## 정리운동\n- 나비 자세"
    for table in (across, down):
        walk, stretch = routine_in(f"## 주간 처방표\n{table}{rest}")
        assert (walk.days, walk.intensity, walk.minutes, walk.any_of) == (4, "light", 20, False)
        assert (stretch.phase, stretch.days, stretch.hold_s) == ("flexibility", 2, None)
