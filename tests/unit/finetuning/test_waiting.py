"""A job that waits for its machine says for whom, wherever it is shown."""

from datetime import UTC, datetime

from tasks.finetuning import _tell
from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.finetuning.cards import job_row
from wearable_coach.finetuning.contract import Seen
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import new_job
from wearable_coach.finetuning.submission import place_order
from wearable_coach.store import LocalStore

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def test_what_a_queued_job_waits_for_is_shown_as_it_is_now_and_no_longer_once_it_runs(tmp_path):
    tuner = ScriptedTuner(tmp_path / "backend")
    order = place_order(tuner, small_dataset(LocalStore(tmp_path / "store")), Hyperparameters())
    job = new_job(order, tuner="x", estimate=None, at=NOW)
    job = job.saw(Seen(state="Queued"), at=NOW)
    assert job.waits == ""
    for whom in ("waits for A", "waits for B"):
        job = job.saw(Seen(state="Queued", reason=whom), at=NOW)
        assert (job.waits, job_row(job)["reason"]) == (whom, whom)
    assert job.saw(Seen(state="Queued"), at=NOW).waits == "waits for B", (
        "silence takes nothing away"
    )
    said = []
    _tell(job, said.append)
    assert [one.text for one in said] == [f"{job.name}: waits for B"]
    assert [state.state for state in job.states] == ["Submitting", "Queued"]
    job = job.saw(Seen(state="Running"), at=NOW)
    assert (job.waits, job_row(job)["reason"]) == ("", "")
    assert job.states[-2].detail == "waits for B", "kept in its history"
