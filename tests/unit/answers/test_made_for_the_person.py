"""Plans and reports are made for who asks: age, medicines, what was done today, what is spared, who begins."""

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.follow_ups import MEANT, Talk, answered, follow_up
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.coaching.words import Words
from wearable_coach.answers.composers import composer, frames
from wearable_coach.answers.everyday.choosing import everyday_topic
from wearable_coach.answers.illness import care_of
from wearable_coach.answers.prescription import composer as plans
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.standards.activity import moderate_equivalent_min
from wearable_coach.standards.table import table
from wearable_coach.verification import judge_messages

TRIES = 12
IN_EXERCISE = {"hr_context": "exercise"}


def texts(kind, profile=None, vitals=None, wishes=None, frame=None):
    """Answers to one person and day, each in another voice; what the verifier refuses fails."""
    of_day = day(Profile(**(WELL | (profile or {}))), Vitals(**(DAY | (vitals or {}))))
    for n in range(TRIES):
        family = n % frames(kind) if frame is None else frame
        brief = Brief(of_day, "", n % VOICES, family, Random(n))
        if kind == "exercise_recommendation":
            draft = plans.compose_told(brief, wishes or Wishes())
        else:
            draft = composer(kind).compose(brief)
        (asked, text), *_ = draft.turns
        said = [Message(role="user", content=asked), Message(role="assistant", content=text)]
        found = judge_messages(said, day=of_day, kind=kind, by_ear=True).verdicts()
        assert not [v for v in found if v.verdict != "supported"], text
        yield text


def section(text, name):
    return text.partition(f"## {name}\n")[2].partition("\n## ")[0]


PLAN, REPORT = "exercise_recommendation", "health_interpretation"


@pytest.mark.parametrize("age", [30, 70])
@pytest.mark.parametrize("days", [None, 3, 4, 5, 6])
def test_a_hard_week_has_easier_days_for_who_is_older_or_trains_on_many(age, days):
    hard = {"desired_intensity": "vigorous", "age": age}
    for text in some(texts(PLAN, hard, wishes=Wishes(days=days))):
        week = section(text, "주간 합계")
        both = re.search(r"고강도 (\d+)분 × (\d+)일.*중강도 (\d+)분 × (\d+)일", week)
        if age < 65 and (days or 0) <= 4 and not both:
            continue
        assert both, week
        hard_min, hard_days, easy_min, easy_days = map(int, both.groups())
        assert hard_days <= 3
        assert days is None or hard_days + easy_days == days
        whole = moderate_equivalent_min(
            moderate_min=easy_min * easy_days, vigorous_min=hard_min * hard_days
        )
        assert 150 <= whole <= 300


def test_stretching_is_on_no_more_days_than_were_asked_for():
    for text in some(texts(PLAN, {"goal": "flexibility"}, wishes=Wishes(days=3))):
        row = re.search(
            r"유연성 \| 주 (\d)일|주 (\d)일 \|$", section(text, "주간 처방표"), re.MULTILINE
        )
        days = [int(d) for d in re.findall(r"주 (\d)일", section(text, "주간 처방표"))]
        assert row
        assert max(days) <= 3, text


@pytest.mark.parametrize("kind", [PLAN, REPORT])
def test_signs_to_stop_send_to_119_where_rest_does_not_end_them(kind):
    for text in some(texts(kind)):
        assert re.search(r"119", text), text
        if kind == PLAN:
            stop = section(text, "중단 신호")
            assert "가슴" in stop
            assert "숨" in stop
            assert re.search(r"어지|핑 도|쓰러질", stop), stop


@pytest.mark.parametrize("condition", ["hypertension", "cvd"])
def test_a_target_heart_rate_says_that_medicines_hold_it_down(condition):
    for kind in (PLAN, REPORT):
        for text in some(texts(kind, {"conditions": (condition,)})):
            assert not re.search(r"\d~\d+bpm", text) or re.search(r"약.*(?:느낌|의사)", text), text


def test_exercise_harder_than_the_plan_is_told():
    done = {"heart_rate": 172, "resting_heart_rate": 60}
    for text in some(texts(PLAN, IN_EXERCISE, done)):
        assert re.search(r"172bpm.*(?:넘|높)", section(text, "운동 강도")), text
    for text in some(texts(REPORT, IN_EXERCISE, done)):
        assert re.search(r"172bpm.*(?:센 운동|넘었|세게)", section(text, "지표별 해석")), text
    for text in some(texts(PLAN, IN_EXERCISE, done | {"heart_rate": 110})):
        assert "넘었어요" not in text


def test_water_reads_lower():
    for text in some(texts(PLAN, wishes=Wishes(place="pool"))):
        assert re.search(r"물(?:속)?에서", section(text, "운동 강도")), text


def test_who_did_not_tell_an_age_gets_nothing_vigorous():
    for text in some(texts(PLAN, {"age": None, "desired_intensity": "vigorous"})):
        assert "고강도" not in section(text, "주간 처방표")
        assert "나이" in section(text, "운동 전 확인")


def test_a_lean_athlete_is_not_helped_to_lose_weight():
    lean = {"goal": "weight_loss", "athlete": True}
    for text in some(texts(PLAN, lean)):
        assert re.search(r"줄이(?:지 않|는 계획은)|감량 대신", section(text, "운동 전 확인")), text
    for text in some(texts(PLAN, {"goal": "weight_loss"})):
        assert "'정상'" in section(text, "운동 전 확인")


def test_an_athlete_is_given_no_easy_moderate_exercise():
    least = table("exercises")["athlete_moderate_from_mets"]
    easy = [
        row["name_ko"]
        for row in table("exercises")["aerobic"].values()
        if row["classes"].get("moderate", least) < least
    ]
    for text in some(texts(PLAN, {"athlete": True})):
        main = section(text, "본운동")
        assert not [name for name in easy if f"- {name}:" in main], main


@pytest.mark.parametrize(
    ("symptom", "care"),
    [("vomiting", "물"), ("diarrhea", "물"), ("chest_cough", "숨"), ("fever", "열")],
)
def test_an_illness_is_told_what_it_asks_for_and_when_it_is_one_for_a_doctor(symptom, care):
    assert care_of(Profile(symptoms=(symptom,)))
    for kind in (PLAN, REPORT):
        for text in some(texts(kind, {"symptoms": (symptom,), "goal": "strength"})):
            assert care in text
            assert re.search(r"진료를 받", text)
            assert "근력 향상을 중심" not in text


def test_what_was_walked_today_counts():
    walked = {"steps": 27_000, "distance_km": 19.0, "active_calories": 1000}
    for text in some(texts(REPORT, {}, walked)):
        assert re.search(r"이미 많이|걸은 것으로도|걸은 양이면|많이 걸은 날이라", text), text
    birth = {"conditions": ("postpartum",)}
    for text in some(texts(REPORT, birth, walked)):
        assert re.search(r"줄이고|줄여|쉬", section(text, "종합 해석")), text


def test_few_steps_beside_exercise_are_no_day_of_rest():
    done = {"heart_rate": 150, "steps": 2_100, "distance_km": 1.5, "active_calories": 300}
    for text in some(texts(REPORT, IN_EXERCISE, done)):
        assert not re.search(r"움직이지 않고|적게 움직인 날이에요|거의 걷지", text), text


def test_who_does_not_exercise_is_not_told_to_go_on():
    for text in some(texts(REPORT, {"regularly_active": False})):
        assert not re.search(
            r"하려던 대로|계획한|예정대로|이어 가도", section(text, "종합 상태")
        ), text


def test_a_resting_heart_rate_without_a_baseline_is_no_ground():
    for text in some(texts(REPORT, {"baseline_rhr": None})):
        assert "안정시 심박수" not in section(text, "종합 상태"), text


def _brief(profile=None, vitals=None):
    of_day = day(Profile(**(WELL | (profile or {}))), Vitals(**(DAY | (vitals or {}))))
    return Brief(of_day, "", 1, 1, Random(5))


def said_back(name, brief, **talk):
    return answered(
        follow_up(name), brief, Talk(**talk), brief.speaker(book(), {"v": Words(brief)})
    )


@pytest.mark.parametrize(
    ("meant", "holds"), [("walked", "걸음|보"), ("slept", "잠|잤"), ("overdid", "무리|덜")]
)
def test_other_days_are_answered_by_what_was_told_of_them(meant, holds):
    assert meant in MEANT["days"]
    for _ in some(range(5)):
        assert re.search(holds, said_back("days", _brief(), meant=meant))


def test_what_was_told_is_told_back_with_the_person():
    told = said_back("again", _brief({"conditions": ("hypertension",), "goal": "strength"}))
    for word in ("44세", "고혈압", "근력"):
        assert word in told


def test_who_doubts_a_rest_for_an_illness_hears_of_the_illness():
    told = said_back("doubt", _brief({"symptoms": ("body_aches",)}), meant="scare")
    assert "몸살" in told
    assert "bpm" not in told


def test_who_may_move_but_lightly_is_told_no_more():
    birth = {"conditions": ("postpartum",)}
    for n in some(range(200)):
        brief = _brief(birth)._replace(rng=Random(n), voice=n % VOICES)
        draft = composer("coaching").compose(brief)
        assert not re.search(r"중강도까지|중강도 안", " ".join(a for _, a in draft.turns))


def test_who_has_exercised_hard_today_is_not_sent_to_do_it_again():
    done = {"heart_rate": 165}
    hard = IN_EXERCISE | {"desired_intensity": "vigorous"}
    for text in some(texts(REPORT, hard, done)):
        assert re.search(r"힘든 운동|힘들게 운동한", section(text, "종합 상태")), text
        assert not re.search(r"걸은 양이면|많이 걸은", text), text


def test_a_day_of_less_is_below_what_was_wished_for():
    for text in some(texts(REPORT, {}, {"sleep_hr": 5.2})):
        assert "저강도" in section(text, "오늘의 권장 행동"), text


def test_who_is_held_at_light_is_not_sent_up_the_stairs():
    birth = {"conditions": ("postpartum",)}
    for text in some(texts(REPORT, birth, {"steps": 1_500, "distance_km": 1.1})):
        assert not re.search(r"계단|정거장", section(text, "오늘의 권장 행동")), text


def test_five_days_are_those_of_the_working_week():
    for text in some(texts(PLAN, wishes=Wishes(days=5))):
        named = re.findall(r"주 \d일\(([^)]+)\)", section(text, "주간 처방표"))
        assert not [days for days in named if "토" in days or "일" in days.replace("~", "")], named


def test_a_stiff_neck_and_a_headache_are_not_asked_about_in_one_talk():
    asked = frozenset({"neck_shoulder_stiffness"})
    for n in some(range(300)):
        topic = everyday_topic(_brief()._replace(rng=Random(n)), asked)
        assert topic is None or topic.name != "headache_after_exercise"


def test_an_athletes_low_resting_rate_is_called_usual():
    fit = {"athlete": True, "baseline_rhr": None}
    told = said_back("again", _brief(fit, {"resting_heart_rate": 48}))
    assert "선수" in told
