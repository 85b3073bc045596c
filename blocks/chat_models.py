"""Chat models, as Prefect blocks: an endpoint with its key, or a model in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from prefect.blocks.core import Block
from pydantic import Field, SecretStr, field_validator

from backends.local.chat import LocalChat
from wearable_coach.chat.contract import Prices
from wearable_coach.chat.entra import TokenSource
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import (
    ANSWER_TOKENS,
    LOCAL_ANSWER_TOKENS,
    TINY,
    Endpoint,
    LocalAdapter,
)
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.client.endpoint_wire import check_address
from wearable_coach.store import Store


class ChatEndpoint(Block):
    """A model behind HTTP that a flow can name, with its key."""

    _block_type_name = "Chat endpoint"
    _block_type_slug = "wearable-coach-chat-endpoint"
    _description = "A chat model that wearable-coach asks over HTTP."

    kind: Literal["openai", "azure_openai", "managed"] = Field(
        "openai",
        description="openai: URL/chat/completions (Azure serverless too); azure_openai: a deployment; "
        "managed: an Azure managed online endpoint",
    )
    url: str = Field(description="Base URL; of a managed endpoint the scoring URL")
    model: str = Field("", description="Model or deployment name")
    api_version: str = Field("", description="api-version, of Azure OpenAI")
    key: SecretStr = Field(SecretStr(""), description="Its key; empty: from the variable below")
    key_variable: str = Field(
        "",
        description="Environment variable with the key where a server asks this model; a server opens "
        "no block, so a model with a key is promoted only when this names one",
    )
    key_header: Literal["bearer", "api-key", "plain"] | None = Field(
        None, description="Header of the key; what the kind takes if None"
    )
    auth: Literal["key", "entra"] = Field(
        "key", description="entra: a token of Microsoft Entra in place of a key"
    )
    scope: str = Field("", description="What the token is asked for; empty: by kind and cloud")
    identity: ServedIdentity | None = Field(
        None, description="Which model it is, wherever it is reached; empty where nobody knows"
    )
    temperature: float = Field(0, ge=0, le=2)
    max_tokens: int = Field(ANSWER_TOKENS, ge=1, description="Where an answer is cut [tokens]")
    timeout_s: float = Field(60, gt=0, description="Wait for one answer [s]")
    retries: int = Field(4, ge=0, description="Tries beyond the first")
    at_once: int = Field(32, ge=1, description="Questions at once")
    prices: Prices | None = Field(None, description="What its tokens cost")

    @field_validator("url")
    @classmethod
    def _no_secret(cls, given: str) -> str:
        """Refuse an address with a key in it: this field is kept and shown in the clear."""
        check_address(given.rstrip("/"))
        return given

    def serving(self) -> Endpoint:
        """Return the description that may be written down: without the key."""
        given = self.model_dump(include=set(Endpoint.model_fields), exclude_none=True)
        return Endpoint.model_validate(given)

    def open(self, *, tokens: TokenSource | None = None) -> EndpointModel:
        """Return the model.

        Args:
            tokens: Gives what it takes in place of a key, where `auth` is entra.

        Raises:
            BadInput: the address or the key is missing or malformed.
        """
        key = self.key.get_secret_value() or None
        return EndpointModel(self.serving(), key=key, tokens=tokens)


class LocalChatModel(Block):
    """A model in the flow's own process that a flow can name."""

    _block_type_name = "Local chat model"
    _block_type_slug = "wearable-coach-local-chat-model"
    _description = "A chat model that wearable-coach runs in its own process."

    base: str = Field(TINY, description="'tiny', or a folder with a Llama model")
    adapter: str = Field(
        "", description="Key in the store, models/<job>/adapter; empty: base alone"
    )
    max_tokens: int = Field(
        LOCAL_ANSWER_TOKENS, ge=1, description="Where an answer is cut [tokens]"
    )

    def serving(self) -> LocalAdapter:
        """Return the description that may be written down."""
        return LocalAdapter.model_validate(
            self.model_dump(include={"base", "adapter", "max_tokens"})
        )

    def open(self, *, store: Store, cache: Path | None = None) -> LocalChat:
        """Return the model.

        Args:
            store: Where the adapter lies.
            cache: Where an adapter of a store elsewhere is put.

        Raises:
            BadInput: base or adapter is not there, or torch is missing.
        """
        return LocalChat(self.serving(), store=store, cache=cache)
