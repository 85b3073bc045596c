import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from deployments.receiver.deliveries import Deliveries, Delivery, name_of
from deployments.receiver.requests import RetrainData
from wearable_coach.errors import BadInput

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def delivery(number=1, digest="a"):
    return Delivery(id=f"msg_{number}", received_at=NOW, body_sha256=digest, data=RetrainData())


@pytest.fixture
def deliveries(store):
    return Deliveries(store)


def test_a_delivery_waits_from_its_keeping_until_it_is_settled(deliveries):
    kept = deliveries.keep(delivery())
    assert deliveries.waiting() == [kept.name] == [name_of("msg_1")]
    begun = deliveries.started(kept.name, run="run", at=NOW)
    assert begun == deliveries.find(kept.name)
    assert (begun.run, begun.started_at) == ("run", NOW)
    deliveries.settled(kept.name)
    deliveries.settled(kept.name)
    assert deliveries.waiting() == []


def test_the_first_of_an_id_is_kept_and_the_first_run_stays(deliveries):
    first = deliveries.keep(delivery(digest="a"))
    assert deliveries.keep(delivery(digest="b")) == first
    deliveries.started(first.name, run="one", at=NOW)
    assert deliveries.started(first.name, run="two", at=NOW).run == "one"


def test_a_delivery_that_has_its_run_does_not_wait_again(deliveries):
    kept = deliveries.keep(delivery())
    deliveries.started(kept.name, run="run", at=NOW)
    deliveries.settled(kept.name)
    assert deliveries.keep(delivery()).run == "run"
    assert deliveries.waiting() == []


def test_a_delivery_whose_receiver_died_before_its_record_is_kept_from_what_waits(
    deliveries, store
):
    kept = deliveries.keep(delivery())
    store.remove(f"webhooks/{kept.name[:2]}/{kept.name}.json")
    assert deliveries.find(kept.name) is None
    assert deliveries.take_up(kept.name) == kept == deliveries.find(kept.name)


def test_what_nobody_keeps_is_not_taken_up(deliveries):
    assert deliveries.take_up(name_of("msg_1")) is None


def test_finding_what_waits_reads_no_settled_delivery(deliveries, store, monkeypatch):
    for number in range(20):
        kept = deliveries.keep(delivery(number))
        deliveries.started(kept.name, run="run", at=NOW)
        deliveries.settled(kept.name)
    waiting = deliveries.keep(delivery(99)).name
    listed = []
    monkeypatch.setattr(store, "read", None)
    monkeypatch.setattr(
        store, "keys", lambda p, keys=store.keys: listed.append(p) or keys(p), raising=True
    )
    assert deliveries.waiting() == [waiting]
    assert listed == ["webhooks/waiting/"]


def test_many_at_once_keep_one_record_of_an_id(deliveries):
    with ThreadPoolExecutor(8) as threads:
        bodies = [str(n) for n in range(40)]
        kept = list(threads.map(lambda b: deliveries.keep(delivery(digest=b)), bodies))
    assert {k.body_sha256 for k in kept} == {deliveries.find(name_of("msg_1")).body_sha256}


def test_a_folder_that_empties_and_fills_at_once_loses_nothing(deliveries):
    def through(number):
        kept = deliveries.keep(delivery(number))
        deliveries.started(kept.name, run=f"run-{number}", at=NOW)
        deliveries.settled(kept.name)
        deliveries.waiting()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(through, range(200)))
    assert deliveries.waiting() == []


def test_a_record_names_no_place_and_no_secret(deliveries, store):
    name = deliveries.keep(delivery()).name
    record = json.loads(store.read(f"webhooks/{name[:2]}/{name}.json").data)
    assert set(record) == {
        "schema_version", "id", "received_at", "body_sha256", "data", "run", "started_at",
    }  # fmt: skip


def test_a_damaged_record_is_named(deliveries, store):
    kept = deliveries.keep(delivery())
    key = f"webhooks/{kept.name[:2]}/{kept.name}.json"
    store.replace(key, b"{", etag=store.read(key).etag)
    with pytest.raises(BadInput, match=kept.name):
        deliveries.take_up(kept.name)


def test_a_file_of_somebody_else_s_does_not_wait_for_a_run(deliveries, store):
    kept = deliveries.keep(delivery())
    store.create("webhooks/waiting/.DS_Store", b"")
    store.create("webhooks/waiting/notes.json", b"{}")
    assert deliveries.waiting() == [kept.name]


@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b"\xff", b"[]"])
def test_a_delivery_that_cannot_be_read_is_told_in_a_line(deliveries, store, data):
    name = name_of("msg_1")
    store.create(f"webhooks/{name[:2]}/{name}.json", data)
    with pytest.raises(BadInput, match="restore it from a backup"):
        deliveries.find(name)
