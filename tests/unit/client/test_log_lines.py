import io
import json
import logging
import sys

import pytest

from wearable_coach.client.log_lines import JsonLines, Seldom, lines_to_stderr

WORDS = "my-own-words"


@pytest.fixture(params=["as it begins", "taken by a library"])
def log(monkeypatch, request):
    """Writes lines to the log of a service; gives them back as objects."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logging.getLogger("uvicorn").propagate = request.param == "as it begins"
    handler, root = lines_to_stderr(), logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


def test_the_same_words_of_others_are_written_once_a_minute_and_counted(log):
    other, ours = logging.getLogger("uvicorn.error"), logging.getLogger("wearable_coach.http")
    for number in range(1000):
        other.warning("Invalid HTTP request received.")
        other.warning("another thing of %d", number)
        ours.warning(json.dumps({"event": "own", "number": number}))
    lines = log()
    assert [x["message"] for x in lines if x["event"] == "log"] == [
        "Invalid HTTP request received.",
        "another thing of 0",
    ]
    assert [x["number"] for x in lines if x["event"] == "own"] == list(range(1000))


def test_a_line_says_how_many_were_left_out(monkeypatch):
    now = 1000.0
    monkeypatch.setattr("wearable_coach.client.log_lines.time.monotonic", lambda: now)
    seldom = Seldom()
    record = logging.LogRecord("x", logging.WARNING, "", 0, "rubbish", (), None)
    assert [seldom.filter(record) for _ in range(5)] == [True, False, False, False, False]
    now += 61
    assert seldom.filter(record)
    assert json.loads(JsonLines().format(record))["missed"] == 4


def test_what_is_remembered_of_others_words_is_bounded():
    seldom = Seldom()
    for number in range(10_000):
        seldom.filter(logging.LogRecord("x", logging.WARNING, "", 0, f"{number}", (), None))
    assert len(seldom._known) <= 200


def test_what_others_quote_after_their_first_line_is_left_out(log):
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %s", WORDS)
    try:
        int(WORDS)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    first, second = log()
    assert WORDS not in json.dumps([first, second])
    assert first["message"] == "Task exception was never retrieved"
    assert second["error"] == "ValueError"
    assert any("test_log_lines" in frame for frame in second["frames"])
