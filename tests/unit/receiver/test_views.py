import json
from datetime import UTC, datetime

from tests.support.published import small_dataset
from tests.unit.receiver.conftest import BODY
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.log_lines import JsonLines
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS


def lines(caplog):
    return [json.loads(r.getMessage()) for r in caplog.records if "receiver" in r.name]


def test_health_tells_what_waits_and_whether_prefect_answers(opened, send, runs):
    well = {"status": "ok", "prefect": True, "kept": 0, "writable": True}
    assert opened().get("/healthz").json() == well
    runs.down = True
    send()
    answer = opened().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {**well, "status": "degraded", "prefect": False, "kept": 1}


def test_metrics_count_deliveries_by_outcome(send, runs):
    send(delivery="msg_1")
    send(delivery="msg_1")
    send(delivery="msg_1", signer="whsec_" + "A" * 40)
    send(b"{")
    send(b"x" * 70_000)
    runs.down = True
    send(delivery="msg_2")
    text = send.client.get("/metrics").text
    for outcome in ("started", "again", "unsigned", "invalid", "too_large", "kept"):
        assert f'coach_webhook_deliveries_total{{outcome="{outcome}"}} 1.0' in text
    assert "coach_webhook_kept 1.0" in text
    assert "coach_webhook_start_seconds_count 1.0" in text
    assert "coach_prefect_reachable 0.0" in text


def test_metrics_tell_what_the_store_holds(opened, store):
    text = opened().get("/metrics").text
    assert "coach_dataset_age_seconds NaN" in text
    assert "coach_model_promoted 0.0" in text
    small_dataset(store)
    promote(
        store,
        Change(
            "candidate", Endpoint(url="http://model"), datetime.now(UTC), "tanaka", PRODUCT_PROMPTS
        ),
    )
    text = opened().get("/metrics").text
    (age,) = [x for x in text.splitlines() if x.startswith("coach_dataset_age_seconds ")]
    assert float(age.split()[1]) > 0
    assert "coach_model_promoted 1.0" in text
    assert "coach_store_readable 1.0" in text


def test_a_log_line_is_an_object_without_body_secret_and_signature(send, runs, caplog, secret):
    caplog.set_level("INFO")
    words = "our-own-reason"
    send({**BODY, "data": {"reason": words}}, delivery="msg_secretive")
    send(b'{"other-words": 1}', delivery="msg_2")
    send(signer="whsec_" + "A" * 40)
    told = lines(caplog)
    assert [t["outcome"] for t in told] == ["started", "invalid", "unsigned"]
    assert told[0]["run"] == runs.runs()[0]
    assert len(told[0]["delivery"]) == 12
    logged = "\n".join(map(str, told))
    for hidden in (words, "other-words", "v1,", secret.removeprefix("whsec_"), "msg_secretive"):
        assert hidden not in logged


def test_others_words_become_objects_without_what_an_error_says(caplog):
    import logging

    try:
        int("body-of-a-person")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    line = JsonLines().format(caplog.records[-1])
    assert "body-of-a-person" not in line
    assert json.loads(line)["error"] == "ValueError"
