"""What a person says comes back in no error and stands in no log."""

import json
import logging

import pytest
from fastapi.testclient import TestClient

from tests.support.serving_days import ScriptedModel
from wearable_coach.client import Coach
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.service import create_app
from wearable_coach.errors import BadInput

WORDS = "가슴이아파요-my-own-words"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def coach(coach_of):
    return coach_of(ScriptedModel(lambda _c: "네"))


@pytest.fixture
def client(coach):
    app = create_app(coach, api_keys=ApiKeys(()))
    with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False) as opened:
        yield opened


def _of(**fields) -> bytes:
    return json.dumps({"question": WORDS, **fields}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "\\ud800"}',
        b'{"question": "\\udc00' + WORDS.encode() + b'"}',
        b'{"question": "\\ud83d"}',
        b'{"question": "ok", "history": [{"role": "user", "content": "\\ud83d"}]}',
        b'{"question": "ok", "\\ud83d": 1}',
        b'{"question": "ok", "profile": {"goal": "\\udfff"}}',
        b'{"question": "\\u0000"}',
        '{"question": "😀"}'.encode()[:-4] + b'"}',
        b'{"question": "\xed\xa0\x80"}',
        '{"question": "네"}'.encode("utf-16"),
        b"\xff\xfe\x00",
        WORDS.encode(),
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"question": NaN}',
        b'{"vitals": {"heart_rate": ' + b"9" * 5_000 + b"}}",
        _of()[:-1],
        b"\x1f\x8b\x08\x00" + b"\x00" * 50,
    ],
)  # fmt: skip
def test_a_body_that_no_text_can_be_read_from_is_a_400_of_one_line(client, body):
    for route in ("chat", "interpret", "prescribe"):
        answer = client.post(f"/v1/{route}", content=body, headers=JSON)
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("body: ")
        assert "\n" not in answer.json()["detail"]
        assert WORDS not in answer.text


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_said_to_be_json_is_told_how(client, kind):
    answer = client.post("/v1/chat", content=_of(), headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert "Content-Type: application/json" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (_of(vitals={"heart_rate": WORDS}), 422),
        (_of(vitals=WORDS), 422),
        (_of(profile={"sex": WORDS}), 422),
        (_of(profile={"conditions": [WORDS]}), 422),
        (_of(profile={"goal": WORDS * 3}), 400),
        (_of(profile={"goal": f"{WORDS}\n"}), 400),
        (_of(history=[{"role": WORDS, "content": WORDS}]), 422),
        (_of(history=[{"role": "assistant", "content": WORDS}]), 400),
        (_of(history=[{"role": "user", "content": WORDS}]), 400),
        (_of(**{WORDS: 1}), 422),
        (_of(vitals={WORDS: 1}), 422),
        (json.dumps({"question": WORDS * 200}).encode(), 422),
        (json.dumps([WORDS]).encode(), 422),
        (json.dumps(WORDS).encode(), 422),
    ],
)
def test_what_is_wrong_is_named_without_a_word_of_it(client, body, status, caplog):
    caplog.set_level(logging.DEBUG)
    answer = client.post("/v1/chat", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.json()["detail"]
    for said in (answer.text, caplog.text):
        assert WORDS not in said
        assert "my-own-words" not in said


def test_a_fault_tells_nothing_to_the_caller_or_the_log(coach, monkeypatch, capsys):
    from wearable_coach.client.log_lines import lines_to_stderr

    async def broken(*_given, **_named):
        raise RuntimeError(WORDS)

    monkeypatch.setattr(coach, "achat", broken)
    from tests.support.http_face import http_face

    handler = lines_to_stderr()
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        with http_face(create_app(coach, api_keys=ApiKeys(()), close_coach=False)) as port:
            import httpx

            url = f"http://127.0.0.1:{port}/v1/chat"
            answer = httpx.post(url, content=_of(), headers=JSON, trust_env=False)
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(logging.WARNING)
    said = capsys.readouterr().err
    assert answer.status_code == 500
    faults = [json.loads(line) for line in said.splitlines() if "RuntimeError" in line]
    assert [f["error"] for f in faults] == ["RuntimeError"]
    assert any("broken" in frame for frame in faults[0]["frames"])
    for told in (answer.text, said):
        assert "my-own-words" not in told
        assert "Traceback" not in told


@pytest.mark.parametrize("words", ["\ud800", "네 \ud83d", "a\x00b"])
def test_the_library_refuses_what_no_utf8_can_say_in_one_line(coach: Coach, words):
    for ask in (
        lambda: coach.chat(words),
        lambda: coach.chat("네", None, None, [{"role": "user", "content": words}, {"role": "assistant", "content": "네"}]),
        lambda: coach.chat("네", None, {"goal": words}),
    ):  # fmt: skip
        with pytest.raises(BadInput) as raised:
            ask()
        assert str(raised.value).isprintable()


def test_every_answer_says_that_it_is_utf8_and_is_not_kept(client):
    for answer in (
        client.post("/v1/chat", content=_of(), headers=JSON),
        client.post("/v1/chat", content=b"\xff", headers=JSON),
        client.get("/healthz"),
        client.get("/nowhere"),
    ):
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_no_address_is_repeated_in_a_redirect(coach):
    app = create_app(coach, api_keys=ApiKeys(("a-key-of-sixteen-or-more",)), close_coach=False)
    with TestClient(app, "http://evil.example") as client:
        answer = client.get("/healthz/", follow_redirects=False)
    assert answer.status_code == 404
    assert "evil" not in f"{answer.headers}{answer.text}"
