"""Blob Storage over a network that damages, drops and refuses: a real Azurite behind it."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha256
from uuid import uuid4

import pytest

from backends.blob import retries as blob_retries
from backends.blob.account import Account, open_blob_store
from backends.blob.store import BlobStore
from backends.blob.upload import Upload
from tests.contract.test_store_contract import parts_of, sas_of
from tests.support.old_store import dataset, job
from tests.support.unreliable import Unreliable, kind_of, lost
from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.store import Exists, Missing, Stale
from wearable_coach.store.wholeness import read_whole, repair

PART_BYTES = 1000
LARGE = b"0123456789" * PART_BYTES


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Let the SDK try as often as ever, at once."""
    at_once = {"initial_backoff": 0, "increment_base": 0, "random_jitter_range": 0}
    monkeypatch.setattr(blob_retries, "PACE", blob_retries.PACE | at_once)


@pytest.fixture
def blob_store(azurite):
    """Open the same new container again and again."""
    address = f"azure://c{uuid4().hex}/some/prefix"
    return lambda: open_blob_store(address, Account(connection_string=azurite))


@pytest.fixture
def harmed(blob_store, azurite):
    """Make a store over a network that harms the requests of one kind.

    It has a SAS token: a key signs the headers too, and the service would see that they changed.
    """
    from azure.storage.blob import ContainerClient

    def make(kind, harm, *, times=99):
        left = [times]

        def harm_one(request):
            if kind_of(request) != kind or not left[0]:
                return None
            left[0] -= 1
            return harm(request)

        network, parts = Unreliable(harm_one), parts_of(azurite)
        client = ContainerClient(
            parts["BlobEndpoint"],
            blob_store()._container.container_name,
            sas_of(parts),
            transport=network,
            retry_policy=blob_retries.Retries(),
        )
        return BlobStore(client, "some/prefix", part_bytes=PART_BYTES), network

    return make


def flip(request):
    request.set_bytes_body(b"X" + request.body[1:])


def flip_and_sign(request):
    flip(request)
    request.headers["Content-MD5"] = b64encode(
        md5(request.body, usedforsecurity=False).digest()
    ).decode()


class Killed(BaseException):
    pass


def kill(_request):
    raise Killed


def at_call(number, act):
    calls = iter(range(1, 99))

    def harm(_request):
        if next(calls) == number:
            act()

    return harm


def busy(status):
    def after(answer):
        answer.internal_response.content  # noqa: B018 - read, or its connection is never given back
        answer.status_code = answer.internal_response.status_code = status

    return lambda _request: after


def test_data_damaged_on_its_way_is_refused_by_the_service_and_never_seen(harmed, blob_store):
    store, network = harmed("PUT block", flip)
    blob_store().check_writable()
    with pytest.raises(TransientError, match="400 Md5Mismatch"):
        store.create("a", b"data")
    assert "PUT blocklist" not in network.sent
    with pytest.raises(Missing):
        blob_store().read("a")


def test_damage_with_a_checksum_made_to_fit_is_found_after_the_upload(harmed, blob_store):
    blob_store().check_writable()
    store, network = harmed("PUT block", flip_and_sign)
    with pytest.raises(TransientError, match="arrived damaged; write it again"):
        store.create("a", b"data")
    assert network.sent == ["PUT block", "PUT blocklist", "GET", "DELETE"]
    assert blob_store().keys("") == []
    etag = blob_store().create("a", b"before")
    with pytest.raises(TransientError, match="arrived damaged; write it again"):
        store.replace("a", b"after", etag=etag)


def test_data_damaged_at_rest_is_found_by_the_next_reader(harmed, blob_store, monkeypatch):
    blob_store().check_writable()
    store, _ = harmed("PUT block", flip_and_sign)
    monkeypatch.setattr(Upload, "_verify", lambda *_: None)
    store.create("a", b"data")
    with pytest.raises(TransientError, match="arrived damaged; read it again"):
        blob_store().read("a")


def test_a_file_of_a_dataset_that_is_damaged_at_rest_is_put_right(harmed, blob_store, monkeypatch):
    blob_store().check_writable()
    store, _ = harmed("PUT block", flip_and_sign, times=1)
    with monkeypatch.context() as unseen:
        unseen.setattr(Upload, "_verify", lambda *_: None)
        store.create("datasets/v/train.jsonl", b"data")
    hashes = {"train.jsonl": sha256(b"data").hexdigest()}
    with pytest.raises(BadInput, match="arrives damaged; run `wearable-coach refresh --repair v`"):
        read_whole(blob_store(), "v", "train.jsonl", hashes["train.jsonl"])
    made = {"train.jsonl": lambda: b"data"}
    assert repair(blob_store(), "v", hashes, made) == ("train.jsonl",)
    assert read_whole(blob_store(), "v", "train.jsonl", hashes["train.jsonl"]) == b"data"


def test_a_large_object_is_seen_whole_or_not_at_all(harmed, blob_store):
    seen = []

    def look(_request):
        seen.append(blob_store().keys(""))
        with pytest.raises(Missing):
            blob_store().read("large")

    store, network = harmed("PUT blocklist", look)
    store.create("large", LARGE)
    assert network.sent.count("PUT block") >= 10
    assert seen == [[]]
    assert blob_store().read("large").data == LARGE


def test_a_writer_killed_half_way_leaves_nothing_and_the_next_one_succeeds(harmed, blob_store):
    blob_store().check_writable()
    store, network = harmed("PUT blocklist", kill)
    with pytest.raises(Killed):
        store.create("large", LARGE)
    assert network.sent.count("PUT block") == 10
    assert blob_store().keys("") == []
    blob_store().create("large", LARGE[::-1])
    assert blob_store().read("large").data == LARGE[::-1]


@pytest.mark.parametrize("after", [1, 5, 10])
def test_a_writer_that_finishes_between_anothers_parts_wins(harmed, blob_store, after):
    store, _ = harmed("PUT block", at_call(after, lambda: blob_store().create("a", LARGE[::-1])))
    with pytest.raises(Exists):
        store.create("a", LARGE)
    assert blob_store().read("a").data == LARGE[::-1]


@pytest.mark.parametrize("after", [1, 5, 10])
def test_parts_of_two_writers_never_mix(harmed, blob_store, after):
    def die_before_the_commit():
        other, _ = harmed("PUT blocklist", kill)
        with pytest.raises(Killed):
            other.create("a", LARGE[::-1])

    blob_store().check_writable()
    store, _ = harmed("PUT block", at_call(after, die_before_the_commit))
    store.create("a", LARGE)
    assert blob_store().read("a").data == LARGE


def test_an_answer_lost_on_its_way_does_not_make_ones_own_write_anothers(harmed, blob_store):
    blob_store().check_writable()
    store, network = harmed("PUT blocklist", lambda _: lost, times=1)
    etag = store.create("a", b"1")
    assert network.sent == ["PUT block", "PUT blocklist", "PUT blocklist", "HEAD", "GET"]
    assert blob_store().read("a") == (b"1", etag)
    store, network = harmed("PUT blocklist", lambda _: lost, times=1)
    etag = store.replace("a", b"2", etag=etag)
    assert network.sent.count("PUT blocklist") == 2
    assert blob_store().read("a") == (b"2", etag)


def test_a_swap_during_the_upload_makes_it_stale(harmed, blob_store):
    etag = blob_store().create("a", b"1")

    def swap(_request):
        blob_store().replace("a", b"other", etag=etag)

    store, _ = harmed("PUT blocklist", swap, times=1)
    with pytest.raises(Stale):
        store.replace("a", b"2", etag=etag)
    assert blob_store().read("a").data == b"other"


def test_a_swap_right_after_the_upload_is_no_damage(harmed, blob_store):
    blob_store().check_writable()

    def swap(_request):
        other = blob_store()
        other.replace("a", b"next", etag=other.read("a").etag)

    store, _ = harmed("GET", swap, times=1)
    store.create("a", b"1")
    assert blob_store().read("a").data == b"next"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_a_passing_fault(harmed, blob_store, status):
    blob_store().create("a", b"1")
    store, network = harmed("GET", busy(status))
    with pytest.raises(TransientError, match="try again"):
        store.read("a")
    assert (len(network.sent) > 1) == (status >= 500)  # the SDK leaves 429 to its caller


def test_a_service_that_is_busy_for_a_moment_is_not_noticed(harmed):
    store, _ = harmed("PUT block", busy(503), times=1)
    store.create("a", b"1")
    assert store.read("a").data == b"1"


def test_a_connection_that_drops_is_a_passing_fault(harmed):
    store, network = harmed("GET", lambda _: lost)
    with pytest.raises(TransientError, match=r"cannot be reached \(ServiceResponseError\)"):
        store.read("a")
    assert len(network.sent) == 4


def test_a_container_is_made_by_the_first_of_many_writers(harmed, blob_store):
    def others_make_it(_request):
        blob_store().check_writable()

    store, _ = harmed("PUT container", others_make_it, times=1)
    store.create("a", b"")
    assert blob_store().keys("") == ["a"]


def test_another_refusal_of_the_service_is_told_by_its_code(blob_store):
    store = blob_store()
    etag = store.create("a", b"1")
    store._blob("a").acquire_lease()
    with pytest.raises(StoreConflict, match="412 LeaseIdMissing"):
        store.replace("a", b"2", etag=etag)
    with pytest.raises(StoreConflict, match="412 LeaseIdMissing"):
        store.remove("a")


def test_an_address_can_be_opened_in_a_browser(blob_store):
    assert blob_store().where("폴더/a b").endswith("/some/prefix/%ED%8F%B4%EB%8D%94/a%20b")


def test_the_first_write_makes_the_container_without_being_told_to(blob_store):
    blob_store().create("a", b"1")
    assert blob_store().keys("") == ["a"]


def test_a_damaged_swap_leaves_what_was_there(harmed, blob_store):
    etag = blob_store().create("models/promoted.json", b"old")
    store, _ = harmed("PUT block", flip)
    with pytest.raises(TransientError):
        store.replace("models/promoted.json", b"new", etag=etag)
    assert blob_store().read("models/promoted.json") == (b"old", etag)


def coded(status, code):
    def after(answer):
        busy(status)(None)(answer)
        answer.headers["x-ms-error-code"] = code
        body = f"<Error><Code>{code}</Code><Message>no</Message></Error>"
        answer._content = answer.internal_response._content = body.encode()

    return lambda _request: after


@pytest.mark.parametrize(
    "harm",
    [
        coded(401, "NoAuthenticationInformation"),
        coded(403, "AuthorizationFailure"),
        coded(404, "ResourceNotFound"),
        coded(409, "ContainerBeingDeleted"),
        coded(429, "TooManyRequests"),
        coded(500, "InternalError"),
        coded(503, "ServerBusy"),
        busy(403),
        busy(404),
        busy(503),
        lambda _: lost,
    ],
    ids=["401", "403", "404", "409", "429", "500", "503", "a 403", "a 404", "a 503", "lost"],
)
def test_a_listing_that_is_refused_is_never_an_empty_one(harmed, blob_store, harm):
    """Those without a code of Azure's are of a proxy in between."""
    blob_store().create("jobs/a", b"1")
    for name in ("keys", "objects"):
        store, _ = harmed("GET list", harm)
        with pytest.raises((BadInput, TransientError)) as told:
            getattr(store, name)("jobs/")
        assert not isinstance(told.value, Missing)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("folder", ["jobs/", "models/", "datasets/", "answers/", "events/"])
def test_where_a_folder_cannot_be_listed_nothing_is_pruned(harmed, blob_store, folder):
    old, _ = dataset(blob_store(), 900), dataset(blob_store(), 2)
    job(blob_store(), old, "Running", 890)
    before = blob_store().keys("")

    def refuse(request):
        asked = f"prefix=some%2Fprefix%2F{folder.strip('/')}"
        return coded(403, "AuthorizationFailure")(request) if asked in request.url else None

    store, _ = harmed("GET list", refuse)
    later = datetime.now(UTC) + timedelta(days=60)
    with pytest.raises(BadInput, match="refuses the credentials"):
        make_plan(store, RetentionPolicy(keep_datasets=1, older_than=30), now=later)
    assert blob_store().keys("") == before


def test_what_another_tool_named_strangely_is_passed_over(blob_store):
    store = blob_store()
    made = job(store, dataset(store, 2), "Running", 1)
    for name in ("jobs//a.json", "jobs/c\\d.json", "jobs/notes.txt", "jobs/e/f.json"):
        store._container.get_blob_client(f"some/prefix/{name}").upload_blob(b"x")
    ledger = JobLedger(store)
    assert ledger.names() == [made.name]
    assert len(ledger.foreign()) == 4
    plan = make_plan(store, RetentionPolicy(), now=datetime.now(UTC))
    assert {g.kind for g in plan.kept} == {"dataset"}


def test_a_container_that_was_there_and_is_gone_is_told_and_not_made_again(blob_store):
    store = blob_store()
    assert store.keys("") == []
    store.create("a", b"1")
    store._container.delete_container()
    for act in (lambda: store.keys(""), lambda: store.read("a"), lambda: store.create("b", b"2")):
        with pytest.raises((StoreConflict, TransientError), match=r"is gone|try again"):
            act()


def test_where_no_identity_is_found_it_is_told_at_once():
    from azure.identity import CredentialUnavailableError
    from azure.storage.blob import ContainerClient

    asked = []

    class Nobody:
        def get_token(self, *_scopes, **_):
            asked.append(1)
            raise CredentialUnavailableError(message="none\nof many ways")

    client = ContainerClient(
        "https://127.0.0.1:9/x", "box", Nobody(), retry_policy=blob_retries.Retries()
    )
    with pytest.raises(StoreConflict, match="refuses the credentials") as told:
        BlobStore(client).check_writable()
    assert asked == [1]
    assert "\n" not in str(told.value)
