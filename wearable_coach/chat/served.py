"""How a model is reached, as data: it stands in evaluations and beside a promotion, never a secret."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from wearable_coach.chat.contract import Prices
from wearable_coach.records import Record

TINY = "tiny"


class Endpoint(Record):
    """A model behind HTTP."""

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
    temperature: float = Field(0, ge=0, le=2)
    max_tokens: int = Field(1536, ge=1, description="Where an answer is cut [tokens]")
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


class LocalAdapter(Record):
    """A model in this process: a base, and an adapter of the store on it."""

    kind: Literal["local"] = "local"
    base: str = Field(TINY, description="'tiny', or a folder with a Llama model")
    adapter: str = Field(
        "", description="Key in the store, models/<job>/adapter; empty: base alone"
    )
    max_tokens: int = Field(768, ge=1, description="Where an answer is cut [tokens]")


Serving = Annotated[Endpoint | LocalAdapter, Field(discriminator="kind")]
"""How a model is reached."""
