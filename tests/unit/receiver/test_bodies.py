import json

import pytest

from deployments.receiver.requests import BadBody, read_request


def read(data=None, **rest):
    body = {"type": "retrain.requested", **rest}
    if data is not None:
        body["data"] = data
    return read_request(json.dumps(body).encode()).data


def test_nothing_but_the_type_is_the_plan():
    assert read().parameters() == {
        "dataset": "latest",
        "refresh": "when_missing",
        "hyperparameters": {
            "epochs": 3, "batch_size": 4, "learning_rate": 2e-4, "lora_rank": 16, "lora_alpha": 32,
        },
        "reason": "",
        "again": False,
    }  # fmt: skip


def test_some_hyperparameters_leave_the_others_to_the_plan():
    asked = read({"hyperparameters": {"epochs": 1, "learning_rate": 1e-3}}).parameters()
    assert asked["hyperparameters"]["epochs"] == 1
    assert asked["hyperparameters"]["batch_size"] == 4


def test_everything_can_be_asked_for():
    asked = {"dataset": "20260101-0123456789ab", "refresh": "never", "reason": "새 데이터", "again": True}  # fmt: skip
    found = read(asked, timestamp="2026-01-01T00:00:00Z").parameters()
    assert {k: found[k] for k in asked} == asked


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"store": "elsewhere"}, "data.store"),
        ({"backend": "azure"}, "data.backend"),
        ({"dataset": "../../etc"}, "data.dataset"),
        ({"dataset": "latest\n"}, "data.dataset"),
        ({"refresh": "sometimes"}, "data.refresh"),
        ({"again": "yes"}, "data.again"),
        ({"reason": "x" * 301}, "data.reason"),
        ({"reason": "two\nlines"}, "data.reason"),
        ({"reason": {"__prefect_kind": "jinja"}}, "data.reason"),
        ({"hyperparameters": {"epochs": 0}}, "data.hyperparameters.epochs"),
        ({"hyperparameters": {"epochs": "3"}}, "data.hyperparameters.epochs"),
        ({"hyperparameters": {"epochs": 1e9}}, "data.hyperparameters.epochs"),
        ({"hyperparameters": {"learning_rate": float("nan")}}, "learning_rate"),
        ({"hyperparameters": {"learning_rate": float("inf")}}, "learning_rate"),
        ({"hyperparameters": {"dropout": 0.1}}, "data.hyperparameters.dropout"),
        ({"hyperparameters": []}, "data.hyperparameters"),
        ([], "data"),
    ],
)
def test_a_wrong_field_is_named(data, field):
    with pytest.raises(BadBody) as raised:
        read(data)
    assert any(w.field.endswith(field) for w in raised.value.wrong)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"type": "other"}', b'{"type": 1}', b"\xff", b"[" * 60_000,
     b'{"type": "retrain.requested", "more": 1}', b'{"type": "retrain.requested", "data": null}'],
)  # fmt: skip
def test_what_is_no_request_is_refused(body):
    with pytest.raises(BadBody):
        read_request(body)


def test_what_was_sent_is_not_told_at_length():
    secret, long = "s3cret-value", "k" * 5_000
    with pytest.raises(BadBody) as raised:
        read({long: secret, "dataset": secret, "reason": secret * 100, "refresh": secret})
    told = str(raised.value)
    assert secret not in told
    assert len(told) < 1_000


def test_many_wrong_fields_are_told_in_few_lines():
    with pytest.raises(BadBody) as raised:
        read({f"field{n}": n for n in range(100)})
    assert len(raised.value.wrong) == 8
