"""The caretaker on a real server: what never began starts again, what is gone is marked, people are told."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.support.sink import sink
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


class World:
    """A server, people who are told, and a clock that can be put forward."""

    def __init__(self, client, address, store):
        self.client, self.address, self.store = client, address, store
        self.ahead = timedelta()

    def now(self):
        return datetime.now(UTC) + self.ahead

    def caretaker(self, **patience):
        from deployments.caretaker.patience import Patience
        from deployments.caretaker.rounds import Rounds

        settled = {"settling": timedelta(), "first_pause": timedelta()} | patience
        return Rounds(self.client, self.store, self.now, Patience(**settled))

    def run(self, *states, due=None, of=None):
        """A run of ours, due at some time from now, of a deployment, that went through these states."""
        deployment = of or self.deployment()
        at = {"scheduled_time": (self.now() + due).isoformat()} if due else {}
        state = {"type": "SCHEDULED", "state_details": at}
        run = self.post(f"/deployments/{deployment}/create_flow_run", state=state)["id"]
        for each in states:
            self.put(run, *each)
        return run

    def deployment(self, **more):
        from deployments.caretaker import runs

        flow = self.post("/flows/", name="a-flow")["id"]
        made = {"name": f"lost-{uuid4()}", "flow_id": flow, "tags": [runs.TAG]}
        return self.post("/deployments/", **made | more)["id"]

    def of(self, run):
        return self.client.request("GET", f"/flow_runs/{run}").json()["deployment_id"]

    def put(self, run, kind, name=None, message=None):
        state = {"type": kind, "name": name or kind.title(), "message": message}
        answer = self.post(f"/flow_runs/{run}/set_state", state=state)
        assert answer["status"] == "ACCEPT", answer

    def state(self, run):
        found = self.client.request("GET", f"/flow_runs/{run}").json()
        return found["state"]

    def post(self, path, **body):
        return self.client.request("POST", path, json=body).json()

    def texts(self, run):
        name = self.client.request("GET", f"/flow_runs/{run}").json()["name"]
        return [text for text in self.address.texts() if name in text]


PENDING, RUNNING = ("PENDING",), ("RUNNING",)
LOCKED = ("CRASHED", "Crashed", "Failed to submit flow run to infrastructure: 503")


@pytest.fixture
def world(tmp_path, monkeypatch):
    from prefect.client.orchestration import get_client

    from deployments.caretaker import pool, runs
    from deployments.register_blocks import save_alerts

    monkeypatch.setattr(runs, "TAG", f"coach-{uuid4()}")
    name = f"pool-{uuid4()}"
    monkeypatch.setattr(pool, "work_pool_of", lambda _environment: name)
    with sink() as address, get_client(sync_client=True) as client:
        save_alerts(address.url)
        found = World(client, address, LocalStore(tmp_path / "store"))
        found.post("/work_pools/", name=name, type="process")
        yield found
        forget_block(found)


def test_what_crashed_before_it_began_is_started_again_and_told_when_that_is_in_vain(world):
    caretaker = world.caretaker(most_starts=3)
    run = world.run(PENDING, LOCKED)
    for attempt in (2, 3):
        caretaker.look()
        state = world.state(run)
        assert state["type"] == "SCHEDULED"
        assert f"{attempt} of 3" in state["message"]
        assert "503" in state["message"]
        assert world.texts(run) == []
        world.put(run, *PENDING)
        world.put(run, *LOCKED)
    for _ in range(2):
        caretaker.look()
        assert world.state(run)["type"] == "CRASHED"
        (text,) = world.texts(run)
        assert text.startswith("A run failed\na-flow / ")
        assert "503" in text


def test_pauses_between_starts_grow(world):
    caretaker = world.caretaker(first_pause=timedelta(minutes=1))
    run, pauses = world.run(PENDING, LOCKED), []
    for _ in range(3):
        caretaker.look()
        at = datetime.fromisoformat(world.state(run)["state_details"]["scheduled_time"])
        pauses.append(round((at - world.now()).total_seconds() / 60))
        world.put(run, *PENDING)
        world.put(run, *LOCKED)
    assert pauses == [1, 2, 4]


def test_what_began_is_never_started_again_and_told_once_by_whoever_looks(world):
    caretaker = world.caretaker()
    crashed = world.run(PENDING, RUNNING, ("CRASHED", "Crashed", "it was killed"))
    failed = world.run(PENDING, RUNNING, ("FAILED", "TimedOut", "too long\nfor anybody"))
    by_hand = world.run(("CANCELLED", "Cancelled", "by a person"))
    for each in (caretaker, caretaker, world.caretaker()):
        each.look()
    kinds = [world.state(run)["type"] for run in (crashed, failed, by_hand)]
    assert kinds == ["CRASHED", "FAILED", "CANCELLED"]
    assert [len(world.texts(run)) for run in (crashed, failed, by_hand)] == [1, 1, 0]
    assert "TimedOut\ntoo long\nfor anybody" in world.texts(failed)[0]
    assert f"/runs/flow-run/{failed}" in world.texts(failed)[0]


def test_nights_that_were_left_out_and_scheduled_runs_that_were_cancelled_are_told_once(world):
    caretaker = world.caretaker()
    left_out = world.run(PENDING, RUNNING, ("COMPLETED", "Skipped", "that of 20261128 is made"))
    made = world.run(PENDING, RUNNING, ("COMPLETED",))
    cancelled, by_hand = world.run(due=timedelta(hours=-3)), world.run(due=timedelta(hours=-3))
    world.put(cancelled, "CANCELLED", "Cancelled", "the night is not wanted")
    world.put(by_hand, "CANCELLED")
    for each in (caretaker, caretaker, world.caretaker()):
        each.look()
    assert [len(world.texts(run)) for run in (left_out, made, cancelled, by_hand)] == [1, 0, 1, 1]
    assert "A night was left out" in world.texts(left_out)[0]
    assert "that of 20261128 is made" in world.texts(left_out)[0]
    assert world.texts(cancelled)[0].startswith("A scheduled run was cancelled")
    assert "the night is not wanted" in world.texts(cancelled)[0]
    assert "nobody said why" in world.texts(by_hand)[0]


def test_what_a_limit_cancels_is_told_once_an_hour_and_deployment(world):
    caretaker = world.caretaker(late=timedelta(days=1))
    first = world.run(due=timedelta(hours=-3))
    second = world.run(due=timedelta(hours=-2), of=world.of(first))
    for run in (first, second):
        world.put(run, "CANCELLED", "Cancelled", "Deployment concurrency limit reached.")
    caretaker.look()
    caretaker.look()
    assert sum(len(world.texts(run)) for run in (first, second)) == 1


def noon_now():
    """A time zone where it is noon, so that no date depends on when the test runs."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


def test_nights_that_had_no_run_are_told_by_their_dates_once(world, monkeypatch):
    from deployments.caretaker import unmade
    from flows.compositions.night import night_of

    name = f"nightly-{uuid4()}"
    monkeypatch.setattr(unmade, "NIGHTLY", f"a-flow/{name}")
    zone = noon_now()  # the server's own scheduler makes tonight's run
    every_day = {"schedule": {"cron": "0 23 * * *", "timezone": zone}, "active": True}
    deployment = world.deployment(name=name, schedules=[every_day])
    days = {n: timedelta(days=n) for n in range(-6, 2)}
    runs = {n: world.run(due=days[n], of=deployment) for n in (-6, -5, -2, 1)}
    caretaker = world.caretaker(late=timedelta(days=30))
    caretaker.look()
    caretaker.look()
    world.caretaker(late=timedelta(days=30)).look()
    (text,) = world.texts(runs[-2])
    lacking = [night_of(world.now() + days[n], ZoneInfo(zone)) for n in (-4, -3, -1)]
    assert f"No run was made for {', '.join(lacking)}" in text
    assert night_of(world.now() + days[-2], ZoneInfo(zone)) not in text


def test_a_question_that_nobody_answers_ends_and_is_told(world):
    caretaker = world.caretaker()
    waits, over = (world.run(PENDING, RUNNING) for _ in range(2))
    for run, days in ((waits, 1), (over, -1)):
        until = {"pause_timeout": (world.now() + timedelta(days=days)).isoformat()}
        details = until | {"pause_reschedule": True, "pause_key": "approve-1"}
        state = {"type": "PAUSED", "name": "Suspended", "state_details": details}
        assert world.post(f"/flow_runs/{run}/set_state", state=state)["status"] == "ACCEPT"
    caretaker.look()
    assert [world.state(run)["type"] for run in (waits, over)] == ["PAUSED", "FAILED"]
    (text,) = world.texts(over)
    assert "Nobody answered in time, and nothing was changed" in text


def test_a_run_that_lost_its_slot_on_its_way_is_started_again(world):
    caretaker = world.caretaker(most_starts=2)
    lost = "Deployment concurrency slot lost during provisioning - no slots available"
    run = world.run(PENDING, ("CANCELLED", "Cancelled", lost))
    caretaker.look()
    assert world.state(run)["type"] == "SCHEDULED"
    world.put(run, *PENDING)
    world.put(run, "CANCELLED", "Cancelled", lost)
    caretaker.look()
    assert lost in world.texts(run)[0], "not for ever, and not in silence"


def test_a_run_that_fails_again_is_told_again(world):
    caretaker = world.caretaker()
    run = world.run(PENDING, RUNNING, ("FAILED",))
    caretaker.look()
    for each in (("SCHEDULED",), PENDING, RUNNING, ("FAILED",)):
        world.put(run, *each)
    caretaker.look()
    assert len(world.texts(run)) == 2


def test_a_run_that_never_comes_is_started_again_and_one_that_waits_for_a_slot_is_left(world):
    caretaker = world.caretaker(late=timedelta(days=1))
    lost, sent = world.run(PENDING), world.run(PENDING, ("PENDING", "Submitting"))
    queued = world.run(PENDING, ("SCHEDULED", "AwaitingConcurrencySlot"))
    here = world.run(PENDING)
    caretaker.look()
    assert world.state(lost)["type"] == "PENDING", "it is on its way"
    world.ahead = timedelta(minutes=11)
    with process_of(here):
        caretaker.look()
        assert world.state(here)["type"] == "PENDING", "its process is there"
    for run in (lost, sent):
        state = world.state(run)
        assert state["type"] == "CRASHED"
        assert "it never began; no worker of the pool" in state["message"]
    world.put(queued, *PENDING)
    world.put(queued, "SCHEDULED", "AwaitingConcurrencySlot")
    caretaker.look()
    found = [world.state(run)["name"] for run in (lost, sent, queued)]
    assert found == ["Scheduled", "Scheduled", "AwaitingConcurrencySlot"]
    assert world.address.texts() == []


def test_a_run_that_is_gone_is_marked_and_one_that_gives_a_sign_of_life_is_not(world):
    caretaker = world.caretaker()
    gone, beating, here = (world.run(PENDING, RUNNING) for _ in range(3))
    caretaker.look()
    assert {world.state(run)["type"] for run in (gone, beating, here)} == {"RUNNING"}
    world.ahead = timedelta(minutes=5)
    heartbeat(world, beating)
    with process_of(here):
        caretaker.look()
    kinds = [world.state(run)["type"] for run in (gone, beating, here)]
    assert kinds == ["CRASHED", "RUNNING", "RUNNING"]
    caretaker.look()
    assert world.state(gone)["type"] == "CRASHED", "what began is not started again"
    (text,) = world.texts(gone)
    assert "no heartbeat came" in text


def test_after_a_start_and_a_sleep_nothing_silent_is_judged(world):
    caretaker = world.caretaker(settling=timedelta(minutes=2))
    run = world.run(PENDING, RUNNING)
    for ahead in (timedelta(), timedelta(hours=8), timedelta(hours=8, seconds=30)):
        world.ahead = ahead
        caretaker.look()
        assert world.state(run)["type"] == "RUNNING"
    for minutes in range(1, 4):
        world.ahead = timedelta(hours=8, seconds=30 + 50 * minutes)
        caretaker.look()
    assert world.state(run)["type"] == "CRASHED"


def test_a_run_that_nobody_takes_is_told_once_an_hour_and_deployment(world):
    caretaker = world.caretaker()
    run = world.run()
    caretaker.look()
    assert world.texts(run) == []
    for minutes, times in ((2, 1), (30, 1), (63, 2)):
        world.ahead = timedelta(minutes=minutes)
        caretaker.look()
        assert len(world.texts(run)) == times
    assert "A run is late" in world.texts(run)[0]
    assert "was ever there" in world.texts(run)[0]


def test_a_run_that_does_not_end_is_told_once(world):
    caretaker = world.caretaker(silent=timedelta(days=9))
    run = world.run(PENDING, RUNNING)
    for hours, times in ((5, 0), (7, 1), (8, 1)):
        world.ahead = timedelta(hours=hours)
        caretaker.look()
        assert len(world.texts(run)) == times
    assert "A run does not end" in world.texts(run)[0]


def test_what_could_not_be_told_is_told_later_and_the_address_stands_nowhere(world, caplog):
    from deployments.caretaker.__main__ import look_once

    caretaker = world.caretaker()
    run = world.run(PENDING, RUNNING, ("FAILED",))
    world.address.status = 500
    look_once(caretaker.look, None)
    world.address.status = 200
    world.ahead = timedelta(hours=5)
    look_once(caretaker.look, None)
    assert len(world.texts(run)) == 2, "posted twice, the first time in vain"
    look_once(caretaker.look, None)
    assert len(world.texts(run)) == 2
    assert world.address.url.rpartition("/")[2] not in caplog.text


def test_a_block_that_sends_nothing_is_said_and_once_it_is_another_all_is_told(world, caplog):
    from blocks import WebhookSecret
    from deployments.names import ALERTS_BLOCK
    from deployments.receiver.signatures import new_secret
    from deployments.register_blocks import save_alerts

    forget_block(world)
    WebhookSecret(current=new_secret()).save(ALERTS_BLOCK)
    caretaker = world.caretaker()
    run = world.run(PENDING, RUNNING, ("FAILED",))
    with caplog.at_level("INFO", "wearable_coach.receiver"):
        caretaker.look()
    assert "save one of another kind" in caplog.text
    assert world.texts(run) == []
    forget_block(world)
    save_alerts(world.address.url)
    caretaker.look()
    assert len(world.texts(run)) == 1


def test_a_store_that_cannot_be_written_silences_nobody(world):
    caretaker = world.caretaker()
    (world.store.folder / "alerts").parent.mkdir(parents=True, exist_ok=True)
    (world.store.folder / "alerts").write_text("a file where a folder should be")
    run = world.run(PENDING, RUNNING, ("FAILED",))
    caretaker.look()
    caretaker.look()
    assert len(world.texts(run)) == 1


def test_another_projects_runs_are_nobodys_business(world, monkeypatch):
    from deployments.caretaker import runs

    caretaker = world.caretaker()
    with monkeypatch.context() as patch:
        patch.setattr(runs, "TAG", "another")
        run = world.run(PENDING, LOCKED)
    caretaker.look()
    assert world.state(run)["type"] == "CRASHED"
    assert world.texts(run) == []


def forget_block(world):
    """Delete the block that people are told through."""
    from deployments.names import ALERTS_BLOCK

    named = {"block_documents": {"name": {"any_": [ALERTS_BLOCK]}}}
    for document in world.post("/block_documents/filter", **named):
        world.client.request("DELETE", f"/block_documents/{document['id']}")


def heartbeat(world, run):
    """A sign of life, and wait until the server has it."""
    event = {
        "id": str(uuid4()), "event": "prefect.flow-run.heartbeat", "payload": {},
        "occurred": (world.now() - timedelta(seconds=10)).isoformat(),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
    }  # fmt: skip
    world.client.request("POST", "/events", json=[event])
    asked = {"filter": {"id": {"id": [event["id"]]}}}
    until = time.monotonic() + 30
    asked["filter"]["occurred"] = {"until": world.now().isoformat()}
    while not world.post("/events/filter", **asked)["events"]:
        assert time.monotonic() < until
        time.sleep(0.3)


class process_of:  # noqa: N801 - reads as a block
    """A process that runs a flow run, as the worker starts them."""

    def __init__(self, run):
        self.environment = os.environ | {"PREFECT__FLOW_RUN_ID": run}

    def __enter__(self):
        sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
        self.process = subprocess.Popen(sleeping, env=self.environment)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
