"""What goes over the wire, and when to ask again: pure."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.chat_models import KEY, asked
from wearable_coach.chat.contract import Answer, AnswerRefused, Prices
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.answer_reading import EndpointReply, read_reply
from wearable_coach.client.endpoint_wire import Wire, endpoint_fingerprint, endpoint_url
from wearable_coach.client.retrying import RetryPolicy, TryAgain, retry_after_s
from wearable_coach.errors import BadInput, CoachError
from wearable_coach.records import Message

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OPENAI = Endpoint(url="https://host/v1", model="coach", key_variable="COACH_KEY")


@pytest.mark.parametrize(
    ("url", "posted"),
    [
        ("https://host/v1", "https://host/v1/chat/completions"),
        ("https://host/v1/", "https://host/v1/chat/completions"),
        ("https://host/v1/chat/completions", "https://host/v1/chat/completions"),
    ],
)
def test_a_base_url_is_taken_as_people_copy_it(url, posted):
    assert endpoint_url(Endpoint(url=url)) == posted


@pytest.mark.parametrize(
    "url",
    [
        "", "host/v1", "ftp://host", "https://", "https://ho st", "https://host:port",
        "https://[::1", "https://me:hunter2@host", "https://host/?key=hunter2", "https://host/#x",
        "https://host/\n",
    ],
)  # fmt: skip
def test_a_malformed_address_is_told_and_no_secret_repeated(url):
    with pytest.raises(BadInput, match=r"^url: ") as caught:
        endpoint_url(Endpoint(url=url))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("lacking", ["model", "api_version"])
def test_azure_openai_needs_its_deployment_and_version(lacking):
    settings = {"model": "m", "api_version": "v"} | {lacking: ""}
    with pytest.raises(BadInput, match=f"^{lacking}: empty"):
        endpoint_url(Endpoint(kind="azure_openai", url="https://host", **settings))


@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ("bearer", {"authorization": f"Bearer {KEY}"}),
        ("plain", {"authorization": KEY}),
        ("api-key", {"api-key": KEY}),
    ],
)
def test_the_key_goes_into_the_header_named(header, sent):
    endpoint = OPENAI.model_copy(update={"key_header": header})
    headers = Wire(endpoint, key=None, environment={"COACH_KEY": f" {KEY}\n"}).headers
    assert sent.items() <= headers.items()


def test_azure_openai_has_its_own_header_unless_another_is_named_and_keeps_it_when_written():
    settings = {"kind": "azure_openai", "url": "https://h", "model": "m", "api_version": "v"}
    for given_, header in (({}, "api-key"), ({"key_header": "bearer"}, "bearer")):
        endpoint = Endpoint(**settings, **given_)
        assert endpoint.key_header == header
        assert Endpoint.model_validate_json(endpoint.model_dump_json()) == endpoint


@pytest.mark.parametrize("environment", [{}, {"COACH_KEY": " "}])
def test_a_key_that_is_not_set_is_told_by_its_variable(environment):
    with pytest.raises(BadInput, match="COACH_KEY is not set"):
        Wire(OPENAI, key=None, environment=environment)


@pytest.mark.parametrize("key", ["열쇠", "a\nb", "a\0b"])
def test_a_key_that_no_header_can_hold_is_told_and_not_repeated(key):
    with pytest.raises(BadInput, match="holds is no key") as caught:
        Wire(OPENAI, key=key, environment={})
    assert key not in str(caught.value)


def test_a_question_that_cannot_be_written_is_refused():
    wire = Wire(Endpoint(url="https://host"), key=None, environment={})
    with pytest.raises(AnswerRefused, match="surrogate"):
        wire.body([Message(role="user", content="\ud800")])


def test_a_model_is_another_when_what_decides_its_answers_is():
    base = Endpoint.model_validate({"url": "https://host"})
    same = [
        {"temperature": 0.0}, {"url": "https://host/"}, {"key_variable": "X"}, {"retries": 9},
        {"timeout_s": 3}, {"at_once": 1},
        {"prices": Prices(prompt_per_million=1, answer_per_million=2)}, {"key_header": "plain"},
    ]  # fmt: skip
    other = [
        {"temperature": 0.1}, {"url": "https://other"}, {"model": "m"}, {"kind": "managed"},
        {"api_version": "v"}, {"max_tokens": 7},
    ]  # fmt: skip
    made = [endpoint_fingerprint(Endpoint(**({"url": "https://host"} | c))) for c in same + other]
    assert set(made[: len(same)]) == {endpoint_fingerprint(base)}
    assert len(set(made)) == len(other) + 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3), (" 0.5 ", 0.5), ("Thu, 01 Jan 2026 00:00:07 GMT", 7),
        ("Thu, 01 Jan 2026 00:00:07", 7), ("Wed, 31 Dec 2025 00:00:00 GMT", 0),
        ("-1", None), ("soon", None), ("", None), ("1e9", None), ("²", None), ("nan", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_a_date(value, seconds):
    assert retry_after_s(value, now=lambda: NOW) == seconds


@given(st.integers(1, 4), st.one_of(st.none(), st.floats(0, 1e6)), st.floats(0, 200), st.integers())
def test_a_wait_honours_the_server_up_to_a_cap_and_fits_in_the_time_left(tries, after, left, seed):
    wait = RetryPolicy(4, Random(seed)).wait_s(tries, TryAgain("x", after_s=after), left_s=left)
    if wait is None:
        return
    assert 0 <= wait < left
    if after is None:
        assert wait <= 0.5 * 2 ** (tries - 1)
    else:
        assert min(after, 60) <= wait <= 66


def test_tries_end():
    assert RetryPolicy(4, Random(1)).wait_s(5, TryAgain("x"), left_s=100) is None


@pytest.mark.parametrize(
    "body",
    [
        '{"output": "네"}', '{"output": ["네"]}', '{"output": {"0": "네"}}', '["네"]',
        '[{"0": "네"}]', '[{"output": "네"}]', '"네"',
    ],
)  # fmt: skip
def test_a_managed_endpoints_answer_is_found_however_it_is_wrapped(body):
    endpoint = Endpoint(kind="managed", url="https://host/score")
    reply = EndpointReply(200, {}, body.encode(), 0.5)
    assert read_reply(endpoint, reply, now=lambda: NOW) == Answer(text="네", latency_s=0.5)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "usage", "output", "0", "error"]),
            inner,
        )
    ),
    max_leaves=10,
)


@given(
    ANY_JSON | st.binary(), st.integers(100, 599), st.sampled_from(["openai", "managed"]), st.text()
)
def test_whatever_a_server_sends_ends_in_an_answer_or_an_error_of_ours(sent, status, kind, after):
    import json

    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    reply = EndpointReply(status, {"retry-after": after}, body, 0.1)
    try:
        told = read_reply(Endpoint(kind=kind, url="https://host"), reply, now=lambda: NOW).text
    except CoachError as error:
        told = str(error).replace("\n", "")
    assert told.strip()


def test_the_body_holds_the_conversation_as_it_is():
    import json

    wire = Wire(Endpoint(url="https://host", model='"coach"'), key=None, environment={})
    body = json.loads(wire.body(asked('그는 "네"라고\n했어요.')))
    assert body["model"] == '"coach"'
    assert body["messages"][1] == {"role": "user", "content": '그는 "네"라고\n했어요.'}
