"""A short answer of a model keeps its beginning and where to get help; what is left is judged again."""

from fastapi.testclient import TestClient

from tests.support.serving_days import ScriptedModel
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.service import create_app
from wearable_coach.standards.topics import everyday_topics

ACTIVE = {"age": 40, "sex": "F", "baseline_rhr": 60, "regularly_active": True}
KEY = "first-key-of-sixteen"


def knee():
    points = everyday_topics()["knee_pain"].points[:10]
    return [p.ways[0] for p in points if not p.id.endswith("red_flags")], next(
        p.ways[0] for p in points if p.id.endswith("red_flags")
    )


def test_of_a_models_answer_the_beginning_and_where_to_get_help_stay(coach_of):
    said, helping = knee()
    whole = " ".join([*said, helping])
    coach = coach_of(ScriptedModel(lambda _c: whole, "good"))
    question = "무릎이 아픈데 자전거는 괜찮나요?"
    normal = coach.chat(question, {"sleep_hr": 7.5}, ACTIVE)
    assert (normal.source, normal.text) == ("model", whole)
    short = coach.chat(question, {"sleep_hr": 7.5}, ACTIVE, length="short")
    assert short.source == "model"
    assert short.text.startswith(said[0])
    assert helping in short.text
    assert len(short.text) < len(whole)
    assert all(v.verdict == "supported" for v in short.verdicts)


def test_on_a_day_that_bids_to_hold_back_nothing_is_left_out(coach_of):
    whole = "오늘은 잠이 6시간이 안 되니 강도를 낮추세요. 안정시 심박수 66bpm은 '정상' 범위예요. 편한 걷기 정도가 좋아요. 말할 수 있을 만큼만 하세요. 천천히 가도 돼요."
    coach = coach_of(ScriptedModel(lambda _c: whole, "good"))
    day = {"resting_heart_rate": 66, "sleep_hr": 5.5}
    short = coach.chat("오늘 운동해도 되나요?", day, ACTIVE, length="short")
    assert short.source == "rules" or short.text == whole


def test_the_service_takes_length_and_persona_and_refuses_others(coach_of):
    coach = coach_of(ScriptedModel(lambda _c: "", "empty"))
    with TestClient(create_app(coach, api_keys=ApiKeys((KEY,)))) as client:
        headers = {"X-API-Key": KEY}
        body = {"question": "준비운동은 꼭 해야 하나요?", "length": "short", "persona": "brisk"}
        assert client.post("/v1/chat", json=body, headers=headers).status_code == 200
        refused = client.post("/v1/chat", json={**body, "length": "long"}, headers=headers)
        assert refused.status_code == 422
        assert "length" in refused.text
