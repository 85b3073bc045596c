import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from deployments import healthcheck
from deployments.caretaker.memory import KEY, Memory, read_record
from deployments.caretaker.patience import EVERY_S, Patience
from deployments.caretaker.pool import Pool, why_untaken
from deployments.doctor.checks import automations, deployed
from deployments.installation import Installation, worker_limit
from deployments.names import LEAST_WORKER_LIMIT, TAG, WORKER_LIMIT_VARIABLE
from tests.support.installations import NOW, installation, only
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.store import LocalStore

ROOT = Path(__file__).parents[3]
PREFECT_YAML = yaml.safe_load((ROOT / "prefect.yaml").read_text())
PATIENCE = Patience()
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
NOBODY = Pool(paused=False, online=0, last_sign=None)
SOMEBODY = Pool(paused=False, online=1, last_sign=NOW)
PAUSED = SOMEBODY._replace(paused=True)


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


@pytest.mark.parametrize(
    ("waits", "pool", "busy", "words"),
    [
        (61 * SECOND, NOBODY, False, "No worker takes it: no worker of the pool"),
        (61 * SECOND, NOBODY, True, "No worker takes it"),
        (61 * SECOND, NOBODY._replace(last_sign=NOW), False, "last sign of life was 2026-11-26 03:00:00 UTC"),
        (61 * SECOND, PAUSED, True, "paused"),
        (59 * SECOND, NOBODY, False, ""),
        (59 * SECOND, PAUSED, False, ""),
        (9 * MINUTE, SOMEBODY, False, ""),
        (11 * MINUTE, SOMEBODY, False, "11 min, though 1 worker(s)"),
        (5 * HOUR, SOMEBODY, True, ""),
        (7 * HOUR, SOMEBODY, True, "420 min"),
    ],
)  # fmt: skip
def test_a_run_that_waits_its_turn_is_no_news_and_one_that_nobody_can_take_is(
    waits, pool, busy, words
):
    found = why_untaken(waits, pool, PATIENCE, busy=busy)
    assert words in found
    assert bool(found) == bool(words)


def test_what_was_told_is_known_to_the_next_caretaker(store):
    first = Memory(store, NOW)
    first.keep("failed:a", NOW)
    first.keep("late:b", NOW)
    later = Memory(store, NOW + 5 * MINUTE)
    assert later.knows("failed:a", NOW + 300 * HOUR)
    assert later.knows("late:b", NOW + 59 * MINUTE, HOUR)
    assert not later.knows("late:b", NOW + 60 * MINUTE, HOUR)
    assert not later.knows("failed:c", NOW)


def test_two_caretakers_of_a_store_know_what_either_told(store):
    one, other = Memory(store, NOW), Memory(store, NOW)
    one.keep("a", NOW)
    other.keep("b", NOW)
    one.keep("c", NOW)
    assert set(read_record(store.read(KEY).data).told) == {"a", "b", "c"}
    assert other.knows("a", NOW)


def test_ends_are_news_from_the_first_look_on_and_after_a_pause_from_the_last(store):
    first = Memory(store, NOW)
    assert first.since == NOW, "what ended before is nobody's news"
    first.looked(NOW + 30 * HOUR)
    overlap = first.since
    assert NOW + 29 * HOUR <= overlap < NOW + 30 * HOUR
    assert Memory(store, NOW + 90 * HOUR).since == overlap, "nothing of a long pause is lost"


def test_a_look_is_written_down_once_a_minute_and_old_news_are_forgotten(store):
    mine = Memory(store, NOW)
    mine.keep("a", NOW)
    tags = []
    for seconds in range(0, 130, 20):
        mine.looked(NOW + seconds * SECOND)
        tags.append(store.read(KEY).etag)
    assert len(set(tags)) == 3
    mine.looked(NOW + 8 * 24 * HOUR)
    assert read_record(store.read(KEY).data).told == {}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"told": 3}', b"[" * 100_000, b"\xff"])
def test_a_memory_that_cannot_be_read_is_written_anew(store, data):
    store.create(KEY, data)
    assert read_record(data) is None
    Memory(store, NOW).keep("a", NOW)
    assert set(read_record(store.read(KEY).data).told) == {"a"}


def test_a_store_that_does_not_answer_takes_no_memory_away(store, monkeypatch):
    mine = Memory(store, NOW)

    def refuse(*_, **__):
        raise StoreConflict

    for name in ("read", "create", "replace"):
        monkeypatch.setattr(store, name, refuse)
    mine.keep("a", NOW)
    assert mine.knows("a", NOW)
    assert not Memory(store, NOW).knows("a", NOW)
    monkeypatch.undo()
    mine.looked(NOW + MINUTE)
    assert set(read_record(store.read(KEY).data).told) == {"a"}


def test_a_living_run_is_heard_three_times_before_it_is_taken_for_dead():
    pool = PREFECT_YAML["definitions"]["work_pool"]
    seconds = int(pool["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
    assert timedelta(seconds=seconds) * 3 <= PATIENCE.silent
    assert timedelta(seconds=EVERY_S) * 2 < PATIENCE.silent


def test_every_deployment_is_looked_after_and_none_waits_for_another():
    deployments = PREFECT_YAML["deployments"]
    assert all(TAG in d["tags"] for d in deployments)
    limits = {d["name"]: d["concurrency_limit"]["limit"] for d in deployments if "concurrency_limit" in d}  # fmt: skip
    assert limits["retrain"] >= 1
    assert limits["evaluate"] == 1
    assert sum(limits.get(d["name"], 1) for d in deployments) <= LEAST_WORKER_LIMIT


def test_what_waits_for_a_slot_keeps_it_for_as_long_as_its_start_may_take():
    for name in ("retrain", "evaluate"):
        (found,) = [d for d in PREFECT_YAML["deployments"] if d["name"] == name]
        limit = found["concurrency_limit"]
        assert limit["collision_strategy"] == "ENQUEUE", "what comes too soon is no failure"
        assert timedelta(seconds=limit["grace_period_seconds"]) >= PATIENCE.on_its_way


def test_the_worker_has_a_limit_that_can_be_set():
    assert worker_limit({}) >= LEAST_WORKER_LIMIT
    assert worker_limit({WORKER_LIMIT_VARIABLE: "2"}) == 2
    command = Installation(Path("/x"), 1, 2).worker({WORKER_LIMIT_VARIABLE: "3"}).arguments
    assert "--limit 3" in " ".join(command)


@pytest.mark.parametrize("given", ["0", "-1", "two", "1.5", " "])
def test_a_limit_that_is_none_is_refused(given):
    with pytest.raises(BadInput, match=re.escape(f"{WORKER_LIMIT_VARIABLE}: {given!r}")):
        worker_limit({WORKER_LIMIT_VARIABLE: given})


def test_the_doctor_sees_who_looks_after_the_runs(tmp_path):
    place = tmp_path / "home"
    place.mkdir()
    here = installation(place=place)
    vars(here)["_api"] = AnsweringApi()
    assert only(automations.cleaning(here)).status == "fail"
    Memory(LocalStore(place), NOW).looked(NOW - MINUTE)
    assert only(automations.cleaning(here)).status == "ok"
    late = installation(place=place, now=NOW + 6 * MINUTE)
    vars(late)["_api"] = AnsweringApi()
    found = only(automations.cleaning(late))
    remedy = f"python -m deployments.caretaker --store {place}"
    assert (found.status, found.remedy) == ("fail", remedy)


def test_a_deployment_without_its_limit_is_red_and_one_with_another_is_the_operators():
    here = installation()
    vars(here)["_api"] = AnsweringApi()
    for given, statuses in ((None, {"fail"}), ({"limit": 9}, {"ok"})):
        vars(here)["_deployed"] = [as_deployed(d, given) for d in PREFECT_YAML["deployments"]]
        found = [f for f in deployed.defined(here) if f.name in {"retrain", "evaluate"}]
        assert {f.status for f in found} == statuses


def as_deployed(wanted, limit):
    """What the server says of a deployment that is as prefect.yaml has it but for its limit."""
    return {
        "name": wanted["name"], "entrypoint": wanted["entrypoint"], "paused": False,
        "work_pool_name": wanted["work_pool"]["name"], "global_concurrency_limit": limit,
        "schedules": [{"slug": s["slug"], "active": True} for s in wanted.get("schedules", ())],
    }  # fmt: skip


class AnsweringApi:
    url = ""

    def get(self, _):
        return True


def test_a_service_that_touches_a_file_is_well_while_it_does(tmp_path, monkeypatch):
    file = tmp_path / "mark"
    assert not healthcheck.is_well(f"file:{file}")
    file.touch()
    assert healthcheck.is_well(f"file:{file}")
    monkeypatch.setattr(healthcheck.time, "time", lambda: datetime.now(UTC).timestamp() + 130)
    assert not healthcheck.is_well(f"file:{file}")
