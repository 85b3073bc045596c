"""What is served is counted by day, and a day that is worse than the evaluation is told."""

from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from tests.support.serving_days import ScriptedModel
from tests.support.verdicts import judged
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.drift import left_intervals
from wearable_coach.client.served_days import ServedDay
from wearable_coach.client.service import create_app
from wearable_coach.evaluation.figure import Figure
from wearable_coach.store import LocalStore

DAY = {"resting_heart_rate": 62, "sleep_hr": 7.5}
KEY = "first-key-of-sixteen"
OPEN = {"Authorization": f"Bearer {KEY}"}
SOME = date(2026, 1, 2)


@pytest.fixture
def evaluation(tmp_path):
    found = judged(LocalStore(tmp_path), "tuned", "promote", at=datetime(2026, 1, 1, tzinfo=UTC))
    (result,) = found.models
    verified = Figure(measure="verified", share=0.9, low=0.85, high=0.95, hits=90, of=100, n=100, unscored=0)  # fmt: skip
    costs = result.costs.model_copy(update={"latency_p95_s": 1.0})
    named = result.model_copy(update={"headline": (verified,), "costs": costs})
    return found.model_copy(update={"models": (named,)})


def served(**counts):
    quick = (0, 0, 0, 0, 0, 0, counts.get("answers", 100), *(0,) * 6)
    return ServedDay(day=SOME, **{"answers": 100, "latencies": quick} | counts)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"from_model": 90, "guarded": 10}, []),
        ({"from_model": 80, "guarded": 20}, []),  # within what a hundred answers can tell
        ({"from_model": 60, "guarded": 40}, ["verified"]),
        ({"from_model": 10, "guarded": 10}, []),  # too few
        ({"from_model": 80, "model_errors": 20}, ["unanswered"]),
        ({"from_model": 99, "latencies": (0,) * 10 + (100, 0, 0)}, ["latency"]),
    ],
)
def test_a_day_tells_where_it_is_worse_than_the_evaluation(evaluation, counts, told):
    assert [left.measure for left in left_intervals(served(**counts), evaluation)] == told


def test_a_service_tells_its_days(coach_of):
    coach = coach_of(ScriptedModel(lambda _c: "너무 짧아요.", "bad"))
    with TestClient(create_app(coach, api_keys=ApiKeys((KEY,)))) as client:
        for _ in range(2):
            client.post("/v1/chat", json={"question": "어때요?", "vitals": DAY}, headers=OPEN)
        (day,) = client.get("/days", headers=OPEN).json()
    assert (day["answers"], day["from_model"]) == (2, 0)
    assert day["guarded"] + day["model_errors"] == 2  # an error where this machine is slow
    assert sum(day["latencies"]) == 2
    assert ServedDay.model_validate(day).latency_p95_s is not None
