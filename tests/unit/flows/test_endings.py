"""How a run is called and how it ends, in the words that the list of runs shows."""

from types import SimpleNamespace

import pytest

from flows.compositions.refreshed import Refreshed
from flows.prefect_api.endings import (
    evaluated_end,
    refreshed_end,
    submitted_end,
    watched_end,
)
from flows.prefect_api.run_names import run_name
from wearable_coach.finetuning.polling import Polled
from wearable_coach.records import GateReport
from wearable_coach.store.datasets import Published

VERSION = "20261128-0123456789ab"


def refreshed(**changes):
    published = Published(VERSION, created=True, where="/x")
    made = Refreshed(published, GateReport(results=(), rows=1500), 1500, {}, 0, 0, 0)
    return made._replace(**changes)


def there(*repaired):
    return Published(VERSION, created=False, where="/x", repaired=repaired)


@pytest.mark.parametrize(
    ("changes", "name", "message"),
    [
        ({}, "Published", f"{VERSION}: 1,500 conversations, gate passed 0 of 0"),
        ({"is_latest": False}, "Published", f"{VERSION}: 1,500 conversations, gate passed 0 of 0, latest stays as it is"),
        ({"published": there()}, "Unchanged", f"nothing new: same as {VERSION} (1,500 conversations, gate passed 0 of 0)"),
        ({"published": there("gate.json")}, "Unchanged", f"nothing new: same as {VERSION}, gate.json repaired (1,500 conversations, gate passed 0 of 0)"),
    ],
)  # fmt: skip
def test_a_refresh_ends_as_what_came_of_it(changes, name, message):
    ended = refreshed_end(refreshed(**changes))
    assert (ended.type, ended.name, ended.message) == ("COMPLETED", name, message)


@pytest.mark.parametrize(("created", "name"), [(True, "Ordered"), (False, "Unchanged")])
def test_an_order_ends_as_what_came_of_it(created, name):
    order = SimpleNamespace(dataset_version=VERSION, base_model="tiny", backend="local")
    job = SimpleNamespace(name="coach-local-1", state="Queued", order=order)
    ended = submitted_end(SimpleNamespace(job=job, created=created))
    assert (ended.type, ended.name, ended.data) == ("COMPLETED", name, "coach-local-1")
    assert ended.message.endswith(f"coach-local-1 is Queued: {VERSION} on tiny (local)")
    assert ended.message.startswith("nothing new") is not created


@pytest.mark.parametrize(
    ("verdict", "served", "name"),
    [
        ("promote", True, "Promoted"),
        ("promote", False, "Better"),
        ("hold", False, "Held"),
        ("reject", False, "Rejected"),
    ],
)
def test_an_evaluation_ends_as_its_verdict_and_whether_it_is_served(verdict, served, name):
    def model(who, share):
        return SimpleNamespace(
            name=who, headline=[SimpleNamespace(measure="verified", share=share)]
        )

    found = SimpleNamespace(
        candidate="new",
        decision=SimpleNamespace(verdict=verdict, rival="old"),
        models=[model("new", 0.991), model("old", 0.972)],
    )
    entry = SimpleNamespace(serial=3) if served else None
    ended = evaluated_end(
        SimpleNamespace(evaluation=found, created=True), entry, {"served": served}
    )
    assert (ended.type, ended.name, ended.data) == ("COMPLETED", name, {"served": served})
    told = f"new: {verdict}, verified 99.1% against 97.2% of old"
    assert ended.message == told + ("; served from now on (entry 3)" if served else "")


def test_a_round_tells_each_job_the_first_few_by_name():
    assert watched_end([], []).message == "nothing open"
    looks = [Polled(f"job-{n}", "Running", "moved") for n in range(4)]
    looks[0] = Polled("job-0", "Completed", "ended")
    ended = watched_end(looks, ["job-0"])
    assert ended.message == "job-0 ended Completed, job-1 Running, job-2 Running, and 1 more"
    assert ended.data == ["job-0"]


def test_what_people_are_to_be_told_ends_a_round_as_failed_by_which_the_caretaker_tells_it():
    failed = Polled("job-1", "Failed", "ended", "no quota")
    alarm = Polled("job-2", "Completed", "alarm", "job-2: its evaluation failed 3 times")
    ended = watched_end([Polled("job-0", "Running", "moved"), failed, alarm], ["job-1"])
    assert (ended.type, ended.name) == ("FAILED", "Alarm")
    assert ended.message == "job-1 Failed: no quota; job-2: its evaluation failed 3 times"
    settled = [Polled("job-1", "Failed", "settled"), Polled("job-3", "Canceled", "ended")]
    assert watched_end(settled, []).type == "COMPLETED"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (VERSION, f"retrain-{VERSION}"),
        ("a b\nc\u202e\x00d", "retrain-a-b-c--d"),
        ("x" * 500, f"retrain-{'x' * 112}"),
    ],
)
def test_what_was_typed_into_a_form_is_one_line_of_some_length(given, name):
    assert run_name("retrain", given) == name
