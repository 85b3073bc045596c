"""An endpoint against a real server that does harm."""

import threading
import time

import pytest

from tests.support.chat_models import KEY, KINDS, asked, model_of
from tests.support.chat_replies import Fault
from tests.support.chat_server import ChatServer
from tests.support.hanging import HUNG_S
from wearable_coach.chat.contract import AnswerRefused, ModelUnreachable
from wearable_coach.errors import BadInput

QUESTION = [asked("62bpm이에요.")]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr("wearable_coach.client.retrying.FIRST_WAIT_S", 0.01)


@pytest.fixture
def server():
    with ChatServer(answer=lambda messages: f"답: {messages[-1]['content']}", key=KEY) as made:
        yield made


class Asking:
    """Asks from this thread."""

    def __init__(self, server, kind="openai", **changes):
        self._model = model_of(server, kind, **changes)

    def ask(self, **more):
        try:
            return self._model.answer(QUESTION, **more)[0]
        finally:
            self._model.close()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_asked_in_its_own_form(server, kind):
    answer = Asking(server, kind, temperature=0.5, max_tokens=77).ask()
    (request,) = server.requests
    assert answer.text == "답: 62bpm이에요."
    assert request.messages[0] == {"role": "system", "content": "당신은 코치예요."}
    if kind == "managed":
        assert request.path == "/score"
        assert request.body["input_data"]["parameters"]["max_new_tokens"] == 77
        assert answer.prompt_tokens is None
    else:
        assert (request.body["temperature"], request.body["max_tokens"]) == (0.5, 77)
        assert answer.answer_tokens == len(answer.text)
    if kind == "azure_openai":
        wanted = "/openai/deployments/coach/chat/completions?api-version=2024-10-21"
        assert (request.path, request.headers["api-key"]) == (wanted, KEY)
    else:
        assert request.headers["authorization"] == f"Bearer {KEY}"


RUBBISH = {
    "no json": b"<html>",
    "cut json": b'{"choices": [',
    "a list": b"[]",
    "a number": b"17",
    "null": b"null",
    "no choices": b"{}",
    "empty choices": b'{"choices": []}',
    "wrong choice": b'{"choices": [7]}',
    "wrong message": b'{"choices": [{"message": "x"}]}',
    "wrong content": b'{"choices": [{"message": {"content": [1]}}]}',
    "half a pair": b'{"choices": [{"message": {"content": "\\ud800"}}]}',
    "no utf-8": b'{"choices": [{"message": {"content": "\xff\xfe"}}]}',
    "deep": b"[" * 200_000,
    "huge number": b'{"choices": ' + b"9" * 10_000 + b"}",
    "huge": b" " * (4 * 2**20 + 1),
    "empty body": b"",
}
PASSING = {
    "429": Fault(status=429, headers={"retry-after": "0"}),
    "500": Fault(status=500),
    "502": Fault(status=502, body=b"<html>bad gateway"),
    "503": Fault(status=503),
    "504": Fault(status=504),
    "408": Fault(status=408),
    "dropped": Fault(drop=True),
    "cut": Fault(cut=True),
    "said nothing": Fault(body=b'{"choices": [{"message": {"content": ""}}]}'),
    **{name: Fault(body=body) for name, body in RUBBISH.items()},
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_may_pass_is_tried_again(server, fault):
    server.faults += [PASSING[fault]] * 2
    assert Asking(server).ask().text == "답: 62bpm이에요."
    assert len(server.requests) == 3


@pytest.mark.parametrize("fault", [f for f in PASSING if f != "said nothing"])
def test_what_does_not_pass_is_unreachable_after_all_tries(server, fault):
    server.faults.append(PASSING[fault]._replace(always=True))
    with pytest.raises(ModelUnreachable, match="after 3 tries") as caught:
        Asking(server, retries=2).ask()
    assert len(server.requests) == 3
    assert "\n" not in str(caught.value)


def test_a_model_that_says_nothing_each_time_refuses(server):
    server.faults.append(PASSING["said nothing"]._replace(always=True))
    with pytest.raises(AnswerRefused, match="said nothing"):
        Asking(server, retries=1).ask()


def test_a_wrong_key_is_told_by_its_variable_and_not_tried_again(server):
    with pytest.raises(BadInput, match="check COACH_KEY") as caught:
        Asking(server, key="sk-wrong").ask()
    assert "sk-wrong" not in str(caught.value)
    assert len(server.requests) == 1


BROKEN = {
    404: (b"", BadInput, "has no model 'coach'"),
    307: (b"", BadInput, "redirects"),
    422: (b'{"error": {"message": "max_tokens is odd"}}', BadInput, "max_tokens is odd"),
    413: (b"", AnswerRefused, "refused with 413"),
    400: (
        b'{"error": {"code": "content_filter", "message": "filtered ' + KEY.encode() + b'"}}',
        AnswerRefused,
        "filtered KEY",
    ),
    429: (b'{"error": {"code": "insufficient_quota"}}', BadInput, "quota"),
}


@pytest.mark.parametrize("status", BROKEN)
def test_what_will_not_pass_is_told_after_one_try(server, status):
    body, error, told = BROKEN[status]
    server.faults.append(Fault(status=status, body=body, headers={"location": "http://x/"}))
    with pytest.raises(error, match=told) as caught:
        Asking(server).ask()
    assert len(server.requests) == 1
    assert KEY not in str(caught.value)


def test_what_the_server_asks_to_wait_is_waited(server):
    server.faults.append(Fault(status=429, headers={"retry-after": "1"}))
    began = time.monotonic()
    Asking(server).ask()
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    "fault", [Fault(hang=True), Fault(delay_s=30), Fault(drip_s=0.2), Fault(status=503)]
)
def test_one_call_ends_in_the_time_given(server, fault):
    server.faults.append(fault._replace(always=True))
    began = time.monotonic()
    with pytest.raises(ModelUnreachable):
        Asking(server, retries=100).ask(timeout_s=0.5)
    assert time.monotonic() - began < HUNG_S


def test_a_try_ends_in_the_endpoints_time(server):
    server.faults.append(Fault(hang=True))
    assert Asking(server, timeout_s=0.3).ask().text == "답: 62bpm이에요."


def test_an_address_where_nobody_listens_is_unreachable(server):
    url = "http://127.0.0.1:9"
    with pytest.raises(ModelUnreachable, match=r"127\.0\.0\.1:9 lost"):
        Asking(server, retries=1, url=url).ask()


def test_the_filter_of_an_answer_is_a_refusal(server):
    body = b'{"choices": [{"finish_reason": "content_filter", "message": {"content": "x"}}]}'
    server.faults.append(Fault(body=body))
    with pytest.raises(AnswerRefused, match="content filter"):
        Asking(server).ask()


def test_an_answer_cut_by_the_limit_says_so_and_odd_counts_are_no_counts(server):
    server.faults.append(
        Fault(
            body=b'{"choices": [{"finish_reason": "length", "message": {"content": "x"}}],'
            b'"usage": {"prompt_tokens": true, "completion_tokens": -1}}'
        )
    )
    answer = Asking(server).ask()
    assert (answer.ended, answer.prompt_tokens, answer.answer_tokens) == (False, None, None)


def test_threads_have_a_connection_each_and_use_it_again(server):
    server.latency_s = 0.05
    model = model_of(server)
    for _ in range(2):
        threads = [threading.Thread(target=model.answer, args=(QUESTION,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    model.close()
    assert (server.connections, len(server.requests)) == (4, 8)


def test_closing_ends_a_wait_between_tries(server):
    server.faults.append(Fault(status=503, headers={"retry-after": "60"}, always=True))
    model = model_of(server)
    threading.Timer(0.3, model.close).start()
    began = time.monotonic()
    with pytest.raises(ModelUnreachable, match="closed"):
        model.answer(QUESTION)
    assert time.monotonic() - began < HUNG_S
    with pytest.raises(ModelUnreachable, match="open it again"):
        model.answer(QUESTION)
