"""A paid job that completed is not ended by a fault in looking at what it left."""

import json
from hashlib import sha256

import pytest

from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.cards import job_row
from wearable_coach.finetuning.contract import UnknownJob
from wearable_coach.finetuning.job import FAILED, SUCCEEDED
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.submission import next_attempt


@pytest.fixture
def completed(bench):
    """A job that completed at its backend with the next look."""
    made = bench(states=("Running", "Completed"))
    made.submit()
    return made


def raising(error):
    def result(_name):
        raise error

    return result


def the_job(made):
    return JobLedger(made.store).read(made.order().name)


def kinds(made):
    return [json.loads(made.store.read(key).data)["event"] for key in made.events()]


@pytest.mark.parametrize(
    ("error", "kind", "state"),
    [
        (BadInput("models/x: 404, there is none"), "stalled", "Collecting"),
        (UnknownJob("no such job"), "stalled", "Collecting"),
        (TransientError("429"), "unreachable", "Running"),
    ],
)
def test_what_it_left_is_looked_for_again_and_one_success_is_told(
    completed, monkeypatch, error, kind, state
):
    with monkeypatch.context() as patch:
        patch.setattr(completed.tuner, "result", raising(error))
        for _ in range(3):
            completed.later(hours=5)
            (looked,) = completed.watch()
            assert (looked.kind, looked.state, looked.message) == (kind, state, str(error))
        assert completed.events() == []
    (looked,) = completed.watch()
    assert (looked.kind, looked.state) == ("ended", "Completed")
    assert kinds(completed) == [SUCCEEDED]
    assert the_job(completed).result is not None


def test_what_it_waits_for_is_shown_as_it_is_now(completed, monkeypatch):
    for fault in ("404", "403"):
        monkeypatch.setattr(completed.tuner, "result", raising(BadInput(fault)))
        completed.watch()
        assert job_row(the_job(completed))["reason"] == fault
    assert [s.state for s in the_job(completed).states][-2:] == ["Running", "Collecting"]


def test_past_its_deadline_it_is_told_and_the_same_order_looks_again_and_pays_nothing(
    completed, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(completed.tuner, "result", raising(BadInput("403")))
        completed.watch()
        completed.later(hours=25)
        (looked,) = completed.watch()
        assert (looked.kind, looked.state) == ("ended", "Failed")
        assert looked.message.startswith(
            "Collecting for 25.0 h, over its deadline (403); it is paid"
        )
        assert kinds(completed) == [FAILED]
        assert next_attempt(completed.store, completed.order()).attempt == 1
        assert completed.submit().job.state == "Collecting", "it is still not there"
        completed.later(hours=25)
        completed.watch()
    assert completed.submit().job.state == "Completed"
    completed.watch()
    assert sorted(kinds(completed)) == [FAILED, FAILED, SUCCEEDED]
    assert len(completed.tuner.accepted()) == 1


def leaving(made, monkeypatch, folder):
    """Let the job leave an adapter of one file in a folder."""
    folder.mkdir()
    (folder / "a").write_bytes(b"weights")
    left, files = made.tuner.result, {"a": sha256(b"weights").hexdigest()}

    def result(name):
        return left(name).model_copy(update={"model": str(folder), "files": files})

    monkeypatch.setattr(made.tuner, "result", result)
    return folder / "a"


def test_a_store_or_a_file_that_is_out_of_reach_does_not_end_it(completed, monkeypatch, tmp_path):
    file = leaving(completed, monkeypatch, tmp_path / "made")
    models = completed.store.folder / "models"
    models.write_text("no folder, as where a disk is gone")
    completed.watch()
    assert not the_job(completed).ended
    models.unlink()
    file.unlink()
    file.mkdir()
    (looked,) = completed.watch()
    assert (looked.kind, looked.state) == ("stalled", "Collecting")
    assert looked.message.endswith("mend that, and the next look reads it")
    file.rmdir()
    file.write_bytes(b"weights")
    completed.watch()
    assert the_job(completed).state == "Completed"


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_an_adapter_that_is_gone_or_changed_ends_it(completed, monkeypatch, tmp_path, damage):
    file = leaving(completed, monkeypatch, tmp_path / "made")
    file.unlink()
    if damage == "changed":
        file.write_bytes(b"others")
    completed.watch()
    assert the_job(completed).state == "Failed"
    assert f"{damage}" in the_job(completed).reason
    assert "finetune --again" in the_job(completed).reason
    assert next_attempt(completed.store, completed.order()).attempt == 2
