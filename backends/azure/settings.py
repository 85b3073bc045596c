"""What an operator decides once about fine-tuning at Azure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field, ValidationError

from wearable_coach.errors import BadField
from wearable_coach.records import Record

Route = Literal["pipeline", "serverless"]
OnUnhonoured = Literal["refuse", "warn"]

LLAMA = "azureml://registries/azureml-meta/models/Meta-Llama-3.1-8B-Instruct/labels/latest"
COMPONENT = "azureml://registries/azureml/components/chat_completion_pipeline/versions/0.0.82"


class AzureSettings(Record):
    """Where jobs run, by which route, and how much one may cost; nothing secret."""

    subscription_id: str = Field(description="Azure subscription", min_length=1)
    resource_group: str = Field(description="Resource group of the workspace", min_length=1)
    workspace: str = Field(description="Azure Machine Learning workspace", min_length=1)
    region: str = Field("", description="Region that the workspace must lie in; any if empty")
    route: Route = Field(
        "pipeline", description="pipeline honours all five values; serverless fixes rank and alpha"
    )
    on_unhonoured: OnUnhonoured = Field(
        "refuse", description="What to do about a value that the route does not honour"
    )
    base_model: str = Field(
        LLAMA, description="Model id of a registry, pinned by version or named by a label"
    )
    component: str = Field(COMPONENT, description="Pipeline component, pinned by version")
    instance_type: str = Field(
        "Standard_NC24ads_A100_v4", description="Machine with one GPU that the pipeline trains on"
    )
    max_cost: Decimal = Field(
        Decimal(25),
        description="A job estimated above it is refused [price table's currency]",
        ge=0,
    )
    prices: str = Field("", description="Price table of your own; the package's examples if empty")
    models: str = Field("", description="Table of base models of your own")
    timeout_s: float = Field(60, description="Wait for one answer of Azure [s]", gt=0)


VARIABLES: Mapping[str, str] = {
    "subscription_id": "AZURE_SUBSCRIPTION_ID",
    "resource_group": "AZURE_RESOURCE_GROUP",
    "workspace": "AZUREML_WORKSPACE_NAME",
    "region": "WEARABLE_COACH_AZURE_REGION",
    "route": "WEARABLE_COACH_AZURE_ROUTE",
    "on_unhonoured": "WEARABLE_COACH_AZURE_ON_UNHONOURED",
    "base_model": "WEARABLE_COACH_AZURE_BASE_MODEL",
    "component": "WEARABLE_COACH_AZURE_COMPONENT",
    "instance_type": "WEARABLE_COACH_AZURE_INSTANCE_TYPE",
    "max_cost": "WEARABLE_COACH_AZURE_MAX_COST",
    "prices": "WEARABLE_COACH_AZURE_PRICES",
    "models": "WEARABLE_COACH_AZURE_MODELS",
    "timeout_s": "WEARABLE_COACH_AZURE_TIMEOUT_S",
}
"""Environment variable by setting."""


def settings_from(environment: Mapping[str, str]) -> AzureSettings:
    """Read the settings from environment variables; empty ones count as not set.

    Raises:
        BadField: one is missing or not of the right form; it names the variable.
    """
    given = {name: environment.get(variable, "") for name, variable in VARIABLES.items()}
    try:
        return AzureSettings.model_validate({k: v for k, v in given.items() if v})
    except ValidationError as error:
        first = error.errors()[0]
        variable = VARIABLES[str(first["loc"][0])]
        if first["type"] == "missing":
            message = "not set; fine-tuning at Azure needs it (docs/azure.md)"
        else:
            message = f"got {first['input']!r}, {first['msg'].lower()} (docs/azure.md)"
        raise BadField(variable, message) from None
