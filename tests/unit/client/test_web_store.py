import httpx
import pytest

from wearable_coach.client.web_store import WebStore
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.promotion.pointer import read_promoted
from wearable_coach.store import Missing

URL = "https://account.blob.core.windows.net/coach?sv=1&sig=SECRET"


def store_that(answers) -> WebStore:
    return WebStore(URL, client=httpx.Client(transport=httpx.MockTransport(answers)))


def test_a_read_carries_the_token_and_its_place_does_not():
    asked = []

    def answer(request):
        asked.append(str(request.url))
        return httpx.Response(200, content=b'{"entries": []}', headers={"etag": '"7"'})

    store = store_that(answer)
    assert read_promoted(store).etag == '"7"'
    assert asked == [URL.replace("?", "/models/promoted.json?")]
    assert "SECRET" not in store.where("models/promoted.json")


@pytest.mark.parametrize(
    ("status", "error"), [(404, Missing), (403, BadInput), (500, TransientError)]
)
def test_a_refusal_is_told_without_the_token(status, error):
    store = store_that(lambda _r: httpx.Response(status))
    with pytest.raises(error) as told:
        store.read("models/promoted.json")
    assert "SECRET" not in str(told.value)


def test_a_network_that_is_gone_is_transient():
    def gone(request):
        message = "no route"
        raise httpx.ConnectError(message, request=request)

    with pytest.raises(TransientError):
        store_that(gone).read("models/promoted.json")


@pytest.mark.parametrize(
    "write",
    [
        lambda s: s.create("a", b""),
        lambda s: s.replace("a", b"", etag="x"),
        lambda s: s.remove("a"),
        lambda s: s.keys(""),
        lambda s: s.check_writable(),
    ],
    ids=["create", "replace", "remove", "keys", "check_writable"],
)
def test_it_is_read_only(write):
    with pytest.raises(BadInput, match="read-only"):
        write(store_that(lambda _r: httpx.Response(200)))
