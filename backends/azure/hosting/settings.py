"""What an operator decides once about model deployments, with the reasons of the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field, ValidationError

from wearable_coach.errors import BadField
from wearable_coach.hosting.cost import MONTH_HOURS
from wearable_coach.records import Record

LONGEST_REQUEST_S = 180
"""Azure lets a request to a managed online endpoint take no longer [s]."""


class HostingSettings(Record):
    """How tuned models are hosted; nothing secret.

    The SDK's own defaults suit no chat model: 1 request at once, 500 ms in the queue, 5 s a request, and
    a container that is killed while its model loads.
    """

    auth: Literal["entra", "key"] = Field(
        "entra",
        description="entra: whoever asks signs in, and there is no key to lose; key: the endpoint's "
        "own, read when it is asked and never written down",
    )
    key_variable: str = Field(
        "WEARABLE_COACH_HOSTED_KEY",
        description="With auth key: environment variable that holds the key where the model is served",
    )
    instance_type: str = Field(
        "Standard_NC24ads_A100_v4",
        description="Machine of a managed endpoint; 8 billion parameters in 16 bits take 16 GB, and "
        "the answers that are being written half a GB each",
    )
    instances: int = Field(
        1, ge=1, description="Machines of a managed endpoint; one is enough to be evaluated"
    )
    concurrency: int = Field(
        4,
        ge=1,
        description="Requests that a machine takes at once: fewer leave it idle, more make each answer "
        "slower than its timeout",
    )
    request_timeout_s: int = Field(
        LONGEST_REQUEST_S,
        ge=1,
        le=LONGEST_REQUEST_S,
        description="A request may take so long; a long prescription is written for a minute [s]",
    )
    queue_s: int = Field(
        60, ge=1, description="A request may wait so long for its turn before it is told 429 [s]"
    )
    load_s: int = Field(
        900,
        ge=1,
        description="Before the first probe: a model of 16 GB is copied and loaded for minutes, and a "
        "container that is probed meanwhile is killed and begins again [s]",
    )
    account: str = Field("", description="Foundry resource that tuned the model")
    evaluation_tier: str = Field(
        "DeveloperTier",
        description="Foundry: made to try a tuned model, without an hourly fee, gone after 24 hours; "
        "it promises nothing about where data is processed",
    )
    service_tier: str = Field(
        "Standard", description="Foundry: paid by the hour, processed in the resource's own region"
    )
    capacity: int = Field(50, ge=1, description="Foundry: thousands of tokens a minute")
    month_hours: Decimal = Field(
        MONTH_HOURS,
        ge=0,
        description="Hours of service in a month that the estimate holds; 0 where a promotion waits "
        "for a person anyway [h]",
    )
    prices: str = Field("", description="Table of hosting prices of your own")
    timeout_s: float = Field(60, gt=0, description="Wait for one answer of Azure [s]")


_PREFIX = "WEARABLE_COACH_AZURE_HOSTING_"
HOSTING_VARIABLES: Mapping[str, str] = {
    **{name: f"{_PREFIX}{name.upper()}" for name in HostingSettings.model_fields},
    "account": "WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT",
}
"""Environment variable by setting."""


def hosting_settings_from(environment: Mapping[str, str]) -> HostingSettings:
    """Read the settings from environment variables; empty ones count as not set.

    Raises:
        BadField: one is not of the right form; it names the variable.
    """
    given = {name: environment.get(variable, "") for name, variable in HOSTING_VARIABLES.items()}
    try:
        return HostingSettings.model_validate({k: v for k, v in given.items() if v})
    except ValidationError as error:
        first = error.errors()[0]
        variable = HOSTING_VARIABLES[str(first["loc"][0])]
        message = f"got {first['input']!r}, {first['msg'].lower()} (docs/azure.md)"
        raise BadField(variable, message) from None
