"""A pipeline that waits for a real training is cancelled, on a real server and worker: the training ends with it."""

from contextlib import suppress

import psutil
import pytest

from backends.local.finetuner import LocalFineTuner
from flows.openers.finetuners import JOBS_FOLDER
from tests.support.local_training import needs_torch
from tests.support.run_drill import SECONDS, run_drill
from tests.support.running_up import until
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import read_manifest, versions

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training"), pytest.mark.filterwarnings("default")]
A_LONG_TIME = {"epochs": 100}


def trains(job_folder):
    """The processes that train in a folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if str(job_folder) in process.cmdline() and process.status() != "zombie":
                found.append(process)
    return found


def test_a_cancelled_pipeline_ends_the_training_that_it_waits_for(tmp_path):
    needs_torch()
    store = LocalStore(tmp_path / "store")

    def job():
        found = JobLedger(store).jobs(lambda *_: None)
        return found[0] if found else None

    with run_drill(tmp_path / "drill") as drill:
        deployment = drill.make("loop", "pipeline", "flows.pipeline.pipeline")
        run = drill.start(
            deployment, rows=60, hyperparameters=A_LONG_TIME, promotion="never",
            workers=1, store=str(store.folder),
        )  # fmt: skip
        until(lambda: (found := job()) and (found.progress.step or 0) >= 3, 2 * SECONDS)
        folder = store.folder / JOBS_FOLDER / job().name
        (training,) = trains(folder)
        drill.cancel(run)
        ended = drill.ended(run, store.folder)
        until(lambda: not trains(folder), 30)
        log = drill.log.read_text(errors="replace")
    assert ended.state["type"] == "CANCELLED", (ended, log)
    tasks = {name: kind for name, kind in ended.tasks.items() if kind != "COMPLETED"}
    assert list(tasks.values()) == ["CANCELLED"], ended.tasks
    assert next(iter(tasks)).startswith("wait-for-job")
    assert ended.left == []
    assert not training.is_running()
    assert LocalFineTuner(store.folder / JOBS_FOLDER).status(job().name).state == "Canceled"
    assert job().state in {"CancelRequested", "Canceled"}, (
        "the next round writes down that it ended"
    )
    assert not (folder / "adapter").exists(), "no model of half a training"
    (version,) = versions(store)
    assert read_manifest(store, version)["rows"] == 60, "the dataset that was made is whole"
    assert "Traceback" not in log, log
