"""What is served is counted by day, model and kind of question; a service tells it."""

from datetime import date, timedelta

from fastapi.testclient import TestClient

from tests.support.serving_days import ScriptedModel, unreachable
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.result import CoachAnswer
from wearable_coach.client.served_days import ServedDays
from wearable_coach.client.service import create_app
from wearable_coach.drift.counts import LATENCY_BUCKETS_S, ServedCount, ServedCounts

DAY = {"resting_heart_rate": 62, "sleep_hr": 7.5}
KEY = "first-key-of-sixteen"
OPEN = {"Authorization": f"Bearer {KEY}"}
SOME = date(2026, 1, 2)
TRUE_WORDS = "안정시 심박수 62bpm은 '정상' 범위예요. 오늘도 편하게 지내세요."
FALSE_WORDS = "안정시 심박수 95bpm은 아주 높아요. 당장 병원에 가세요."


def told_by(coach, *questions):
    """What a service tells after it was asked."""
    with TestClient(create_app(coach, api_keys=ApiKeys((KEY,)))) as client:
        for route, body in questions:
            client.post(f"/v1/{route}", json=body, headers=OPEN).raise_for_status()
        assert client.get("/days").status_code == 401
        return ServedCounts.model_validate(client.get("/days", headers=OPEN).json())


def answer(**more):
    given = {
        "request_id": "r", "kind": "coaching", "text": "네.", "source": "rules", "model": "m",
        "identity": "m#1", "latency_s": 0.2, "safety_level": 0,
    }  # fmt: skip
    return CoachAnswer(**given | more)


def test_a_service_tells_its_days_by_model_and_kind(coach_of):
    said = iter([TRUE_WORDS, FALSE_WORDS, "짧아요.", TRUE_WORDS])
    coach = coach_of(ScriptedModel(lambda _c: next(said), "scripted"), timeout_s=60)
    chat = ("chat", {"question": "어때요?", "vitals": DAY})
    counts = told_by(coach, chat, chat, chat, ("interpret", {"vitals": DAY})).days
    by_kind = {one.kind: one for one in counts}
    assert {one.model for one in counts} == {"candidate"}
    assert {one.identity for one in counts} == {coach.status()["identity"]}
    chats = by_kind["coaching"]
    assert (chats.answers, chats.from_model, chats.guarded) == (3, 1, 2)
    assert (chats.unjudged, chats.unverified, chats.contradicted) == (1, 1, 1)
    assert (chats.said, chats.judged, sum(chats.latencies)) == (3, 2, 3)
    assert by_kind["health_interpretation"].answers == 1


def test_calls_that_gave_nothing_are_errors_and_no_latencies(coach_of):
    chat = ("chat", {"question": "어때요?", "vitals": DAY})
    (one,) = told_by(coach_of(ScriptedModel(unreachable)), chat, chat).days
    assert (one.answers, one.model_errors, one.said, sum(one.latencies)) == (2, 2, 0, 0)


def test_a_promoted_model_that_does_not_open_is_counted_with_the_rules(coach_of):
    def broken(_serving, _store):
        message = "no file"
        raise OSError(message)

    (one,) = told_by(coach_of(broken), ("chat", {"question": "어때요?", "vitals": DAY})).days
    assert (one.model, one.not_opened, one.model_errors) == ("rules", 1, 0)


def test_the_last_month_is_kept_and_each_process_counts_for_itself():
    days = ServedDays()
    for number in range(40):
        days.count(SOME + timedelta(days=number), answer())
        days.count(SOME + timedelta(days=number), answer(kind="health_interpretation"))
    found = days.all()
    assert [one.day for one in found.days[::2]] == [SOME + timedelta(days=n) for n in range(9, 40)]
    assert found.process != ServedDays().all().process


def test_slower_than_counts_what_surely_was():
    places = dict.fromkeys((5, 6, 10, 12), 10)  # up to 0.25, 0.5, 8 s, and beyond 16 s
    latencies = tuple(places.get(i, 0) for i in range(len(LATENCY_BUCKETS_S) + 1))
    one = ServedCount(day=SOME, model="m", identity="", kind="coaching", latencies=latencies)
    asked = (0.2, 0.25, 0.5, 4, 16, 17)
    assert [one.slower_than(s) for s in asked] == [30, 30, 20, 20, 10, None]
