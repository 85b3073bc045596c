"""Fine-tuning at Microsoft Foundry, as a Prefect block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from prefect.blocks.core import Block
from pydantic import Field, SecretStr

from backends.azure.foundry.finetuner import FoundryFineTuner
from backends.azure.foundry.settings import (
    FOUNDRY_MODEL,
    FoundrySettings,
    TrainingType,
)
from backends.azure.hosting.opening import HostingAccess, open_with
from backends.azure.hosting.settings import HostingSettings
from backends.azure.settings import VARIABLES, OnUnhonoured
from blocks.service_principal import credential_of
from wearable_coach.hosting.contract import Hoster, HostingKind


class FoundryFineTuning(Block):
    """A Foundry resource that a flow can name, with the identity that it signs in with."""

    _block_type_name = "Fine-tuning at Foundry"
    _block_type_slug = "wearable-coach-foundry-fine-tuning"
    _description = "Where wearable-coach fine-tunes at Microsoft Foundry."

    account: str = Field("", description="Foundry resource; its address follows from its name")
    endpoint: str = Field("", description="Address of the resource, where it does not follow")
    region: str = Field("", description="Region of the resource; not looked at if empty")
    base_model: str = Field(FOUNDRY_MODEL, description="Model that Foundry trains")
    training_type: TrainingType = Field(
        "GlobalStandard", description="Standard keeps data in the resource's region"
    )
    learning_rate_multiplier: float | None = Field(
        None, description="Over the service's own learning rate; its choice if empty"
    )
    on_unhonoured: OnUnhonoured = Field(
        "refuse", description="What to do about a value that the service does not honour"
    )
    max_cost: Decimal = Field(
        Decimal(25), description="A job estimated above it is refused [price table's currency]"
    )
    prices: str = Field("", description="Price table of your own")
    models: str = Field("", description="Table of base models of your own")
    scope: str = Field("", description="What a token is asked for; by the address if empty")
    timeout_s: float = Field(60, description="Wait for one answer of Azure [s]")
    hosting: HostingSettings = Field(
        HostingSettings(), description="How the tuned model is deployed"
    )
    subscription_id: str = Field("", description="Azure subscription, to deploy what was tuned")
    resource_group: str = Field("", description="Resource group of the resource, for the same")
    tenant_id: str = Field("", description="Directory of a service principal")
    client_id: str = Field("", description="Application id of a service principal")
    client_secret: SecretStr = Field(
        SecretStr(""), description="Its secret; without one the machine's own identity is taken"
    )

    def open(self, *, today: date) -> FoundryFineTuner:
        """Return the fine-tuner.

        Args:
            today: The day, against which a base model may be retired.

        Raises:
            BadInput: no resource is named, or a secret has no tenant or application to it.
        """
        given = self.model_dump(include=set(FoundrySettings.model_fields))
        settings = FoundrySettings.model_validate(given)
        who = self._credential()
        return FoundryFineTuner(settings, today=today, credential=who, hosting=self.hosting)

    def open_hoster(self, kind: HostingKind, environment: Mapping[str, str]) -> Hoster:
        """Return what deploys a tuned model, in this resource.

        Raises:
            BadInput: a setting is missing or wrong.
        """
        own = {
            VARIABLES["subscription_id"]: self.subscription_id,
            VARIABLES["resource_group"]: self.resource_group,
        }
        there = {**environment, **{name: value for name, value in own.items() if value}}
        hosting = self.hosting.model_copy(update={"account": self.account})
        return open_with(kind, HostingAccess(hosting, there, credential=self._credential()))

    def _credential(self) -> Any:
        return credential_of(self.tenant_id, self.client_id, self.client_secret)
