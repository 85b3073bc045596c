"""One contract, two stores: a local folder, and Blob Storage (a real Azurite)."""

import pickle
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from backends.blob.account import Account, open_blob_store
from tests.support.old_store import dataset, evaluation, job, problems, promoted, shelves
from tests.support.published import small_dataset
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.retention.removal import Remover
from wearable_coach.store import Exists, LocalStore, Missing, Stale
from wearable_coach.store.datasets import publish, versions


@pytest.fixture(params=["local", "blob"])
def store(request, tmp_path):
    if request.param == "local":
        return LocalStore(tmp_path / "store")
    account = Account(connection_string=request.getfixturevalue("azurite"))
    made = open_blob_store(f"azure://c{uuid4().hex}/some/prefix", account)
    made.check_writable()
    return made


def test_a_new_object_is_written_once(store):
    store.create("a/b", b"first")
    with pytest.raises(Exists):
        store.create("a/b", b"second")
    assert store.read("a/b").data == b"first"


def test_a_swap_needs_the_etag_it_read(store):
    etag = store.create("a", b"1")
    assert store.read("a").etag == etag
    later = store.replace("a", b"2", etag=etag)
    with pytest.raises(Stale):
        store.replace("a", b"3", etag=etag)
    assert store.read("a") == (b"2", later)


def test_what_is_not_there_is_missing(store):
    etag = store.create("other", b"")
    with pytest.raises(Missing):
        store.read("a")
    with pytest.raises(Missing):
        store.replace("a", b"", etag=etag)


def test_keys_are_sorted_and_of_the_prefix_alone(store):
    for key in ("x/2", "x/10", "x/1", "xy", "y/1"):
        store.create(key, b"")
    assert store.keys("x/") == ["x/1", "x/10", "x/2"]
    assert store.keys("nothing/") == []


def test_a_listing_tells_length_and_time_of_what_the_keys_name(store):
    before = datetime.now(UTC) - timedelta(seconds=2)
    store.create("x/1", b"one")
    etag = store.create("x/2", b"")
    store.create("y", b"other")
    store.replace("x/2", b"replaced", etag=etag)
    found = store.objects("x/")
    assert [(o.key, o.bytes) for o in found] == [("x/1", 3), ("x/2", 8)]
    assert [o.key for o in found] == store.keys("x/")
    assert all(before <= o.modified <= datetime.now(UTC) + timedelta(seconds=2) for o in found)
    assert store.objects("nothing/") == []


@pytest.mark.parametrize(
    "data", [b"", bytes(range(256)) * 40, "한글 ✓".encode(), b"0123456789abcdef" * 10**6]
)
def test_bytes_come_back_as_they_were(store, data):
    store.create("폴더/파일 이름.bin", data)
    assert store.read("폴더/파일 이름.bin").data == data
    assert store.keys("폴더/") == ["폴더/파일 이름.bin"]


@pytest.mark.parametrize(
    "key", ["../a", "a/../../b", "/etc/passwd", "a\\b", "a\0b", "", "a/", "a//b", "./a"]
)
def test_a_key_cannot_leave_the_store(store, key):
    with pytest.raises(BadInput):
        store.create(key, b"")


@pytest.mark.parametrize("prefix", ["../", "a/../", "/", "a//"])
def test_a_prefix_cannot_leave_the_store(store, prefix):
    with pytest.raises(BadInput):
        store.keys(prefix)
    with pytest.raises(BadInput):
        store.objects(prefix)


def test_removing_what_is_not_there_is_no_error(store):
    store.create("a", b"")
    store.remove("a")
    store.remove("a")
    assert store.keys("") == []


@pytest.mark.parametrize("data", [b"", bytes(range(256)) * 40])
def test_an_adopted_object_is_found_by_both_names_and_outlives_the_first(store, data):
    store.create("making/1/ein teil.bin", data)
    store.adopt("making/1/ein teil.bin", "x/1/분할.bin")
    assert store.read("x/1/분할.bin").data == store.read("making/1/ein teil.bin").data == data
    store.remove("making/1/ein teil.bin")
    assert store.keys("") == ["x/1/분할.bin"]
    etag = store.read("x/1/분할.bin").etag
    store.replace("x/1/분할.bin", b"later", etag=etag)
    assert store.read("x/1/분할.bin").data == b"later"


def test_what_changes_later_under_one_name_does_not_under_the_other(store):
    store.create("a", b"first")
    store.adopt("a", "b")
    store.replace("a", b"second", etag=store.read("a").etag)
    assert store.read("b").data == b"first"


def test_nothing_is_adopted_over_another_object_and_nothing_that_is_not_there(store):
    store.create("a", b"a")
    store.create("b", b"b")
    with pytest.raises(Exists):
        store.adopt("a", "b")
    assert store.read("b").data == b"b"
    with pytest.raises(Missing):
        store.adopt("none", "c")
    assert store.keys("") == ["a", "b"]
    with pytest.raises(BadInput):
        store.adopt("a", "../c")


def test_of_many_who_adopt_one_wins(store):
    outcomes = []
    for i in range(8):
        store.create(f"{i}", str(i).encode())

    def adopt(i):
        try:
            store.adopt(f"{i}", "only")
            outcomes.append(i)
        except Exists:
            return

    at_once(adopt)
    assert len(outcomes) == 1
    assert store.read("only").data == str(outcomes[0]).encode()


def test_a_store_goes_to_another_process_as_an_address_without_a_secret(
    store, request, monkeypatch
):
    sent = pickle.dumps(store)
    if not isinstance(store, LocalStore):
        connection = request.getfixturevalue("azurite")
        assert parts_of(connection)["AccountKey"].encode() not in sent
        monkeypatch.delenv("AZURE_STORAGE_CONNECTION_STRING", raising=False)
        monkeypatch.setenv("AZURE_STORAGE_ACCOUNT", "another")
        with pytest.raises(BadInput, match="export the same AZURE_STORAGE_ACCOUNT"):
            pickle.loads(sent)  # noqa: S301 - our own bytes
        monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", connection)
    arrived = pickle.loads(sent)  # noqa: S301 - our own bytes
    arrived.create("a", b"there")
    assert store.read("a").data == b"there"


def at_once(work, count=8):
    threads = [threading.Thread(target=work, args=(i,)) for i in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def test_of_many_writers_one_wins(store):
    outcomes = []

    def write(i):
        try:
            store.create("only", str(i).encode())
            outcomes.append(i)
        except Exists:
            pass

    at_once(write)
    assert len(outcomes) == 1
    assert store.read("only").data == str(outcomes[0]).encode()


def test_no_increment_of_many_swappers_is_lost(store):
    store.create("count", b"0")

    def add(_):
        for _ in range(5):
            while True:
                found = store.read("count")
                try:
                    store.replace("count", str(int(found.data) + 1).encode(), etag=found.etag)
                    break
                except Stale:
                    continue

    at_once(add)
    assert store.read("count").data == b"40"


def test_a_dataset_is_published_once_and_over_left_overs(store):
    first = small_dataset(store)
    assert small_dataset(store) == first
    assert versions(store) == [first.version]
    store.create("datasets/20260101-aaaaaaaaaaaa/f", b"half")
    digest = "a" * 64
    published = publish(
        store,
        version="20260101-aaaaaaaaaaaa",
        files={"f": partial(bytes, b"whole")},
        manifest={"content_sha256": digest},
    )
    assert published.created
    assert store.read("datasets/20260101-aaaaaaaaaaaa/f").data == b"whole"


def test_damaged_files_of_a_dataset_are_put_right_and_no_others_written(store):
    files = {"train.jsonl": b"1\n", "valid.jsonl": b"2\n", "gate.json": b"{}"}
    made = {name: partial(bytes, data) for name, data in files.items()}
    version = f"20260101-{'a' * 12}"
    asked = {"version": version, "files": made, "manifest": {"content_sha256": "a" * 64}}
    publish(store, **asked)
    etags = {key: store.read(key).etag for key in store.keys("datasets/")}
    store.remove(f"datasets/{version}/train.jsonl")
    damaged = f"datasets/{version}/valid.jsonl"
    store.replace(damaged, b"damaged", etag=etags[damaged])
    again = publish(store, **asked)
    assert (again.created, again.repaired) == (False, ("train.jsonl", "valid.jsonl"))
    for name, data in files.items():
        assert store.read(f"datasets/{version}/{name}").data == data
    for name in ("gate.json", "manifest.json"):
        key = f"datasets/{version}/{name}"
        assert store.read(key).etag == etags[key]
    assert publish(store, **asked).repaired == ()


def test_where_names_no_secret(store):
    assert "AccountKey" not in store.where("a")
    assert store.where("a/b").endswith("a/b")


def sas_of(parts):
    """A SAS token: it signs no headers, so that a changed request still gets in."""
    from datetime import UTC, datetime, timedelta

    from azure.storage.blob import AccountSasPermissions, ResourceTypes, generate_account_sas

    return generate_account_sas(
        parts["AccountName"],
        parts["AccountKey"],
        ResourceTypes(container=True, object=True),
        AccountSasPermissions(read=True, write=True, delete=True, list=True, create=True),
        datetime.now(UTC) + timedelta(hours=1),
    )


def parts_of(connection_string):
    return dict(part.split("=", 1) for part in connection_string.strip(";").split(";"))


def test_a_sas_opens_the_store(azurite):
    parts = parts_of(azurite)
    account = Account(endpoint=parts["BlobEndpoint"], sas_token="?" + sas_of(parts))
    store = open_blob_store(f"azure://c{uuid4().hex}", account)
    store.check_writable()
    store.create("a", b"1")
    store.adopt("a", "b")
    assert store.keys("") == ["a", "b"]
    assert store.read("b").data == b"1"
    assert "sig=" not in store.where("a")


@pytest.mark.parametrize(
    ("account", "told"),
    [
        (Account(), "AZURE_STORAGE_ACCOUNT: not set"),
        (Account(connection_string="nonsense"), "settings are not whole"),
    ],
)
def test_an_account_that_is_not_whole_is_told(account, told):
    with pytest.raises(BadInput, match=told):
        open_blob_store("azure://container", account)


def test_an_address_without_a_container_is_told():
    with pytest.raises(BadInput, match="need azure://CONTAINER"):
        open_blob_store("azure://", Account(name="x", key="eA=="))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("azure://box/p?sig=secret", r"takes no \?"),
        ("azure://me@box/p", "takes no"),
        ("azure://Bad_Box/p", "got container 'Bad_Box'"),
        ("azure://box/../p", "leaves the store"),
    ],
)
def test_a_malformed_address_is_told_at_once_and_no_secret_repeated(address, told):
    with pytest.raises(BadInput, match=told) as caught:
        open_blob_store(address, Account(name="x", key="eA=="))
    assert "secret" not in str(caught.value)


def test_a_wrong_key_is_told_without_the_key(azurite):
    parts = parts_of(azurite)
    wrong = "d3Jvbmcga2V5"
    account = Account(name=parts["AccountName"], endpoint=parts["BlobEndpoint"], key=wrong)
    store = open_blob_store("azure://container", account)
    with pytest.raises(StoreConflict, match="refuses the credentials") as caught:
        store.check_writable()
    assert wrong not in str(caught.value)


def test_an_endpoint_out_of_reach_is_told_before_work_starts():
    account = Account(name="x", endpoint="http://127.0.0.1:9/x", key="d3Jvbmcga2V5")
    with pytest.raises(StoreConflict, match="cannot be reached"):
        open_blob_store("azure://container", account).check_writable()


def test_a_prune_takes_what_is_old_from_any_store(store):
    """A blob's time cannot be set: the years pass by the time that the prune is given."""
    old, new = dataset(store, 900), dataset(store, 2)
    kept = job(store, old, "Completed", 890)
    promoted(store, evaluation(store, kept.name, old.version, 880), 870)
    gone = dataset(store, 800)
    evaluation(store, "endpoint", gone.version, 790)
    shelves(store, 700)
    policy, later = (
        RetentionPolicy(keep_datasets=1, older_than=30),
        datetime.now(UTC) + timedelta(days=60),
    )
    plan = make_plan(store, policy, now=later)
    assert {g.kind for g in plan.goes} == {
        "dataset", "model", "refused report", "answers", "events", "webhooks",
    }  # fmt: skip
    remover = Remover(store, policy, now=later)
    assert [remover.remove(group).kept for group in plan.goes] == [""] * len(plan.goes)
    assert versions(store) == [old.version, new.version]
    assert problems(store) == []
    assert store.keys("models/endpoint/") == []
    assert make_plan(store, policy, now=later).goes == ()
