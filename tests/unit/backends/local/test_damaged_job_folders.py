"""A local job whose folder cannot be read is not taken for one that is not there, nor for ended."""

import json
import os
import tempfile
from contextlib import nullcontext
from pathlib import Path

import pytest

from backends.local.finetuner import LocalFineTuner
from backends.local.worker.job_folder import write_json
from tests.support.commands import run, without_rights
from tests.support.damage import DEEP, folder, linked, loop, nowhere, pipe, written, zero
from tests.support.old_store import dataset, job
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import UnknownJob
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore

FILES = {
    "empty": written(b""),
    "truncated": written(b'{"state": "Runn'),
    "binary": written(bytes(range(256)) + b"\n"),
    "a list": written(b"[]\n"),
    "nested too deep": written(DEEP + b"\n"),
    "a folder": folder,
    "a link to itself": loop,
    "an endless device": zero,
    "a pipe": pipe,
}
DAMAGE = {
    **{("status.json", kind): how for kind, how in FILES.items()},
    ("status.json", "no status"): written(b'{"states": 1}'),
    **{
        ("metrics.jsonl", kind): how
        for kind, how in FILES.items()
        if kind not in {"empty", "truncated"}
    },
    ("plan.json", "truncated"): written(b"{"),
    ("lock", "a folder"): folder,
    ("", "a link to itself"): loop,
    ("", "not to be read"): lambda path: path.chmod(0),
}


@pytest.fixture
def running():
    """A job under way in a local folder."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        store = LocalStore(Path(place) / "store")
        made = job(store, dataset(store, 1), "Running", 0)
        path = store.folder / "local-jobs" / made.name
        path.mkdir(parents=True)
        write_json(path / "order.json", made.order.model_dump(mode="json"))
        write_json(path / "status.json", {"state": "Running", "reason": "", "pid": None})
        yield store, made.name, path
        if os.path.lexists(path) and not path.is_symlink():
            path.chmod(0o755)


@pytest.mark.parametrize(
    "damage", DAMAGE.items(), ids=lambda d: f"{d[0][0] or 'folder'}: {d[0][1]}"
)
def test_a_job_folder_that_cannot_be_read_is_told_and_the_job_goes_on(running, damage):
    (name, kind), how = damage
    store, job_name, path = running
    how(path / name if name else path)
    with without_rights(store.folder) if kind == "not to be read" else nullcontext():
        ran = run("watch", "--out", store.folder)
    assert ran.code == 0
    (looked,) = map(json.loads, ran.out.splitlines())
    assert (looked["kind"], looked["state"]) == ("fault", "Running")
    assert str(path / name) in looked["message"]
    assert JobLedger(store).read(job_name).state == "Running"


def test_a_job_that_is_not_there_is_unknown_and_a_folder_of_somebody_else_s_is_none(tmp_path):
    tuner = LocalFineTuner(tmp_path / "local-jobs")
    assert tuner.list() == []
    (tmp_path / "local-jobs" / "notes").mkdir(parents=True)
    (tmp_path / "local-jobs" / ".DS_Store").write_bytes(b"")
    nowhere(tmp_path / "local-jobs" / "link")
    assert tuner.list() == []
    for name in ("notes", "nothing"):
        with pytest.raises(UnknownJob):
            tuner.status(name)
    linked("/")(tmp_path / "local-jobs" / "root")
    with pytest.raises(UnknownJob):
        tuner.status("root")


def test_a_folder_of_jobs_that_is_a_file_is_told(tmp_path):
    (tmp_path / "local-jobs").write_bytes(b"")
    with pytest.raises(BadInput, match="a file lies where a folder belongs"):
        LocalFineTuner(tmp_path / "local-jobs").list()
