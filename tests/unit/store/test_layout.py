"""What the product writes is its own by name, and nothing else is."""

import pytest

from tasks import dataset as steps
from tests.support.damage import FOREIGN
from tests.support.old_store import dataset, evaluation, job, promoted, shelves
from tests.support.rows import good_rows
from wearable_coach.chat.kept_answers import answer_key
from wearable_coach.dataset.batches import Accepted
from wearable_coach.dataset.parts import part_name
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.finetuning.order import BackendName
from wearable_coach.records import GateReport, Message
from wearable_coach.store import LocalStore
from wearable_coach.store.layout import foreign, is_ours, may_hold_ours, shown


@pytest.fixture
def written(tmp_path):
    """The keys of a store that was used."""
    store = LocalStore(tmp_path)
    data = dataset(store, 3)
    trained = job(store, data, "Completed", 2)
    promoted(store, evaluation(store, trained.name, data.version, 1), 1)
    evaluation(store, "azure.coach_v2-1", data.version, 1)
    shelves(store, 1)
    asked = (Message(role="user", content="?"),)
    return [*store.keys(""), answer_key("0" * 64, asked, 12), "datasets/latest.json"]


def test_what_the_product_writes_is_its_own(written):
    assert foreign(written) == []
    for key in written:
        parts = key.split("/")
        assert all(may_hold_ours("/".join(parts[:n])) for n in range(1, len(parts)))


def test_every_file_of_a_dataset_is_the_product_s_own(monkeypatch, tmp_path):
    found = {}
    monkeypatch.setattr(steps, "publish", lambda _store, **made: found.update(made))
    monkeypatch.setattr(steps, "CardData", lambda **_: None)
    request = steps.RefreshRequest(Recipe(), 7, "20260101", LocalStore(tmp_path))
    rows, no_days = Accepted(good_rows(10), ()), steps.RealDays((), (), 0)
    kept = {"suites.json": b"{}", "columns.parquet": b""}
    steps.publish_version(request, rows, GateReport(results=(), rows=10, kept=kept), no_days)
    assert {"train_20260101.jsonl", "records.parquet", *kept} < found["files"].keys()
    for name in ("manifest.json", *found["files"]):
        assert is_ours(f"datasets/{found['version']}/{name}"), name


VERSION = "datasets/20260101-0123456789ab"
PARTS = [part_name(kind, 7, 12) for kind in ("train", "valid", "test", "records", "columns", "rejects")]  # fmt: skip
MADE = ["again.json", "r0/train-00007.jsonl", "r1/again.json", "r0/composed-00007.json", "r2/looked-00007.json",
        "r0/sentences-00007.parquet", "r0/grams-00007.npz", "finished/digests-00007.bin", "r0/notes-00007.npy"]  # fmt: skip


@pytest.mark.parametrize("key", [*(f"{VERSION}/{n}" for n in PARTS), *(f"making/0123456789ab/{n}" for n in MADE)])  # fmt: skip
def test_parts_and_what_they_are_made_in_are_the_product_s_own(key):
    assert is_ours(key)
    parts = key.split("/")
    assert all(may_hold_ours("/".join(parts[:n])) for n in range(1, len(parts)))


@pytest.mark.parametrize(
    "key",
    ["making/notes.txt", "making/0123/r0/train-00007.jsonl", "making/0123456789ab/old/train-00007.jsonl",
     "making/0123456789ab/r0/notes.txt", f"{VERSION}/train-7-of-12.jsonl", f"{VERSION}/sentences-00007-of-00012.parquet"],
)  # fmt: skip
def test_what_only_looks_like_a_part_is_somebody_else_s(key):
    assert not is_ours(key)


@pytest.mark.parametrize("backend", BackendName.__args__)
def test_a_job_of_every_backend_is_the_product_s_own(backend):
    assert is_ours(f"jobs/coach-{backend}-0123456789ab.json")


def test_what_is_somebody_else_s_is_named_by_its_outermost_folder():
    keys = ["datasets/foo/a/b", "datasets/foo/c", "jobs/sub/coach-local-0123456789ab.json"]
    assert foreign([*keys, "jobs/notes.txt", "prefect/prefect.db"]) == [
        "datasets/foo/",
        "jobs/notes.txt",
        "jobs/sub/",
    ]


@pytest.mark.parametrize("damage", FOREIGN, ids=lambda d: ascii(d.names))
def test_nothing_of_somebody_else_s_is_taken_for_the_product_s(damage):
    key = damage.names.format(
        trained="m", running="coach-local-0123456789ab", old="20260101-" + "0" * 12
    )
    assert not is_ours(key)
    assert "\n" not in shown(key)
    shown(key).encode()
