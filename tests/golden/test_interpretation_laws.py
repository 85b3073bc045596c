"""Laws that every report keeps, on hand-made and on random days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from tests.golden.interpretation_cases import BASE_VITALS, make_case
from tests.support.cases import some
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.interpretation.composer import FRAMES, compose, shape
from wearable_coach.records import Draft, Kind
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.standards.answer_format import length_range, section_order
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_KIND: Kind = "health_interpretation"
_RANGE = re.compile(r"\d+~\d+bpm")
_ADVICE = "오늘의 권장 행동"
_CHECK = "확인이 필요한 정보"


def _answer(case: Brief) -> str:
    return compose(case).turns[0][1]


def _sections(answer: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)\n", answer, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _random_case(rng: Random) -> Brief:
    """Return a valid day of any kind, with any reading or fact missing."""
    while True:
        rhr = rng.choice([35, 45, 55, 65, 75, 85, 105, 125])
        steps = rng.randint(300, 20000)
        vitals: dict[str, Any] = {
            "heart_rate": rng.choice([rhr + 5, rhr + 60, rhr - 4]),
            "resting_heart_rate": rhr,
            "sleep_hr": rng.choice([2.5, 4.5, 5.9, 6.2, 7.5, 8.5, 10.0, 12.5]),
            "steps": steps,
            "distance_km": round(steps * rng.choice([0.0003, 0.0007, 0.0013]), 2),
            "active_calories": rng.choice([20, 300, 900, 3600]),
            "oxygen_saturation": rng.choice([88, 91, 92, 93, 94, 95, 98]),
            "weight": rng.choice([45.0, 62.5, 98.3]),
            "bmi": rng.choice([17.0, 22.9, 24.0, 28.0, 33.0, 38.0]),
        }
        for name in rng.sample(sorted(vitals), rng.choice([0, 0, 1, 3, 6, 9])):
            vitals[name] = None
        conditions = ["cvd", "diabetes", "beta_blocker", "pregnancy", "atrial_fibrillation"]
        symptoms = sorted(table("safety")["labels_ko"]["symptoms"])
        profile: dict[str, Any] = {
            "age": rng.choice([None, 14, 18, 30, 64, 65, 80]),
            "sex": rng.choice([None, "M", "F"]),
            "baseline_rhr": rng.choice([None, 40, 50, 60, 70, 80]),
            "hr_context": rng.choice([None, "rest", "exercise", "24h"]),
            "regularly_active": rng.choice([None, True, False]),
            "athlete": rng.random() < 0.3,
            "desired_intensity": rng.choice(["light", "moderate", "vigorous"]),
            "goal": rng.choice([None, "weight_loss", "strength", "마라톤 완주"]),
            "conditions": tuple(rng.sample(conditions, rng.choice([0, 0, 0, 1, 2]))),
            "symptoms": tuple(rng.sample(symptoms, rng.choice([0, 0, 0, 1, 2]))),
        }
        try:
            return make_case(
                profile,
                vitals,
                voice=rng.randrange(VOICES),
                frame=rng.randrange(FRAMES),
                seed=rng.randrange(10**6),
            )
        except AssertionError:
            continue


_CASES = [_random_case(Random(seed)) for seed in range(1200)]


def _drafts(
    which: Callable[[Brief], bool] = lambda _: True,
) -> Iterator[tuple[Brief, Draft]]:
    """Yield the cases of a law with their reports; there is one at least."""
    return some((case, compose(case)) for case in _CASES if which(case))


def _reports(
    which: Callable[[Brief], bool] = lambda _: True,
) -> Iterator[tuple[Brief, Draft]]:
    """Yield those of `_drafts` that are whole reports: an emergency is none."""
    return _drafts(lambda case: case.facts.safety_level < SafetyLevel.EMERGENCY and which(case))


def test_sections_stand_in_their_order_and_no_text_is_broken() -> None:
    for case, draft in _drafts():
        answer = draft.turns[0][1]
        level, cap = case.facts.safety_level, case.facts.max_intensity_allowed
        assert tuple(_sections(answer)) == section_order(_KIND, level=level, cap=cap)
        least, most = length_range(_KIND, level=level)
        for text in draft.turns[0]:
            assert not re.search(
                r"None|\{\{|\}\}|이\(가\)|은\(는\)| ,| \.|[가-힣]  [가-힣]", text
            ), text
        assert len(answer) <= most, len(answer)
        if case.vitals.steps is not None:
            assert len(answer) >= least, answer


def test_an_emergency_begins_with_119_and_prescribes_nothing() -> None:
    for _, draft in _drafts(lambda case: case.facts.safety_level == 4):
        sections = _sections(draft.turns[0][1])
        assert re.match("(?:지금 |바로 )*119", sections["지금 할 일"])
        assert "119" in sections["연락할 곳"]


_HEART = {"cvd", "atrial_fibrillation", "pacemaker", "heart_transplant"}


def test_there_is_no_alarm_where_nothing_fired() -> None:
    """119 is named once, for a sign in exercise that does not go with rest."""
    for _, draft in _drafts(
        lambda c: (
            c.facts.safety_level == 0
            and not c.profile.symptoms
            and not _HEART & set(c.profile.conditions)
        )
    ):
        lines = draft.turns[0][1].splitlines()
        told = [line for line in lines if re.search(r"119(?![\d~.]|bpm)", line)]
        assert len(told) <= 1
        assert all(re.search(r"(?:면 |말고 )119", line) for line in told)


def test_who_has_a_heart_disease_and_may_move_is_told_when_to_call_119() -> None:
    for _, draft in _drafts(
        lambda c: (
            c.facts.safety_level <= 1
            and c.facts.max_intensity_allowed != "none"
            and bool(_HEART & set(c.profile.conditions))
        )
    ):
        assert re.search(r"119(?![\d~.]|bpm)", draft.turns[0][1]), draft.turns[0][1]


def test_a_contact_first_day_says_so_first() -> None:
    for _, draft in _drafts(lambda case: case.facts.safety_level == 3):
        first = _sections(draft.turns[0][1])["종합 상태"].split(".")
        assert re.search(r"의료기관|병원|진료|상담", ".".join(first[:2]))


def test_no_target_stands_above_the_cap() -> None:
    above = {
        "none": r"\d+~\d+bpm|RPE \d",
        "light": r"RPE 1[2-9]|40~59%|60~89%",
        "moderate": r"RPE 14|60~89%",
    }
    met = set()
    for case, draft in _reports(lambda case: case.facts.max_intensity_allowed in above):
        cap = case.facts.max_intensity_allowed
        met.add(cap)
        assert not re.search(above[cap], _sections(draft.turns[0][1])[_ADVICE])
    assert met == set(above)


def test_bpm_is_withheld_where_facts_withhold_it() -> None:
    for _, draft in _drafts(lambda case: case.facts.hr is None):
        answer = draft.turns[0][1]
        assert not _RANGE.search(answer)
        assert "최대심박수 추정치 " not in answer


def test_every_reading_has_one_bullet_and_what_is_missing_is_named() -> None:
    names = {
        "heart_rate": "**심박수",
        "resting_heart_rate": "**안정시 심박수",
        "sleep_hr": "**수면",
        "steps": "**걸음수",
        "distance_km": "**이동 거리",
        "active_calories": "**활동 칼로리",
        "oxygen_saturation": "**산소포화도",
        "weight": "**체중",
        "bmi": "**BMI",
    }
    for case, draft in _reports():
        sections = _sections(draft.turns[0][1])
        for field, name in some(names.items()):
            there = getattr(case.vitals, field) is not None
            assert sections["지표별 해석"].count(name) == int(there), (field, sections)
            if not there:
                word = name.strip("*").replace("수면", "수면|잠")
                assert re.search(word, sections[_CHECK]), (field, sections[_CHECK])


def test_a_minor_gets_no_adult_class_and_no_prescription() -> None:
    for _, draft in _reports(lambda c: c.profile.age is not None and c.profile.age < 18):
        bullets = _sections(draft.turns[0][1])["지표별 해석"]
        assert not re.search(r"\*\*(수면|걸음수|BMI) [^*]+\*\* \('", bullets)
        assert not _RANGE.search(draft.turns[0][1])


def test_the_study_of_young_athletes_is_told_to_its_own_population_only() -> None:
    for case, draft in _reports():
        assert ("Milewski" in draft.turns[0][1]) is case.facts.milewski_population_match


def test_contradicting_readings_are_pointed_out() -> None:
    marks = {
        "hr_below_rhr": r"낮|순서|앞뒤",
        "unusual:stride": r"보폭|짝|맞지",
        "distance_without_steps": r"탈것|걸음|기록|너무 적",
        "unusual:kcal_per_kg_km": r"활동 칼로리",
    }
    lone = make_case(vitals={"steps": 800, "distance_km": 4.0})
    met = set()
    for case, draft in (*_reports(), (lone, compose(lone))):
        check = _sections(draft.turns[0][1])[_CHECK]
        for code in marks.keys() & set(case.facts.warnings):
            met.add(code)
            assert re.search(marks[code], check), (code, check)
    assert met == set(marks)


def test_a_missing_baseline_makes_no_claim_of_change() -> None:
    for _, draft in _drafts(lambda case: case.profile.baseline_rhr is None):
        assert not re.search(r"평소[^.]{0,20}보다 \d+bpm", draft.turns[0][1])
        assert "Buchheit" not in draft.turns[0][1]


def test_who_is_never_cited_for_steps_or_other_minutes() -> None:
    lines = (line for _, draft in _drafts() for line in draft.turns[0][1].splitlines())
    for line in some(line for line in lines if "WHO" in line):
        assert not re.search(r"\d보|걸음", line), line


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert compose(make_case()) == compose(make_case())


def test_answers_differ_even_with_their_numbers_masked() -> None:
    masked = {re.sub(r"\d[\d,.]*", "0", draft.turns[0][1]) for _, draft in _drafts()}
    assert len(masked) >= 0.98 * len(_CASES)


def test_a_question_holds_all_that_the_answer_reads() -> None:
    for case, draft in _drafts():
        question = draft.turns[0][0].replace(",", "")
        for field in (
            "heart_rate",
            "resting_heart_rate",
            "steps",
            "oxygen_saturation",
            "active_calories",
        ):
            value = getattr(case.vitals, field)
            assert value is None or str(value) in question
        for fact in (case.profile.age, case.profile.baseline_rhr):
            assert fact is None or str(fact) in question


def test_shape_tells_all() -> None:
    case = make_case()
    told = shape(
        case.profile, case.vitals, stratum="normal", frame=0, rng=Random(0), hrmax_formula="tanaka"
    )
    assert told == (case.profile, case.vitals)


@pytest.mark.parametrize("frame", range(FRAMES))
def test_every_frame_asks_in_its_own_words(frame: int) -> None:
    questions = {compose(make_case(frame=frame, seed=seed)).turns[0][0] for seed in range(30)}
    assert len(questions) >= 10
    assert all(str(BASE_VITALS["bmi"]) in q for q in questions)


def test_who_asks_what_each_reading_means_is_told_of_none_bare() -> None:
    asked = 0
    for _, draft in _drafts(lambda c: c.facts.safety_level <= 2):
        question, answer = draft.turns[0]
        if re.search("하나하나|각 필드|지표마다|뜻만", question):
            asked += 1
            read = _sections(answer)["지표별 해석"].split("\n")
            bare = [line for line in read if line.startswith("- **") and ": " not in line]
            assert not bare, bare
    assert asked
