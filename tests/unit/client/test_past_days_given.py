"""A caller's own days before: checked by name, reckoned once, told in the prompt, and the ground of what is said."""

import json

import pytest
from fastapi.testclient import TestClient

from tests.support.cases import some
from tests.support.days import checked_day
from tests.support.serving_days import ScriptedModel
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.service import MOST_BYTES, create_app
from wearable_coach.errors import BadInput
from wearable_coach.records import PastDays
from wearable_coach.serving.past_days import MOST_PAST_DAYS, with_past_days

DAYS = [
    {"days_ago": n, "resting_heart_rate": 60 + n % 3, "sleep_hr": 6.5, "steps": 7000 + 10 * n}
    for n in range(1, 20)
]
KEYS = ("a-key-of-some-letters",)
OPEN = {"Authorization": f"Bearer {KEYS[0]}"}
TODAY = {"resting_heart_rate": 62, "sleep_hr": 7.5, "steps": 6200}


def test_what_is_usual_is_reckoned_of_the_days_that_are_given():
    profile = with_past_days({"age": 45}, DAYS)
    past = PastDays(baseline_days=19, resting_heart_rate=61, sleep_hr=6.5, steps=7040)
    assert profile == {"age": 45, "baseline_rhr": 61, "past": past}
    assert with_past_days({"age": 45}, list(reversed(DAYS))) == profile
    assert checked_day(TODAY, profile).facts.baseline_days == 19


def test_a_baseline_that_is_told_stays_and_is_of_no_known_number_of_days():
    profile = with_past_days({"baseline_rhr": 55}, DAYS)
    assert profile["baseline_rhr"] == 55
    assert profile["past"].baseline_days is None
    assert checked_day(TODAY, profile).facts.rhr_delta_bpm == 7


def test_numbers_of_a_library_are_numbers():
    numpy = pytest.importorskip("numpy")
    days = [{"days_ago": numpy.int64(n), "steps": numpy.int64(5000)} for n in range(1, 5)]
    assert with_past_days({}, days)["past"] == PastDays(steps=5000)
    past = {"steps": numpy.int64(5000), "sleep_hr": numpy.float64(6.5)}
    assert checked_day(TODAY, {"past": past}).profile.past == PastDays(steps=5000, sleep_hr=6.5)


def test_too_few_days_say_nothing():
    assert with_past_days({}, DAYS[:3]) == {"baseline_rhr": None, "past": None}
    assert (
        with_past_days({}, [{**d, "days_ago": d["days_ago"] + 7} for d in DAYS[:5]])["past"] is None
    )
    assert with_past_days({"age": 45}, []) == {"age": 45}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("yesterday", "past_days: is no list"),
        ([7], "past_days[0]: is int"),
        ([{"steps": 5000}], "past_days[0]: days_ago: None"),
        ([{"days_ago": 0}], "past_days[0]: days_ago: 0"),
        ([{"days_ago": 1.5}], "past_days[0]: days_ago: 1.5"),
        ([DAYS[0], DAYS[0]], "past_days[1]: days_ago 1 stands twice"),
        ([{"days_ago": 1, "sleep": 7}], "past_days[0]: sleep is no reading"),
        ([{"days_ago": 1, "sleep_hr": 420}], "past_days[0]: sleep_hr: 420 lies outside"),
        ([{"days_ago": 1, "steps": "many"}], "past_days[0]: steps: 'many' is of the wrong type"),
        (DAYS * 22, f"give the last {MOST_PAST_DAYS} at most"),
    ],
)
def test_a_day_that_cannot_be_is_refused_by_its_place_and_field(given, told):
    with pytest.raises(BadInput) as refused:
        with_past_days({}, given)
    assert told in str(refused.value)


def test_what_is_reckoned_already_and_days_beside_it_are_one_too_many():
    with pytest.raises(BadInput, match=r"profile\.past tells of the days before already"):
        with_past_days({"past": {"sleep_hr": 7}}, DAYS)


@pytest.mark.parametrize(
    ("past", "told"),
    [
        (5, "past: 5 is of the wrong type"),
        ({"sleep_hr": 99}, "past.sleep_hr: 99 lies outside"),
        ({"steps": 1.5}, "past.steps: 1.5 is of the wrong type"),
        ({"steps": 10**400}, "past.steps: 1000"),
        ({"sleep": 7}, "past.sleep: is nothing that is known"),
        ({"baseline_days": 3}, "past.baseline_days: 3 lies outside"),
        ({"baseline_days": 20}, "past.baseline_days: is told without baseline_rhr"),
    ],
)
def test_days_before_in_a_profile_that_cannot_be_are_refused_by_their_field(past, told):
    profile = {"past": past, "baseline_rhr": 60 if past == {"baseline_days": 3} else None}
    with pytest.raises(BadInput) as refused:
        checked_day(TODAY, profile)
    assert told in str(refused.value)


def test_the_prompt_of_every_kind_tells_them_and_a_true_word_of_them_is_shown(coach_of):
    seen = []

    def answer(conversation):
        seen.append(conversation[-1].content)
        return "수면은 지난 7일 평균(6시간 30분)보다 1시간 길어요. 오늘도 편하게 지내세요."

    coach = coach_of(ScriptedModel(answer, "good"))
    chat = coach.chat("어때요?", TODAY, {"age": 45}, past_days=DAYS)
    assert chat.source == "model"
    assert "past:sleep_hr" in {v.claim for v in chat.verdicts}
    coach.interpret(TODAY, {"age": 45}, DAYS)
    coach.prescribe(TODAY, {"age": 45}, DAYS)
    assert len(seen) == 3
    for prompt in some(seen):
        assert "7일" in prompt
        assert "7,040보" in prompt


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("수면은 지난 7일 평균(6시간 30분)보다 1시간 짧아요. 오늘도 편하게 지내세요.", DAYS),
        ("수면은 지난 7일 평균(6시간 30분)보다 1시간 길어요. 오늘도 편하게 지내세요.", []),
        ("지난주보다 걸음이 줄었어요. 오늘도 편하게 지내세요.", DAYS),
    ],
)
def test_a_false_word_of_them_or_one_of_other_days_is_answered_by_the_rules(coach_of, text, days):
    coach = coach_of(ScriptedModel(lambda _c: text, "bad"))
    assert coach.chat("어때요?", TODAY, {"age": 45}, past_days=days).source == "rules"


def test_the_rules_compare_a_reading_with_them(coach_of):
    coach = coach_of(ScriptedModel(lambda _c: "좋아요", "short"))
    answer = coach.interpret(TODAY, {"age": 45}, DAYS)
    assert "일 평균(6시간 30분)" in answer.text or "일 평균 6시간 30분" in answer.text
    assert any(v.claim.startswith("past:") for v in answer.verdicts)
    assert "일 평균" not in coach.interpret(TODAY, {"age": 45}).text


def test_the_service_takes_them_in_each_route_and_names_what_is_wrong(coach_of):
    coach = coach_of(ScriptedModel(lambda _c: "좋아요", "short"))
    body = {"vitals": TODAY, "profile": {"age": 45}, "past_days": DAYS}
    with TestClient(create_app(coach, api_keys=ApiKeys(KEYS)), headers=OPEN) as client:
        answer = client.post("/v1/interpret", json=body).json()
        assert "일 평균" in answer["text"]
        assert client.post("/v1/prescribe", json=body).status_code == 200
        assert client.post("/v1/chat", json={**body, "question": "어때요?"}).status_code == 200
        for bad, told in some(_REFUSED):
            refused = client.post("/v1/interpret", json={**body, "past_days": bad})
            assert refused.status_code in {400, 422}, refused.text
            assert told in refused.text
        known = client.get("/openapi.json").json()["components"]["schemas"]
    assert "past_days" in known["DayRequest"]["properties"]
    assert known["PastDayIn"]["required"] == ["days_ago"]
    assert "past" in known["ProfileIn"]["properties"]


def test_as_many_days_as_may_be_given_fit_a_request():
    day = {"days_ago": 100, "heart_rate": 100, "resting_heart_rate": 100, "sleep_hr": 10.25, "steps": 10000, "distance_km": 10.25, "active_calories": 1000, "oxygen_saturation": 100, "weight": 100.5, "bmi": 30.25}  # fmt: skip
    assert len(json.dumps([day] * MOST_PAST_DAYS)) < MOST_BYTES * 0.8


_REFUSED = (
    ([{"steps": 5000}], "days_ago"),
    ([{"days_ago": 0}], "days_ago"),
    ([DAYS[0], DAYS[0]], "stands twice"),
    ([{"days_ago": 1, "sleep_hr": 420}], "sleep_hr"),
    (DAYS * 22, "past_days"),
)
