"""Workers stopped, killed and doubled: nothing is lost, done twice, or changed by it."""

import signal
import subprocess
import sys

import pytest

from backends.local.worker.worker import TAKEN
from tests.e2e.conftest import EPOCHS

STEPS = 12 * EPOCHS
pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]


def weights(bench, name):
    return bench.tuner().result(name).files["adapter_model.safetensors"]


def losses(bench, name):
    return [(line["step"], line["loss"]) for line in bench.folder(name).metrics()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_was_stopped_or_killed_ends_with_the_same_weights_bit_for_bit(
    local_bench, undisturbed, number
):
    bench = local_bench()
    order = bench.order(epochs=EPOCHS)
    name = bench.submit(order)
    bench.until_step(name, 25)
    bench.signal(name, number)
    stopped = bench.tuner().status(name)
    assert (stopped.state, stopped.revivable) == ("NotResponding", True)
    assert stopped.reason
    assert 25 <= stopped.progress.step < STEPS
    saved = max(int(p.name[11:]) for p in bench.folder(name).path.glob("checkpoint-*"))
    assert saved == (stopped.progress.step if number == signal.SIGTERM else saved // 10 * 10)
    bench.submit(order)
    bench.until_step(name, saved + 1)
    bench.until(name, "Completed")
    assert f"goes on after step {saved}" in bench.tuner().logs(name)
    assert losses(bench, name) == losses(*undisturbed)
    assert [step for step, _ in losses(bench, name)] == list(range(1, STEPS + 1))
    assert weights(bench, name) == weights(*undisturbed)


def test_a_second_worker_leaves_and_the_first_does_not_notice(local_bench, undisturbed):
    bench = local_bench()
    name = bench.submit(bench.order(epochs=EPOCHS))
    bench.until_step(name, 1)
    second = [sys.executable, "-m", "backends.local.worker", str(bench.jobs / name)]
    done = subprocess.run(second, capture_output=True, text=True, check=False)
    assert done.returncode == TAKEN
    assert done.stderr == f"{name}: another worker is at it; leaving\n"
    bench.until(name, "Completed")
    assert weights(bench, name) == weights(*undisturbed)


def test_many_submitters_at_once_start_one_worker(local_bench, undisturbed):
    bench = local_bench()
    order = bench.order(epochs=EPOCHS)
    at_once = [_submitter(bench, order, "") for _ in range(4)]
    assert [p.wait() for p in at_once] == [0] * 4
    bench.until(order.name, "Completed")
    assert bench.tuner().list() == [order.name]
    assert weights(bench, order.name) == weights(*undisturbed)
    assert not [p.name for p in bench.jobs.iterdir() if p.name.startswith(".")]


def test_the_job_goes_on_when_its_submitter_and_all_its_group_are_killed(local_bench):
    bench = local_bench()
    order = bench.order()
    killed = _submitter(bench, order, "os.killpg(0, signal.SIGKILL)")
    assert killed.wait() == -signal.SIGKILL
    bench.until(order.name, "Completed")


@pytest.mark.parametrize(
    "point",
    [
        "backends.local.job.Path.rename",
        "backends.local.worker.job_folder.JobFolder.queue",
        "backends.local.worker.launch.subprocess.run",
    ],
)
def test_a_submitter_killed_anywhere_leaves_what_submit_can_finish(local_bench, point):
    bench = local_bench()
    order = bench.order()
    owner, _, attribute = point.rpartition(".")
    die = f"pydoc.locate({owner!r}).{attribute} = lambda *a, **k: os.kill(0, 9)"
    assert _submitter(bench, order, "", before=die).wait() == -signal.SIGKILL
    if bench.tuner().list():
        assert bench.tuner().status(order.name).revivable
    bench.submit(order)
    bench.until(order.name, "Completed")
    assert bench.tuner().list() == [order.name]


def test_a_base_changed_while_the_job_lay_still_is_refused_with_the_reason(local_bench, own_base):
    bench = local_bench(base=str(own_base))
    order = bench.order(epochs=EPOCHS)
    name = bench.submit(order)
    bench.until_step(name, 5)
    bench.signal(name, signal.SIGTERM)
    config = own_base / "config.json"
    config.write_text(config.read_text() + "\n")
    bench.submit(order)
    seen = bench.until(name, "Failed")
    assert "was changed since the job was submitted" in seen.reason
    assert "\n" not in seen.reason
    bench.submit(order)
    assert bench.tuner().status(name).state == "Failed"


def test_a_job_that_lies_still_can_be_canceled(local_bench):
    bench = local_bench()
    order = bench.order(epochs=EPOCHS)
    name = bench.submit(order)
    bench.until_step(name, 5)
    bench.signal(name, signal.SIGKILL)
    bench.tuner().cancel(name)
    assert bench.tuner().status(name).state == "Canceled"
    bench.submit(order)
    assert not bench.folder(name).is_held()


def test_progress_can_be_read_while_it_runs(local_bench):
    bench = local_bench()
    name = bench.submit(bench.order(epochs=100))
    bench.until_step(name, 12)
    seen = bench.tuner().status(name)
    assert seen.state == "Running"
    assert seen.progress.steps == 1200
    assert 0 < seen.progress.loss < 20
    assert seen.progress.tokens_per_second > 0
    first, *_, last = seen.progress.losses
    assert first[0] == 1
    assert last == (seen.progress.step, seen.progress.loss)


def test_a_disk_that_fails_in_the_middle_is_told_in_one_line(local_bench):
    bench = local_bench()
    name = bench.submit(bench.order(epochs=EPOCHS))
    bench.until_step(name, 1)
    for step in range(10, STEPS + 1, 10):
        (bench.folder(name) / f".checkpoint-{step}").write_bytes(b"in the way")
    seen = bench.until(name, "Failed")
    assert "make room or restore it" in seen.reason
    assert "Traceback" in bench.tuner().logs(name)


def _submitter(bench, order, after, before=""):
    """Start a process that submits the order, in a group of its own."""
    code = (
        "import os, pydoc, signal, sys\n"
        "from pathlib import Path\n"
        "from backends.local.finetuner import LocalFineTuner, LocalOptions\n"
        "from wearable_coach.finetuning.order import JobOrder, TrainingData\n"
        "jobs, order, train, valid = sys.argv[1:]\n"
        f"tuner = LocalFineTuner(Path(jobs), options={bench.options!r})\n"
        "data = TrainingData(*((Path(p).read_bytes(),) for p in (train, valid)))\n"
        f"{before}\n"
        "tuner.submit(JobOrder.model_validate_json(order), data)\n"
        f"{after}\n"
    )
    files = []
    for name, (part,) in zip(("train", "valid"), bench.data, strict=True):
        files.append(str(bench.jobs.parent / name))
        (bench.jobs.parent / name).write_bytes(part)
    command = [sys.executable, "-c", code, str(bench.jobs), order.model_dump_json(), *files]
    return subprocess.Popen(command, start_new_session=True)
