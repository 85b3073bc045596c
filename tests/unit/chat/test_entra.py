"""Endpoints without a key: which token is asked for, when it is replaced, and what is told where there is none."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.support.chat_models import asked
from tests.support.chat_server import ChatServer
from wearable_coach.chat.contract import ModelUnreachable
from wearable_coach.chat.entra import scope_of
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.client.credential_tokens import REFRESHED_S, CredentialTokens
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.client.opening import open_served, open_with
from wearable_coach.errors import BadInput

LIFE_S = 3600.0
ML, COGNITIVE = "https://ml.azure.com/.default", "https://cognitiveservices.azure.com/.default"


class ClientAuthenticationError(Exception):
    """Named as azure-core names it."""


class SignedIn:
    """Credentials that give numbered tokens, each for an hour of a clock that stands."""

    def __init__(self):
        self.now_s, self.given, self.asked, self.fault = 0.0, 0, [], None

    def __call__(self):
        cached = {}

        def get_token(*scopes):
            self.asked.append(scopes)
            if self.fault is not None:
                raise self.fault
            if scopes not in cached or cached[scopes].expires_on - self.now_s < REFRESHED_S:
                self.given += 1
                cached[scopes] = SimpleNamespace(
                    token=f"token-{self.given}", expires_on=int(self.now_s + LIFE_S)
                )
            return cached[scopes]

        return SimpleNamespace(get_token=get_token)

    def tokens(self):
        return CredentialTokens(self, now=lambda: datetime.fromtimestamp(self.now_s, UTC))


@pytest.fixture
def signed_in():
    return SignedIn()


def keyless(url, **changes):
    return Endpoint(**({"url": url, "model": "coach", "auth": "entra"} | changes))


@pytest.mark.parametrize(
    ("url", "kind", "authority", "scope"),
    [
        ("https://e.koreacentral.inference.ml.azure.com/score", "managed", "", ML),
        ("https://e.eastus.models.ai.azure.com/v1", "openai", "", ML),
        ("https://n.openai.azure.com", "azure_openai", "", COGNITIVE),
        ("https://n.services.ai.azure.com/models", "openai", "", COGNITIVE),
        ("https://e.inference.ml.azure.us/score", "managed", "", "https://ml.azure.us/.default"),
        ("https://n.openai.azure.cn", "azure_openai", "", "https://cognitiveservices.azure.cn/.default"),
        ("https://own.example/score", "managed", "https://login.microsoftonline.us", "https://ml.azure.us/.default"),
        ("https://own.example/score", "managed", "login.chinacloudapi.cn", "https://ml.azure.cn/.default"),
        ("https://own.example/score", "managed", "", ML),
    ],
)  # fmt: skip
def test_what_a_token_is_for_follows_the_kind_and_the_cloud(url, kind, authority, scope):
    assert scope_of(Endpoint(url=url, kind=kind), authority=authority) == scope
    assert scope_of(Endpoint(url=url, kind=kind, scope="mine"), authority=authority) == "mine"


def test_a_token_is_fetched_once_and_replaced_before_it_ends(signed_in):
    tokens, endpoint = signed_in.tokens(), keyless("https://e.openai.azure.com")
    assert {tokens.bearer(endpoint) for _ in range(3)} == {"token-1"}
    signed_in.now_s = LIFE_S - REFRESHED_S - 1
    assert tokens.bearer(endpoint) == "token-1"
    signed_in.now_s = LIFE_S - REFRESHED_S + 1
    assert tokens.bearer(endpoint) == "token-2"
    assert len(signed_in.asked) == 2


def test_a_new_token_that_does_not_come_leaves_the_present_one_while_it_is_good(signed_in):
    tokens, endpoint = signed_in.tokens(), keyless("https://e.openai.azure.com")
    tokens.bearer(endpoint)
    signed_in.fault = ClientAuthenticationError("the network is down, hunter2")
    signed_in.now_s = LIFE_S - 1
    assert tokens.bearer(endpoint) == "token-1"
    signed_in.now_s = LIFE_S + 1
    with pytest.raises(ModelUnreachable, match="gave no token") as caught:
        tokens.bearer(endpoint)
    assert "hunter2" not in str(caught.value)
    signed_in.fault = None
    assert tokens.bearer(endpoint) == "token-2"


def test_nobody_signed_in_is_told_with_the_remedy(signed_in):
    signed_in.fault = ClientAuthenticationError("hunter2")
    with pytest.raises(BadInput, match="sign in with `az login`") as caught:
        signed_in.tokens().bearer(keyless("https://e.openai.azure.com"))
    assert "hunter2" not in str(caught.value)
    signed_in.fault = OSError("no network")
    with pytest.raises(ModelUnreachable):
        signed_in.tokens().bearer(keyless("https://e.openai.azure.com"))


def test_an_endpoint_that_refuses_a_token_is_asked_with_a_fresh_one_once(signed_in):
    with ChatServer(answer=lambda _: "네.", key="token-1") as server:
        model = EndpointModel(keyless(server.url), environment={}, tokens=signed_in.tokens())
        assert model.answer([asked("네?")])[0].text == "네."
        server.key = "token-2"
        assert model.answer([asked("네?")])[0].text == "네."
        assert [r.headers["authorization"] for r in server.requests] == [
            "Bearer token-1", "Bearer token-1", "Bearer token-2",
        ]  # fmt: skip
        server.key = "none is good"
        with pytest.raises(BadInput, match="give whoever asks the role") as caught:
            model.answer([asked("네?")])
        assert len(server.requests) == 5
        assert "token-" not in str(caught.value)
        model.close()


def test_threads_that_are_refused_together_fetch_one_token(signed_in):
    tokens, endpoint = signed_in.tokens(), keyless("https://e.openai.azure.com")
    tokens.bearer(endpoint)
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(tokens.bearer(endpoint, refused="token-1")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (set(got), signed_in.given) == ({"token-2"}, 2)


def test_the_library_alone_opens_it_with_tokens_that_are_handed_in_and_says_so_without(signed_in):
    with pytest.raises(BadInput, match="open it with `open_with"):
        open_served(keyless("https://e.openai.azure.com"), None)
    with pytest.raises(BadInput, match="local adapter"):
        open_with(signed_in.tokens())(LocalAdapter(), None)
    with ChatServer(answer=lambda _: "네.", key="token-1") as server:
        model = open_with(signed_in.tokens())(keyless(server.url), None)
        assert model.answer([asked("네?")])[0].text == "네."
        model.close()


def test_a_source_of_tokens_shows_none(signed_in):
    tokens = signed_in.tokens()
    tokens.bearer(keyless("https://e.openai.azure.com"))
    assert "token-1" not in repr(tokens)
