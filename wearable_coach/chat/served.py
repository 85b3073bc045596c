"""How a model is reached, as data: it stands in evaluations and beside a promotion, never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from wearable_coach.chat.contract import Prices
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.records import Record

TINY = "tiny"
ANSWER_TOKENS = 2304
"""Where an answer of a model behind HTTP is cut [tokens]: half as much again as the longest that a dataset teaches."""
LOCAL_ANSWER_TOKENS = 1536
"""Where an answer of a model in this process is cut [tokens]: as long as the longest that a dataset teaches."""


class _Reached(Record):
    """A model that is reached somehow. What later versions added is written down only where it says something.

    So what an older version wrote reads as it was meant, and one reads what this version writes of a
    model that it knows how to reach.
    """

    unsaid: ClassVar[Mapping[str, object]] = {"identity": None}
    identity: ServedIdentity | None = Field(
        None, description="Which model it is, wherever it is reached; None where nobody has said"
    )

    @model_serializer(mode="wrap")
    def _default_unsaid(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        for name, default in self.unsaid.items():
            if getattr(self, name) == default:
                written.pop(name, None)
        return written


class Endpoint(_Reached):
    """A model behind HTTP."""

    unsaid: ClassVar[Mapping[str, object]] = {"identity": None, "auth": "key", "scope": ""}

    kind: Literal["openai", "azure_openai", "managed"] = Field(
        "openai",
        description="openai: POST URL/chat/completions (Azure serverless too); azure_openai: a "
        "deployment with api-version; managed: an Azure managed online endpoint's scoring URL",
    )
    url: str = Field(description="Base URL; of a managed endpoint the scoring URL")
    model: str = Field("", description="Model or deployment name")
    api_version: str = Field("", description="api-version, of Azure OpenAI")
    key_variable: str = Field(
        "", description="Environment variable that holds the key; without one no key is sent"
    )
    key_header: Literal["bearer", "api-key", "plain"] = Field(
        "bearer",
        description="Authorization: Bearer KEY, api-key: KEY, or Authorization: KEY; "
        "api-key where azure_openai names none",
    )
    auth: Literal["key", "entra"] = Field(
        "key",
        description="key: the one that key_variable names; entra: a token of Microsoft Entra, by the "
        "identity of whoever asks, so that no key is kept anywhere",
    )
    scope: str = Field(
        "", description="What an Entra token is asked for; empty: by kind, in the cloud of the URL"
    )
    temperature: float = Field(0, ge=0, le=2)
    max_tokens: int = Field(ANSWER_TOKENS, ge=1, description="Where an answer is cut [tokens]")
    timeout_s: float = Field(60, gt=0, description="Wait for one answer [s]")
    retries: int = Field(
        4, ge=0, description="Tries beyond the first on 429, 5xx and lost connections"
    )
    at_once: int = Field(32, ge=1, description="Questions at once")
    prices: Prices | None = None

    @model_validator(mode="before")
    @classmethod
    def _own_header(cls, given: Any) -> Any:  # noqa: ANN401 - whatever came
        """Give Azure OpenAI the header that it takes, so that it stands in what is written too."""
        if isinstance(given, dict) and given.get("kind") == "azure_openai":
            return {"key_header": "api-key"} | given
        return given

    @model_validator(mode="after")
    def _one_proof(self) -> Endpoint:
        """Refuse a key beside a token: which of them opens the endpoint must not be a guess."""
        if self.auth == "entra" and self.key_variable:
            message = "auth is entra and key_variable names a key; leave one of them out"
            raise ValueError(message)
        return self


class LocalAdapter(_Reached):
    """A model in this process: a base, and an adapter of the store on it."""

    kind: Literal["local"] = "local"
    base: str = Field(TINY, description="'tiny', or a folder with a Llama model")
    adapter: str = Field(
        "", description="Key in the store, models/<job>/adapter; empty: base alone"
    )
    max_tokens: int = Field(
        LOCAL_ANSWER_TOKENS, ge=1, description="Where an answer is cut [tokens]"
    )


Serving = Annotated[Endpoint | LocalAdapter, Field(discriminator="kind")]
"""How a model is reached."""


def identified(serving: Serving | None, identity: ServedIdentity | None) -> Serving | None:
    """Return a description that says which model it is; what it says already stands."""
    if serving is None or identity is None or serving.identity is not None:
        return serving
    return serving.model_copy(update={"identity": identity})


def same_model(one: Serving | None, other: Serving | None) -> bool | None:
    """Say whether two descriptions are of one model; None where one of them does not say which it is."""
    if one is None or other is None or one.identity is None or other.identity is None:
        return None
    return one.identity == other.identity


def reached_alike(one: Serving | None, other: Serving | None) -> bool:
    """Say whether two descriptions reach one model in one way; what one does not say, it does not deny."""
    if one is None or other is None:
        return one is other
    if same_model(one, other) is False:
        return False
    nameless = {"identity": None}
    return one.model_copy(update=nameless) == other.model_copy(update=nameless)
