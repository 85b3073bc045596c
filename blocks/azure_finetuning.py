"""Fine-tuning at Azure, as a Prefect block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from prefect.blocks.core import Block
from pydantic import Field, SecretStr

from backends.azure.finetuner import AzureFineTuner
from backends.azure.hosting.opening import HostingAccess, open_with
from backends.azure.hosting.settings import HostingSettings
from backends.azure.settings import (
    COMPONENT,
    LLAMA,
    AzureSettings,
    OnUnhonoured,
    Route,
)
from blocks.service_principal import credential_of
from wearable_coach.hosting.contract import Hoster, HostingKind


class AzureFineTuning(Block):
    """A workspace that a flow can name, with the identity that it signs in with."""

    _block_type_name = "Fine-tuning at Azure"
    _block_type_slug = "wearable-coach-azure-fine-tuning"
    _description = "Where wearable-coach fine-tunes at Azure Machine Learning."

    subscription_id: str = Field(description="Azure subscription")
    resource_group: str = Field(description="Resource group of the workspace")
    workspace: str = Field(description="Azure Machine Learning workspace")
    region: str = Field("", description="Region that the workspace must lie in; any if empty")
    route: Route = Field("pipeline", description="pipeline honours all five values")
    on_unhonoured: OnUnhonoured = Field(
        "refuse", description="What to do about a value that the route does not honour"
    )
    base_model: str = Field(LLAMA, description="Model id of a registry, by version or label")
    component: str = Field(COMPONENT, description="Pipeline component, pinned by version")
    instance_type: str = Field("Standard_NC24ads_A100_v4", description="Machine with one GPU")
    max_cost: Decimal = Field(
        Decimal(25), description="A job estimated above it is refused [price table's currency]"
    )
    prices: str = Field("", description="Price table of your own")
    models: str = Field("", description="Table of base models of your own")
    timeout_s: float = Field(60, description="Wait for one answer of Azure [s]")
    hosting: HostingSettings = Field(
        HostingSettings(), description="How the tuned model is deployed"
    )
    tenant_id: str = Field("", description="Directory of a service principal")
    client_id: str = Field("", description="Application id of a service principal")
    client_secret: SecretStr = Field(
        SecretStr(""), description="Its secret; without one the machine's own identity is taken"
    )

    def open(self, *, today: date) -> AzureFineTuner:
        """Return the fine-tuner.

        Args:
            today: The day, against which a base model may be retired.

        Raises:
            BadInput: a secret has no tenant or application to it.
        """
        who = self._credential()
        return AzureFineTuner(self._settings(), today=today, credential=who, hosting=self.hosting)

    def open_hoster(self, kind: HostingKind, environment: Mapping[str, str]) -> Hoster:
        """Return what deploys the models that were tuned with this block.

        Args:
            kind: Of the model deployment.
            environment: Tells the cloud.

        Raises:
            BadInput: a secret has no tenant or application to it, or a setting is missing.
        """
        who = self._credential()
        return open_with(kind, HostingAccess(self.hosting, environment, self._settings(), who))

    def _settings(self) -> AzureSettings:
        given = self.model_dump(include=set(AzureSettings.model_fields))
        return AzureSettings.model_validate(given)

    def _credential(self) -> Any:
        return credential_of(self.tenant_id, self.client_id, self.client_secret)
