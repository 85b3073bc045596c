"""Deployments of a Foundry account: models that Foundry fine-tuning has made.

The Developer tier has no hourly fee and is gone after a day, which suits an evaluation; for service
another tier is made under the same name.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from backends.azure.hosting.ours import (
    hosting_tags,
    is_ours,
    require_ours,
    require_same_order,
    seen_as,
    tuned_model,
)
from backends.azure.hosting.rates import rate_of, tier_of
from backends.azure.hosting.resource_manager import ResourceClient
from backends.azure.hosting.settings import HOSTING_VARIABLES, LONGEST_REQUEST_S, HostingSettings
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import ANSWER_TOKENS, Endpoint
from wearable_coach.errors import BadField, BadInput
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import (
    HostedSeen,
    HostingOrder,
    Purpose,
    UnknownDeployment,
    deployment_name,
)

API_VERSION = "2025-06-01"
_OPENAI = "OpenAI Language Model Instance API"
_FORMAT, _VERSION = "OpenAI", "1"
"""Of a tuned model that the account does not list."""
_AT_ONCE = 8
"""Its limit is of tokens a minute, not of requests at once; a client goes up from here as it is let."""


class FoundryPlace(NamedTuple):
    """Where a Foundry account lies."""

    subscription_id: str
    resource_group: str
    account: str

    @property
    def path(self) -> str:
        """Its path at the resource manager."""
        return (
            f"/subscriptions/{self.subscription_id}/resourceGroups/{self.resource_group}"
            f"/providers/Microsoft.CognitiveServices/accounts/{self.account}"
        )


class FoundryHoster:
    """Deployments of one account; implements `wearable_coach.hosting.contract.Hoster`."""

    kind: Literal["foundry"] = "foundry"

    def __init__(
        self, place: FoundryPlace, settings: HostingSettings, client: ResourceClient
    ) -> None:
        """Remember what to do where; nothing is opened.

        Args:
            place: The account.
            settings: Tiers and capacity.
            client: Of the resource manager.

        Raises:
            BadField: no account is named.
        """
        if not place.account:
            message = "not set; a model that Foundry tuned is deployed in its Foundry resource (docs/azure.md)"
            raise BadField(HOSTING_VARIABLES["account"], message)
        self.settings, self.place = settings, place
        self._client = client

    def order_for(self, job: Job, *, purpose: Purpose = "evaluation") -> HostingOrder:
        """Say what would be made: for an evaluation in one tier, for service in another.

        Raises:
            BadInput: the job left no model, or the price table cannot be read.
        """
        s = self.settings
        tier = tier_of(s, purpose)
        return HostingOrder(
            job=job.name,
            kind=self.kind,
            name=deployment_name(job.name, self.place.path),
            model=tuned_model(job),
            base_model=job.order.base_model,
            purpose="service" if s.evaluation_tier == s.service_tier else purpose,
            settings={"tier": tier, "capacity": s.capacity, "auth": s.auth},
            rate=rate_of(self.kind, s, purpose),
        )

    def preflight(self, order: HostingOrder) -> tuple[PreflightCheck, ...]:
        """Look whether the account is there."""
        try:
            self._account()
        except (BadInput, UnknownDeployment) as error:
            return (PreflightCheck(name="account", ok=False, message=str(error)),)
        found = f"{self.place.account} is there for {order.name}"
        return (PreflightCheck(name="account", ok=True, message=found),)

    def deploy(self, order: HostingOrder) -> None:
        """Begin to make it, unless it is there.

        Raises:
            StoreConflict: one of this name has another configuration, or is not ours.
        """
        try:
            found = self._deployment(order.name)
        except UnknownDeployment:
            doing = f"deploying {order.model}"
            self._client.call("PUT", self._path(order.name), doing, self._body(order))
        else:
            require_same_order(order, found.get("tags"))

    def status(self, name: str) -> HostedSeen:
        """Return how it is.

        Raises:
            UnknownDeployment: the account has none of that name.
        """
        properties = self._deployment(name)["properties"]
        reason = "the deployment could not be made; the Azure portal says why"
        return seen_as(properties.get("provisioningState"), reason=reason)

    def serving(self, order: HostingOrder) -> Endpoint:
        """Return how it is asked.

        Raises:
            UnknownDeployment: the account is gone.
        """
        told = self._account()["properties"]
        url = (told.get("endpoints") or {}).get(_OPENAI) or told["endpoint"]
        keyless = order.settings["auth"] == "entra"
        return Endpoint(
            url=f"{str(url).rstrip('/')}/openai/v1",
            model=order.name,
            key_header="api-key",
            auth="entra" if keyless else "key",
            key_variable="" if keyless else self.settings.key_variable,
            max_tokens=ANSWER_TOKENS,
            timeout_s=LONGEST_REQUEST_S,
            at_once=_AT_ONCE,
            identity=ServedIdentity(
                job=order.job,
                model=order.model,
                version=_VERSION,
                deployment=order.name,
                base=order.base_model,
            ),
        )

    def key(self, order: HostingOrder) -> str:
        """Return the account's first key.

        Raises:
            BadInput: we may not read it.
        """
        doing = f"reading the key for {order.name}"
        found = self._client.call("POST", f"{self.place.path}/listKeys", doing)
        return str(found["key1"])

    def undeploy(self, name: str) -> None:
        """Begin to take it away.

        Raises:
            StoreConflict: what has this name is not ours.
        """
        try:
            found = self._deployment(name)
            require_ours(name, found.get("tags"))
            if seen_as(found["properties"].get("provisioningState")).state != "Deleting":
                self._client.call("DELETE", self._path(name), f"taking down {name}")
        except UnknownDeployment:
            return

    def _account(self) -> dict[str, Any]:
        return self._client.call("GET", self.place.path, f"reading account {self.place.account}")

    def _deployment(self, name: str) -> dict[str, Any]:
        return self._client.call("GET", self._path(name), f"reading deployment {name}")

    def _path(self, name: str) -> str:
        return f"{self.place.path}/deployments/{name}"

    def _body(self, order: HostingOrder) -> dict[str, object]:
        """Return the deployment, ready to be created, with the model as the account lists it."""
        doing = f"looking for {order.model} in {self.place.account}"
        models = self._client.call("GET", f"{self.place.path}/models", doing).get("value", [])
        known: dict[str, str] = next(
            (m["model"] for m in models if m["model"].get("name") == order.model), {}
        )
        return {
            "sku": {"name": order.settings["tier"], "capacity": order.settings["capacity"]},
            "tags": hosting_tags(order),
            "properties": {
                "model": {
                    "format": known.get("format", _FORMAT),
                    "name": order.model,
                    "version": known.get("version", _VERSION),
                }
            },
        }

    def list(self) -> list[str]:
        """Return the names of the deployments that carry our tag, sorted."""
        doing = f"listing deployments of {self.place.account}"
        found = self._client.call("GET", f"{self.place.path}/deployments", doing).get("value", [])
        return sorted(str(one["name"]) for one in found if is_ours(one.get("tags")))
