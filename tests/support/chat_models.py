"""Conversations, and endpoints of every kind over a chat server."""

from random import Random

from wearable_coach.chat.served import Endpoint
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.records import Message

KEY = "sk-very-secret-1234"
KINDS = ("openai", "azure_openai", "managed")


def asked(text: str) -> tuple[Message, ...]:
    """A conversation with one question."""
    return (
        Message(role="system", content="당신은 코치예요."),
        Message(role="user", content=text),
    )


def endpoint_of(server, kind: str = "openai", **changes) -> Endpoint:
    """An endpoint of a kind, with short waits."""
    addresses = {
        "openai": {"url": server.url, "model": "coach"},
        "azure_openai": {"url": server.root, "model": "coach", "api_version": "2024-10-21"},
        "managed": {"url": server.scoring_url},
    }
    settings = addresses[kind] | {"kind": kind, "key_variable": "COACH_KEY", "timeout_s": 5}
    return Endpoint(**(settings | changes))


def model_of(server, kind: str = "openai", *, key: str = KEY, **changes) -> EndpointModel:
    """A model over such an endpoint."""
    endpoint = endpoint_of(server, kind, **changes)
    return EndpointModel(endpoint, environment={"COACH_KEY": key}, rng=Random(1))
