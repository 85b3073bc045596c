"""What an operator decides once about fine-tuning at Foundry."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field, ValidationError

from backends.azure.settings import VARIABLES, OnUnhonoured
from wearable_coach.errors import BadField
from wearable_coach.records import Record

TrainingType = Literal["Standard", "GlobalStandard", "Developer"]
FOUNDRY_MODEL = "Ministral-3B"
"""Of the models that a new customer can train there it is the nearest to the plan's in size, and
stands on no retirement schedule; the plan's own was never trained there."""


class FoundrySettings(Record):
    """Which resource trains, in which tier, and how much a job may cost; nothing secret."""

    account: str = Field("", description="Foundry resource; its address follows from its name")
    endpoint: str = Field(
        "",
        description="Address of the resource, where it does not follow from the name",
        pattern=r"^(https://[^/]+/?)?$",
    )
    region: str = Field("", description="Region of the resource; not looked at if empty")
    base_model: str = Field(FOUNDRY_MODEL, description="Model that Foundry trains", min_length=1)
    training_type: TrainingType = Field(
        "GlobalStandard",
        description="Standard keeps data in the resource's region; GlobalStandard and Developer do not",
    )
    learning_rate_multiplier: float | None = Field(
        None, description="Over the service's own learning rate; its choice if None", gt=0, le=10
    )
    on_unhonoured: OnUnhonoured = Field(
        "refuse", description="What to do about a value that the service does not honour"
    )
    max_cost: Decimal = Field(
        Decimal(25),
        description="A job estimated above it is refused [price table's currency]",
        ge=0,
    )
    prices: str = Field("", description="Price table of your own; the package's examples if empty")
    models: str = Field("", description="Table of base models of your own")
    scope: str = Field("", description="What a token is asked for; by the address if empty")
    timeout_s: float = Field(60, description="Wait for one answer of Azure [s]", gt=0)

    @property
    def url(self) -> str:
        """Address of the resource."""
        return (self.endpoint or f"https://{self.account}.openai.azure.com").rstrip("/")


_PREFIX = "WEARABLE_COACH_AZURE_FOUNDRY_"
_SHARED = ("on_unhonoured", "max_cost", "prices", "models", "timeout_s")
FOUNDRY_VARIABLES: Mapping[str, str] = {
    **{name: f"{_PREFIX}{name.upper()}" for name in FoundrySettings.model_fields},
    **{name: VARIABLES[name] for name in _SHARED},
    "endpoint": "AZURE_OPENAI_ENDPOINT",
}
"""Environment variable by setting; what is no matter of the route is shared with the other routes."""


def foundry_settings_from(environment: Mapping[str, str]) -> FoundrySettings:
    """Read the settings from environment variables; empty ones count as not set.

    Raises:
        BadField: one is missing or not of the right form; it names the variable.
    """
    given = {name: environment.get(variable, "") for name, variable in FOUNDRY_VARIABLES.items()}
    try:
        settings = FoundrySettings.model_validate({k: v for k, v in given.items() if v})
    except ValidationError as error:
        first = error.errors()[0]
        variable = FOUNDRY_VARIABLES[str(first["loc"][0])]
        message = f"got {first['input']!r}, {first['msg'].lower()} (docs/azure.md)"
        raise BadField(variable, message) from None
    need_resource(settings)
    return settings


def need_resource(settings: FoundrySettings) -> None:
    """Stop where no resource is named.

    Raises:
        BadField: neither account nor endpoint is there.
    """
    if not (settings.account or settings.endpoint):
        message = (
            "not set; fine-tuning at Foundry needs it, or AZURE_OPENAI_ENDPOINT (docs/azure.md)"
        )
        raise BadField(FOUNDRY_VARIABLES["account"], message)
