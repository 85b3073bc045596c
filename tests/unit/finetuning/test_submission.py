import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.published import small_dataset
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.datasets import find_dataset, read_training_data
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.submission import (
    COST_CHECK,
    PreflightRefused,
    next_attempt,
    place_order,
    submit_job,
)
from wearable_coach.store import LocalStore


def test_a_job_submitted_twice_is_one_job(bench):
    made = bench()
    first, second = made.submit(), made.submit()
    assert (first.created, second.created) == (True, False)
    assert first.job.name == second.job.name
    assert made.tuner.accepted() == [first.job.name]


def test_two_submits_at_once_in_fifty_trials_are_fifty_jobs(bench):
    made = bench()
    with ThreadPoolExecutor(2) as pool:
        for trial in range(50):
            order = made.order(learning_rate=1e-4 + trial * 1e-6)
            list(pool.map(made.submit, [order, order]))
    assert len(made.tuner.accepted()) == 50
    assert sorted(made.tuner.accepted()) == JobLedger(made.store).names()


def test_two_processes_submitting_the_same_fifty_orders_make_fifty_jobs(bench, tmp_path):
    made = bench()
    command = [sys.executable, "-m", "tests.support.race", str(tmp_path)]
    racers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdout.readline() == b"ready\n"
    for racer in racers:
        racer.stdin.write(b"go\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate()
        assert racer.returncode == 0
    assert len(made.tuner.accepted()) == 50
    assert sorted(made.tuner.accepted()) == JobLedger(made.store).names()


def test_a_submit_whose_answer_was_lost_is_taken_up_without_a_second_job(bench):
    made = bench(faults=("503 after commit", *[""] * 9))
    with pytest.raises(TransientError):
        made.submit()
    order = made.order()
    assert JobLedger(made.store).read(order.name).state == "Submitting"
    assert made.submit().job.state == "Queued"
    assert made.tuner.accepted() == [order.name]


def test_a_submit_that_never_arrived_is_taken_up_by_the_watcher(bench):
    made = bench(faults=("dropped connection", *[""] * 9))
    with pytest.raises(TransientError):
        made.submit()
    assert made.tuner.accepted() == []
    (looked,) = made.watch()
    assert (looked.kind, looked.state) == ("moved", "Queued")
    assert made.tuner.accepted() == [made.order().name]


def test_a_job_is_submitted_even_when_how_it_is_doing_cannot_be_asked(bench):
    made = bench(faults=("", "429"))
    assert made.submit().job.state == "NotStarted"


def test_a_preflight_that_refuses_leaves_nothing(bench):
    made = bench(
        refusals=[PreflightCheck(name="region", ok=False, message="is koreacentral; use eastus2")]
    )
    with pytest.raises(
        BadInput, match="region: is koreacentral; use eastus2; nothing was submitted"
    ):
        made.submit()
    assert made.tuner.accepted() == JobLedger(made.store).names() == []


def test_only_the_cost_forbidding_is_a_refusal_and_no_bad_input(bench):
    made = bench(
        refusals=[PreflightCheck(name=COST_CHECK, ok=False, message="about 90 USD, the cap is 50")]
    )
    with pytest.raises(PreflightRefused, match="about 90 USD"):
        made.submit()
    assert made.tuner.accepted() == JobLedger(made.store).names() == []


def test_what_a_backend_turned_away_may_be_submitted_again_once_it_is_mended(bench, monkeypatch):
    made = bench()

    def no_key(*_):
        message = "credentials: expired; sign in again"
        raise BadInput(message)

    with monkeypatch.context() as patch:
        patch.setattr(made.tuner, "submit", no_key)
        with pytest.raises(BadInput, match="credentials"):
            made.submit()
    job = JobLedger(made.store).read(made.order().name)
    assert (job.state, job.refused) == ("Failed", True)
    assert made.submit().job.state == "Queued"


def test_a_failed_job_is_not_started_again_unless_asked(bench):
    made = bench(states=("Failed",), reason="out of memory")
    failed = made.submit().job
    assert (failed.state, failed.reason) == ("Failed", "out of memory")
    assert not made.submit().created
    again = next_attempt(made.store, made.order())
    assert again.attempt == 2
    assert made.submit(again).created
    assert len(made.tuner.accepted()) == 2


def test_a_job_whose_model_was_pruned_can_be_tried_again(bench):
    made = bench(states=("Completed",))
    name = made.submit().job.name
    assert next_attempt(made.store, made.order()).attempt == 1
    made.store.remove(f"models/{name}/model.json")
    assert next_attempt(made.store, made.order()).attempt == 2


def test_the_latest_dataset_is_the_one_published_last(bench):
    made = bench()
    other = small_dataset(made.store, salt="다른 ")
    assert find_dataset(made.store).version == other.version
    small_dataset(made.store)
    assert find_dataset(made.store).version == made.dataset.version


@pytest.mark.parametrize(
    ("version", "told"),
    [("latest", "dataset: there is none in .*wearable-coach refresh"), ("x", "there is no 'x'")],
)
def test_a_dataset_that_is_not_there_is_told(tmp_path, version, told):
    with pytest.raises(BadInput, match=told):
        find_dataset(LocalStore(tmp_path), version)


def test_a_training_file_that_changed_is_told_and_nothing_is_submitted(bench):
    made = bench()
    path = made.store.folder / made.dataset.train.key
    path.write_bytes(path.read_bytes().replace("읽었어요".encode(), "좋네요..".encode()))
    with pytest.raises(BadInput, match=r"has checksum .*its manifest says"):
        made.submit()
    assert made.tuner.accepted() == []


def test_a_training_file_that_is_gone_is_told(bench):
    made = bench()
    (made.store.folder / made.dataset.valid.key).unlink()
    with pytest.raises(BadInput, match="is missing"):
        read_training_data(made.store, made.dataset.train, made.dataset.valid)


def test_requested_and_effective_stand_side_by_side(bench):
    made = bench()
    order = place_order(made.tuner, made.dataset, Hyperparameters(), reason="nightly")
    order = order.model_copy(update={"effective": order.effective | {"learning_rate": 2e-3}})
    job = submit_job(made.store, made.tuner, order, tuner_name="scripted", clock=made.clock).job
    stored = JobLedger(made.store).read(job.name)
    assert stored.order.requested.learning_rate == 2e-4
    assert stored.order.effective["learning_rate"] == 2e-3
    assert stored.order.requested.differences(stored.order.effective) == {
        "learning_rate": (2e-4, 2e-3)
    }
    assert stored.order.reason == "nightly"
