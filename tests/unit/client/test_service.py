import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.support.serving_days import ScriptedModel, unreachable
from wearable_coach.client.api_keys import ApiKeys, read_api_keys
from wearable_coach.client.service import create_app
from wearable_coach.errors import BadInput
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.serving.inputs import checked_day

ROOT = Path(__file__).parents[3]
KEYS = ("first-key-of-sixteen", "second-key-of-sixteen")
DAY = {"resting_heart_rate": 62, "sleep_hr": 7.5}
TRUE_WORDS = "안정시 심박수 62bpm은 '정상' 범위예요. 오늘도 편하게 지내세요."
OPEN = {"Authorization": f"Bearer {KEYS[0]}"}


@pytest.fixture
def client(coach_of):
    coach = coach_of(ScriptedModel(lambda _c: TRUE_WORDS, "good"))
    with TestClient(create_app(coach, api_keys=ApiKeys(KEYS))) as opened:
        yield opened


def test_a_chat_is_answered_with_its_source_and_verdicts(client):
    answer = client.post("/v1/chat", json={"question": "어때요?", "vitals": DAY}, headers=OPEN)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["text"], body["source"], body["why"]) == (TRUE_WORDS, "model", [])
    assert {v["verdict"] for v in body["verdicts"]} == {"supported"}


@pytest.mark.parametrize(
    ("question", "urgency", "level"),
    [
        ("가슴이 쥐어짜듯 아파요", "emergency", 4),
        ("죽고 싶어요", "crisis", 4),
        ("어때요?", "none", 0),
    ],
)
def test_an_answer_says_how_urgent_it_is(client, question, urgency, level):
    answer = client.post("/v1/chat", json={"question": question, "vitals": DAY}, headers=OPEN)
    assert (answer.json()["urgency"], answer.json()["safety_level"]) == (urgency, level)


@pytest.mark.parametrize("route", ["interpret", "prescribe"])
def test_a_lie_is_answered_by_the_rules_and_counted(client, route):
    profile = {"age": 45, "symptoms": ["fever"], "conditions": ["diabetes"]}
    body = client.post(
        f"/v1/{route}", json={"vitals": DAY, "profile": profile}, headers={"X-API-Key": KEYS[1]}
    ).json()
    assert body["source"] == "rules"
    assert body["why"] == ["form:too_short"]
    text = client.get("/metrics", headers=OPEN).text
    assert f'coach_requests_total{{reason="form",route="{route}",source="rules"}} 1.0' in text
    assert 'coach_guard_refusals_total{rule="too_short"} 1.0' in text


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "wrong"}, {"Authorization": "Bearer x"}])
@pytest.mark.parametrize("route", ["/v1/chat", "/metrics"])
def test_without_a_key_nothing_opens(client, route, headers):
    send = client.get if route == "/metrics" else client.post
    assert send(route, headers=headers).status_code == 401


def test_health_needs_no_key_and_tells_no_secret(client):
    body = client.get("/healthz").json()
    assert body["status"] == "ok"
    assert body["model"] == "candidate"
    told = {"status", "model", "identity", "since", "breaker", "stuck_calls", "fence", "error"}
    assert set(body) == told


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"question": "어때요?", "vitals": {"heart_rate": 900}}, 400, "heart_rate: 900"),
        ({"question": "어때요?", "vitals": {"heart_rate": "72"}}, 422, "heart_rate"),
        ({"question": "어때요?", "vitals": {"heart_rate": True}}, 422, "heart_rate"),
        ({"question": "어때요?", "vitals": {"pulse": 60}}, 422, "pulse"),
        ({"question": "", "vitals": {}}, 422, "question"),
        ({"question": "  "}, 400, "question: is empty"),
        ({"question": "네", "history": [{"role": "system", "content": "x"}]}, 422, "role"),
    ],
)
def test_a_wrong_request_is_named(client, body, status, named):
    answer = client.post("/v1/chat", json=body, headers=OPEN)
    assert answer.status_code == status
    assert named in answer.text


def test_a_large_body_is_refused_whatever_its_header_says(client):
    large = json.dumps({"question": "어때요?", "x": "y" * 70_000}).encode()
    assert client.post("/v1/chat", content=large, headers=OPEN).status_code == 413
    pieces = (large[at : at + 8000] for at in range(0, len(large), 8000))
    assert client.post("/v1/chat", content=pieces, headers=OPEN).status_code == 413


def test_the_log_holds_nothing_of_the_person(client, caplog):
    caplog.set_level(logging.INFO)
    words = "가슴이 쥐어짜듯 아파요"
    body = client.post("/v1/chat", json={"question": words, "vitals": DAY}, headers=OPEN).json()
    assert "119" in body["text"][:40]
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("wearable"))
    assert body["request_id"] in logged
    logged = re.sub(r'_s": [\d.e-]+', "", logged)  # how long it took may have any digits
    for secret in ("가슴", "62", "emergency", "119", KEYS[0]):
        assert secret not in logged.replace(body["request_id"], "")


def test_a_model_that_is_gone_is_degraded_to_the_rules_and_counted(coach_of):
    app = create_app(coach_of(ScriptedModel(unreachable)), api_keys=ApiKeys(()))
    with TestClient(app, base_url="http://127.0.0.1:8040") as client:
        for _ in range(6):
            assert client.post("/v1/chat", json={"question": "어때요?"}).json()["source"] == "rules"
        text = client.get("/metrics").text
    assert 'coach_model_errors_total{reason="unreachable"} 5.0' in text
    assert 'coach_model_errors_total{reason="breaker_open"} 1.0' in text
    assert "coach_breaker_open 1.0" in text


def test_without_keys_a_name_that_is_led_here_is_refused(coach_of):
    app = create_app(coach_of(ScriptedModel(unreachable)), api_keys=ApiKeys(()))
    with TestClient(app) as client:
        for host, status in (("localhost:8040", 200), ("[::1]:8040", 200), ("rebound.test", 400)):
            assert client.get("/healthz", headers={"Host": host}).status_code == status


def test_with_keys_any_name_is_answered_and_no_page_of_another_site_may_ask(client):
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    answer = client.options("/v1/chat", headers=asked | {"Host": "coach.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert client.get("/healthz", headers={"Host": "coach.example"}).status_code == 200


def test_what_a_page_may_send_unasked_is_no_question(coach_of):
    app = create_app(coach_of(ScriptedModel(unreachable)), api_keys=ApiKeys(()))
    body = json.dumps({"question": "어때요?"}).encode()
    with TestClient(app, base_url="http://127.0.0.1:8040") as client:
        for kind in ({}, {"Content-Type": "text/plain"}):
            assert client.post("/v1/chat", content=body, headers=kind).status_code == 400
        assert client.post("/v1/chat", content=body, headers=JSON).status_code == 200


def test_the_openapi_page_describes_every_reading(client):
    page = client.get("/openapi.json").json()
    fields = page["components"]["schemas"]["VitalsIn"]["properties"]
    assert fields["oxygen_saturation"]["description"] == "SpO₂ [%]"
    assert set(page["paths"]) >= {"/v1/interpret", "/v1/prescribe", "/v1/chat", "/healthz"}


def test_keys_come_from_a_file_or_the_environment_and_are_long(tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"# two, so that one can go\n{KEYS[0]}\n\n{KEYS[1]}\n", encoding="utf-8")
    keys = read_api_keys(file, {})
    assert keys.opens(KEYS[0])
    assert keys.opens(KEYS[1])
    assert not keys.opens("")
    assert read_api_keys(None, {"WEARABLE_COACH_API_KEYS": ",".join(KEYS)}).opens(KEYS[1])
    with pytest.raises(BadInput, match="at least 16"):
        ApiKeys(("short",))
    with pytest.raises(BadInput, match="cannot read"):
        read_api_keys(tmp_path / "none", {})


@pytest.mark.parametrize("left", ["", "# none\n", "short", None])
def test_taking_the_keys_away_takes_them_away_at_once(coach_of, tmp_path, left, caplog):
    file = tmp_path / "keys"
    file.write_text(f"{KEYS[0]}\n{KEYS[1]}\n")
    app = create_app(coach_of(ScriptedModel(unreachable)), api_keys=read_api_keys(file, {}))

    def status(key):
        given = {"Authorization": f"Bearer {key}"} if key else {}
        return client.post("/v1/chat", json={"question": "어때요?"}, headers=given).status_code

    with TestClient(app) as client:
        assert status(KEYS[0]) == status(KEYS[1]) == 200
        file.write_text(KEYS[1])
        assert (status(KEYS[0]), status(KEYS[1])) == (401, 200), "rotated without a restart"
        file.unlink() if left is None else file.write_text(left)
        assert status(KEYS[1]) == status("") == status("short") == 401
        (told,) = [r.getMessage() for r in caplog.records if "revoked" in r.getMessage()]
        assert str(file) in told
        file.write_text(KEYS[0])
        assert status(KEYS[0]) == 200


JSON = {"Content-Type": "application/json"}


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _up(url: str) -> httpx.Response:
    ends = time.monotonic() + 60
    while True:
        try:
            return httpx.get(url, timeout=5)
        except httpx.HTTPError:
            assert time.monotonic() < ends
            time.sleep(0.1)


def test_the_command_serves_for_real(tmp_path):
    port = _port()
    keys = tmp_path / "keys"
    keys.write_text(KEYS[0], encoding="utf-8")
    command = [sys.executable, "-m", "wearable_coach", "serve", "--port", str(port), "--out", str(tmp_path), "--api-keys", str(keys)]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        try:
            assert _up(f"http://127.0.0.1:{port}/healthz").json()["model"] == "rules"
            answer = httpx.post(
                f"http://127.0.0.1:{port}/v1/chat",
                json={"question": "숨이 안 쉬어져요"},
                headers=OPEN,
            )
            assert "119" in answer.json()["text"][:40]
        finally:
            served.terminate()
            _, said = served.communicate(timeout=30)
    assert "serving rules" in said
    assert "Traceback" not in said


def test_the_example_backend_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_STORE", str(tmp_path))
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from importlib import import_module

    with TestClient(import_module("example_backend").app) as client:
        body = client.post("/coach", json={"text": "오늘 운동해도 되나요?", "raw_json": DAY}).json()
        assert body["source"] == "rules"
        assert "62bpm" in body["answer"]
        assert (
            client.post("/coach", json={"text": "네", "raw_json": {"bmi": 900}}).status_code == 400
        )


def test_the_example_backend_maps_its_own_dictionary(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from importlib import import_module

    raw = {
        "sleep_min": 431.94, "sleep_hr": 0, "weight": 70.04, "height_m": 1.75, "bmi": 22.87, "body_fat": 18.2,
        "lean_body": 57.3, "distance_km": 5.2, "steps": 8000, "steps_cadence": 0, "exercise_min": 30, "flights": 4,
        "active_calories": 350.4, "total_calories": 2100, "calories_intake": 0, "oxygen_saturation": 0,
        "heart_rate": 72.4, "resting_heart_rate": 62, "walking_heart_rate": 98, "hrv": 41, "systolic": 0,
        "diastolic": 0, "glucose": None,
    }  # fmt: skip
    assert len(raw) == 23
    vitals, profile = import_module("example_backend").day_of(raw)
    assert {n: v for n, v in vitals.items() if v is not None} == {
        "heart_rate": 72, "resting_heart_rate": 62, "sleep_hr": 7.2, "steps": 8000, "distance_km": 5.2,
        "active_calories": 350, "weight": 70.0, "bmi": 22.87,
    }  # fmt: skip
    assert profile == {"height_cm": 175, "hr_context": "24h"}
    assert (
        checked_day(vitals, profile, hrmax_formula=DEFAULT_FORMULA).vitals.oxygen_saturation is None
    )
    empty, nobody = import_module("example_backend").day_of(dict.fromkeys(raw, 0))
    assert not any(empty.values())
    assert not nobody


def test_numbers_of_numpy_are_numbers():
    numpy = pytest.importorskip("numpy")
    day = checked_day(
        {
            "heart_rate": numpy.int64(72),
            "sleep_hr": numpy.float32(7.25),
            "steps": numpy.int32(8000),
        },
        {"age": numpy.int16(40)},
        hrmax_formula=DEFAULT_FORMULA,
    )
    assert day.vitals.model_dump(exclude_none=True) == {
        "heart_rate": 72,
        "sleep_hr": 7.25,
        "steps": 8000,
    }
    assert day.profile.age == 40
    with pytest.raises(BadInput, match="wrong type"):
        checked_day({"steps": numpy.bool_(1)}, {}, hrmax_formula=DEFAULT_FORMULA)


def _command(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", *arguments],
        capture_output=True, text=True, cwd=cwd, stdin=subprocess.DEVNULL, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


def test_serve_does_not_listen_beyond_loopback_without_a_key(tmp_path):
    done = _command("serve", "--host", "0.0.0.0", cwd=tmp_path)  # noqa: S104 - what is refused
    assert done.returncode == 2
    assert done.stderr.startswith("wearable-coach: host: 0.0.0.0 is reached from outside")


def test_ask_answers_on_standard_output_and_its_source_on_standard_error(tmp_path):
    done = _command("ask", "오늘 운동해도 되나요?", "--vitals", json.dumps(DAY), cwd=tmp_path)
    assert done.returncode == 0
    assert "62bpm" in done.stdout
    assert done.stderr.startswith("source: rules (no_model), model: rules")
    (tmp_path / "day.json").write_text(json.dumps(DAY), encoding="utf-8")
    done = _command("ask", "--kind", "interpret", "--vitals", "day.json", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told["kind"] == "health_interpretation"
    assert {v["verdict"] for v in told["verdicts"]} == {"supported"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask"], "question: is missing"),
        (["ask", "네", "--vitals", '{"bmi": 900}'], "bmi: 900"),
        (["ask", "네", "--vitals", "{"], "vitals: is not JSON"),
        (["ask", "네", "--profile", "none.json"], "profile: cannot read none.json"),
        (["ask", "네", "--kind", "interpret"], "question: interpret takes none"),
        (["ask", "네", "--out", "nowhere"], "store: nowhere is no folder"),
    ],
)
def test_a_wrong_command_is_one_line(arguments, named, tmp_path):
    done = _command(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stderr.count("\n") == 1
