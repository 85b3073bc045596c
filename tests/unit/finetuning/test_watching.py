import json
from random import Random

import pytest

from wearable_coach.errors import TransientError
from wearable_coach.finetuning.job import FAILED, MOST_RESTARTS, SUCCEEDED
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import StoreSink

STORM = ("", "429", "500", "dropped connection", "", "503", "expired token", "")


def told(made):
    return [json.loads(made.store.read(k).data) for k in made.events()]


def run_to_the_end(made, rounds=40):
    for _ in range(rounds):
        made.later(minutes=2)
        made.watch()
    return JobLedger(made.store).read(made.order().name)


def test_every_state_is_written_down_with_its_time_and_queued_is_not_running(bench):
    made = bench()
    made.submit()
    job = run_to_the_end(made)
    assert [s.state for s in job.states] == [
        "Submitting", "Queued", "Preparing", "Running", "Finalizing", "Completed",
    ]  # fmt: skip
    assert [s.at for s in job.states] == sorted(s.at for s in job.states)
    assert job.result.model == f"scripted:{job.name}"


def test_success_is_told_once_with_names_only(bench):
    made = bench()
    made.submit()
    job = run_to_the_end(made)
    (event,) = told(made)
    assert event["event"] == SUCCEEDED
    assert event["job"] == job.name
    assert event["model"] == f"scripted:{job.name}"
    assert list(job.event.told_at) == ["store"]


@pytest.mark.parametrize("end", ["Failed", "Canceled"])
def test_another_end_is_told_with_its_reason(bench, end):
    made = bench(states=("Running", end), reason="no GPU quota" if end == "Failed" else "")
    made.submit()
    run_to_the_end(made)
    (event,) = told(made)
    assert (event["event"], event["state"]) == (FAILED, end)
    assert event["reason"] == ("no GPU quota" if end == "Failed" else "canceled")


def test_five_hundred_polls_through_a_storm_lose_and_double_no_event(bench):
    rng = Random(7)
    script = tuple(rng.choice(STORM) for _ in range(97))
    made = bench(states=("Queued",) * 40 + ("Running",) * 60 + ("Completed",), faults=script)
    for rate in (1e-4, 2e-4, 3e-4):
        order = made.order(learning_rate=rate)
        for _ in range(9):
            try:
                made.submit(order)
            except TransientError:
                continue
            break
    for _ in range(500):
        made.later(seconds=10)
        made.watch()
        if rng.random() < 0.05:
            try:
                made.submit(made.order(learning_rate=2e-4))
            except TransientError:
                continue
    ledger = JobLedger(made.store)
    assert [j.state for j in ledger.jobs()] == ["Completed"] * 3
    assert sorted(e["job"] for e in told(made)) == sorted(made.tuner.accepted()) == ledger.names()


class FlakySink(StoreSink):
    """Writes the event down and loses the answer, the first times."""

    def __init__(self, store, losses):
        super().__init__(store)
        self.losses, self.asked = losses, 0

    def emit(self, event, job):
        self.asked += 1
        super().emit(event, job)
        if self.asked <= self.losses:
            message = "prefect: 503"
            raise TransientError(message)


def test_an_event_whose_answer_was_lost_is_told_again_under_the_same_id(bench):
    made = bench(states=("Completed",))
    made.submit()
    sink = FlakySink(made.store, losses=3)
    for _ in range(6):
        made.watcher(sink).poll_all()
    assert sink.asked == 4
    assert len(made.events()) == 1


def test_an_unknown_state_is_told_and_the_job_goes_on(bench):
    made = bench(states=("Queued", "Warping", "Running", "Completed"))
    made.submit()
    (looked,) = made.watch()
    assert (looked.kind, looked.state, looked.message) == ("stalled", "Unknown", "Warping")
    assert run_to_the_end(made).state == "Completed"


@pytest.mark.parametrize("state", ["NotResponding", "Paused"])
def test_a_stalled_job_is_told_and_has_not_ended(bench, state):
    made = bench(states=("Running", state, "Running", "Completed"))
    made.submit()
    (looked,) = made.watch()
    assert (looked.kind, looked.state) == ("stalled", state)
    assert made.events() == []
    assert run_to_the_end(made).state == "Completed"


def test_a_job_that_stays_queued_past_its_deadline_is_cancelled_and_told(bench):
    made = bench(states=("Queued",))
    made.submit()
    made.later(hours=23)
    assert made.watch()[0].kind == "same"
    made.later(hours=2)
    assert made.watch()[0].kind == "ended"
    job = JobLedger(made.store).read(made.order().name)
    assert job.state == "Failed"
    assert job.reason == "Queued for 25.0 h, over its deadline"
    assert made.tuner.status(job.name).state == "Canceled"
    assert [e["event"] for e in told(made)] == [FAILED]


def test_a_backend_out_of_reach_for_days_does_not_end_a_job(bench):
    made = bench(states=("Running", "Running", "Completed"), faults=("", "", *["500"] * 10, ""))
    made.submit()
    for _ in range(9):
        made.later(hours=10)
        assert made.watch()[0].kind == "unreachable"
    assert JobLedger(made.store).read(made.order().name).state == "Running"


def test_one_broken_job_does_not_stop_the_round(bench):
    made = bench(states=("Running", "Completed"))
    made.submit()
    made.store.create("jobs/coach-local-0123456789ab.json", b"{half")
    kinds = {x.name: x.kind for x in made.watch()}
    assert kinds == {"coach-local-0123456789ab": "fault", made.order().name: "ended"}


def test_an_ended_and_told_job_is_not_polled_again(bench):
    made = bench(states=("Completed",))
    made.submit()
    run_to_the_end(made, rounds=2)
    assert made.watch() == []


def test_a_worker_that_keeps_dying_is_given_up(bench, monkeypatch):
    made = bench(states=("Running",) * 99)
    made.submit()
    status = made.tuner.status
    monkeypatch.setattr(
        made.tuner,
        "status",
        lambda name: status(name).model_copy(
            update={"state": "NotResponding", "reason": "killed", "revivable": True}
        ),
    )
    for _ in range(MOST_RESTARTS + 1):
        made.later(minutes=2)
        made.watch()
    job = JobLedger(made.store).read(made.order().name)
    assert (job.state, job.restarts) == ("Failed", MOST_RESTARTS)
    assert "its worker died" in job.reason


def the_job(made):
    return JobLedger(made.store).read(made.order().name)


def test_a_cancelled_job_ends_cancelled_and_is_told(bench):
    made = bench(states=("Running",))
    made.submit()
    assert made.watcher().cancel(the_job(made)).state == "Canceled"
    assert [s.state for s in the_job(made).states][-2:] == ["CancelRequested", "Canceled"]
    assert [e["event"] for e in told(made)] == [FAILED]


def test_a_cancel_that_did_not_arrive_is_sent_again_in_the_next_round(bench):
    made = bench(states=("Running",) * 9, faults=("", "", "dropped connection", *[""] * 9))
    made.submit()
    assert made.watcher().cancel(the_job(made)).state == "CancelRequested"
    made.watch()
    assert the_job(made).state == "Canceled"


def test_a_job_cancelled_before_its_backend_had_it_is_never_submitted(bench):
    made = bench(faults=("dropped connection", *[""] * 9))
    with pytest.raises(TransientError):
        made.submit()
    assert made.watcher().cancel(the_job(made)).state == "Canceled"
    made.watch()
    assert made.tuner.accepted() == []


def test_a_job_cancelled_while_it_is_handed_over_is_cancelled_at_the_backend_too(
    bench, monkeypatch
):
    made = bench(states=("Running",) * 9)
    submit = made.tuner.submit

    def cancelled_meanwhile(order, data):
        made.watcher().cancel(the_job(made))
        submit(order, data)

    monkeypatch.setattr(made.tuner, "submit", cancelled_meanwhile)
    assert made.submit().job.state == "Canceled"
    assert made.tuner.status(made.order().name).state == "Canceled"


def test_a_job_that_completed_before_the_cancel_arrived_stays_completed(bench):
    made = bench(states=("Running", "Completed"))
    made.submit()
    assert made.watcher().cancel(the_job(made)).state == "Completed"


def test_a_job_that_its_backend_lost_is_told_and_never_paid_for_again(bench):
    made = bench(states=("Running",) * 9)
    made.submit()
    (made.tuner.folder / "book.json").unlink()
    (looked,) = made.watch()
    assert (looked.kind, looked.state) == ("stalled", "Unknown")
    assert made.tuner.accepted() == []
    made.later(hours=25)
    made.watch()
    assert the_job(made).state == "Failed"
    assert made.tuner.accepted() == []


def test_an_event_told_by_one_watcher_is_still_told_to_the_sinks_of_another(bench):
    class Server(StoreSink):
        name = "server"

        def __init__(self):
            self.told = []

        def emit(self, event, job):
            self.told.append((event.id, job.name))

    made, server = bench(states=("Completed",)), Server()
    made.submit()
    made.watch()
    assert made.watch() == []
    for _ in range(3):
        made.watcher(StoreSink(made.store), server).poll_all()
    job = the_job(made)
    assert server.told == [(job.event.id, job.name)]
    assert len(made.events()) == 1


def test_a_job_that_cannot_be_submitted_in_time_is_told_as_stalled_and_goes_on(bench):
    made = bench(faults=("dropped connection",) * 3 + ("",) * 9)
    with pytest.raises(TransientError):
        made.submit()
    assert made.watch()[0].kind == "unreachable"
    made.later(hours=2)
    assert made.watch()[0].kind == "stalled"
    made.watch()
    assert the_job(made).state == "Queued"


def test_jobs_are_looked_at_oldest_first(bench):
    made = bench(states=("Running",) * 9)
    for rate in (3e-4, 1e-4, 2e-4):
        made.later(minutes=1)
        made.submit(made.order(learning_rate=rate))
    opened = [j.name for j in reversed(JobLedger(made.store).jobs())]
    assert [x.name for x in made.watch()] == opened
