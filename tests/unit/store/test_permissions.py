"""Files with days of people are their owner's alone; the umask only takes away."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from backends.local.worker.job_folder import write_bytes
from deployments.receiver.deliveries import Deliveries, Delivery
from deployments.receiver.requests import RetrainData
from flows.compositions.refresh import compose_refresh
from flows.compositions.refresh_request import refresh_request
from tasks.running.direct import DirectSteps
from wearable_coach.chat.contract import Answer
from wearable_coach.chat.kept_answers import Kept, answer_key, keep
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.evaluation.shelf import RECORD, REPORT
from wearable_coach.store import LocalStore
from wearable_coach.store.permissions import OTHERS

NOW = datetime(2026, 1, 2, tzinfo=UTC)
UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022, 0o002, 0o077])
OF_DAYS = (
    "datasets/20260101-aaa/records.parquet",
    "refused/20260101-aaa/gate.json",
    "answers/0011/22-0.json",
    "webhooks/waiting/00.json",
    f"models/one/evaluations/11/{REPORT}",
    f"models/one/{RECORD}",
)
OTHER = (
    "datasets/latest.json",
    "jobs/one.json",
    "events/one.json",
    "models/promoted.json",
    "models/one/model.json",
    "models/one/adapter/adapter_config.json",
)


@contextmanager
def under(umask):
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path):
    return path.stat().st_mode & 0o777


@UMASKS
@pytest.mark.parametrize("key", OF_DAYS)
def test_what_holds_days_is_its_owners_alone_whatever_the_umask(tmp_path, key, umask):
    store = LocalStore(tmp_path / "store")
    with under(umask):
        etag = store.create(key, b"1")
        path = store.folder / key
        assert mode(path) == 0o600
        store.replace(key, b"2", etag=etag)
    assert mode(path) == 0o600
    folder = mode(path.parent)
    assert folder == (0o700 if path.name != RECORD else 0o777 & ~umask)


@UMASKS
@pytest.mark.parametrize("key", OTHER)
def test_all_else_follows_the_umask(tmp_path, key, umask):
    store = LocalStore(tmp_path / "store")
    with under(umask):
        etag = store.create(key, b"1")
        path = store.folder / key
        assert mode(path) == 0o666 & ~umask
        store.replace(key, b"2", etag=etag)
    assert mode(path) == 0o666 & ~umask
    assert mode(path.parent) == 0o777 & ~umask


def test_nothing_that_others_may_read_holds_a_reading(tmp_path):
    store = LocalStore(tmp_path / "store")
    with under(0):
        request = refresh_request(Recipe(), rows=60, store=store, workers=1, due_at=NOW)
        compose_refresh(DirectSteps(lambda _: None), request)
        keep(
            store,
            answer_key("f" * 64, (), 0),
            Kept(answer=Answer(text="심박수 61bpm", latency_s=0.1)),
        )
        data = RetrainData(reason="심박수 61bpm")
        Deliveries(store).keep(Delivery(id="m", received_at=NOW, body_sha256="a", data=data))
    files = [path for path in store.folder.rglob("*") if path.is_file()]
    words = ("심박수".encode(), b"bpm", b"resting_heart_rate", b"PAR1")
    held = {path for path in files if any(word in path.read_bytes() for word in words)}
    assert len(held) > 6
    assert [path for path in held if mode(path) & OTHERS] == []
    assert [path.parent for path in held if mode(path.parent) & OTHERS] == []
    assert [path.name for path in files if path not in held and mode(path) & OTHERS]


def test_a_store_of_the_version_before_is_read_and_written_on(tmp_path):
    store = LocalStore(tmp_path)
    old = tmp_path / "datasets" / "20260101-aaa" / "train.jsonl"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"1")
    old.chmod(0o644)
    stored = store.read("datasets/20260101-aaa/train.jsonl")
    assert stored.data == b"1"
    store.create("datasets/20260101-aaa/valid.jsonl", b"2")
    store.replace("datasets/20260101-aaa/train.jsonl", b"3", etag=stored.etag)
    assert mode(old) == 0o600


def test_rows_to_train_on_are_their_owners_alone(tmp_path):
    with under(0):
        write_bytes(tmp_path / "train.jsonl", b"1")
    assert mode(tmp_path / "train.jsonl") == 0o600


def test_imported_days_are_their_owners_alone(tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("resting_heart_rate,steps\n61,8000\n")
    out, rejects = tmp_path / "out.jsonl", tmp_path / "rejects.jsonl"
    command = [sys.executable, "-m", "wearable_coach", "import", str(days)]
    with under(0):
        subprocess.run([*command, "--out", str(out), "--rejects", str(rejects)], check=False)
    assert [mode(path) for path in (out, rejects)] == [0o600, 0o600]
