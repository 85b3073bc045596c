"""A dataset in shards: one version whoever makes it, and however often it is killed on the way."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from backends.blob.account import Account, open_blob_store
from tests.support.azurite import running_azurite
from tests.support.cases import some
from tests.support.shard_drill import RECEIPT, ROWS, WRITTEN
from wearable_coach.store import LocalStore

ROOT = Path(__file__).parents[2]
WAIT_S = 900
"""A whole run, on a busy machine."""
pytestmark = pytest.mark.e2e
POINTS = {
    "a shard is being composed": r"/r0/records-00000\.parquet",
    "a shard is composed": r"/r0/composed-00001\.json",
    "a shard is being looked at": r"/r0/columns-00000\.parquet",
    "all are looked at": r"/r0/looked-00002\.json",
    "parts are being given their place": r"datasets/.*/records-00000-of-00003\.parquet",
    "the manifest is the next": r"datasets/.*/croissant\.json",
    "the place is being cleared": r"datasets/.*/manifest\.json",
}


def begun(folder: Path, workers: int, *store: str, **environment: str) -> "subprocess.Popen[str]":
    folder.mkdir(exist_ok=True)
    words = [str(folder), str(workers), *store]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.shard_drill", *words], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        env=os.environ | environment,
    )  # fmt: skip


def ended(process) -> Path:
    """Wait for the end of a run, and return where its version lies."""
    told, _ = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, told
    return Path(told.splitlines()[-1])


def written(folder: Path) -> list[str]:
    path = folder / WRITTEN
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def killed_at(folder: Path, point: str, workers: int) -> None:
    """Begin a run and kill all its processes once an object is written whose key has the point in it."""
    process, until = begun(folder, workers), time.monotonic() + WAIT_S
    while not any(re.search(point, key) for key in written(folder)):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=WAIT_S)


def manifest_of(version: Path) -> dict:
    return json.loads((version / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The version of a run that nobody disturbed, in one process."""
    return ended(begun(tmp_path_factory.mktemp("whole"), 1))


def test_a_version_in_shards_names_its_parts_and_holds_every_row(whole):
    manifest = manifest_of(whole)
    assert (manifest["shards"], manifest["rows"]) == (3, ROWS)
    parts = sorted(whole.glob("records-*-of-00003.parquet"))
    assert len(parts) == 3
    texts = [part.read_text(encoding="utf-8") for part in whole.glob("[tv]*-of-00003.jsonl")]
    assert sum(text.count("\n") for text in texts) == ROWS
    assert {p.name for p in whole.iterdir()} == {*manifest["files"], "manifest.json"}
    assert not (whole.parents[1] / "making").exists()


@pytest.mark.slow("whole")
def test_a_pool_of_processes_makes_the_same_bytes(whole, tmp_path):
    made = ended(begun(tmp_path / "pool", 2))
    assert made.name == whole.name
    assert (made / "manifest.json").read_bytes() == (whole / "manifest.json").read_bytes()


@pytest.mark.slow("whole")
def test_workers_write_to_blobs_by_themselves_the_same_bytes_as_into_a_folder(whole, tmp_path):
    with running_azurite() as connection:
        place, given = "azure://datasets/nightly", {"AZURE_STORAGE_CONNECTION_STRING": connection}
        process = begun(tmp_path / "blobs", 2, place, **given)
        told, _ = process.communicate(timeout=WAIT_S)
        assert process.returncode == 0, told
        store = open_blob_store(place, Account(connection_string=connection))
        for path in some(whole.iterdir()):
            assert store.read(f"datasets/{whole.name}/{path.name}").data == path.read_bytes()
        assert store.keys("making/") == []


@pytest.mark.slow("whole")
def test_the_same_again_rewrites_nothing(whole):
    before = {path: path.stat().st_mtime_ns for path in whole.iterdir()}
    again = ended(begun(whole.parents[2], 1))
    assert again == whole
    assert {path: path.stat().st_mtime_ns for path in whole.iterdir()} == before


@pytest.mark.slow("kills")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_run_killed_at_any_point_goes_on_to_the_same_bytes_and_does_nothing_twice(
    point, workers, whole, tmp_path
):
    folder = tmp_path / "killed"
    killed_at(folder, point, workers)
    left, told = set(LocalStore(folder / "store").keys("")), len(written(folder))
    made = ended(begun(folder, workers))
    assert (made / "manifest.json").read_bytes() == (whole / "manifest.json").read_bytes()
    assert LocalStore(folder / "store").keys("making/") == []
    if any(key.endswith("manifest.json") for key in left):
        return  # the version was there: what had been cleared by then was made again to see that
    # what the kill left is asked of the store: it may fall between a write and the line about it
    receipts = Counter(filter(RECEIPT.search, [*left, *written(folder)[told:]]))
    assert len(receipts) == 6
    assert set(receipts.values()) == {1}
