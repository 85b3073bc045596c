"""Serverless endpoints: models that serverless fine-tuning has made, on machines of Azure's."""

from __future__ import annotations

from typing import Any, Literal

from backends.azure.connection import Connection
from backends.azure.hosting.ours import (
    hosting_tags,
    is_ours,
    registered_model,
    require_ours,
    require_same_order,
    seen_as,
    tuned_model,
)
from backends.azure.hosting.rates import rate_of
from backends.azure.hosting.settings import LONGEST_REQUEST_S, HostingSettings
from backends.azure.hosting.workspace import calling_hosting, place_of_workspace, registered
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import ANSWER_TOKENS, Endpoint
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import (
    HostedSeen,
    HostingOrder,
    Purpose,
    UnknownDeployment,
    deployment_name,
)

_AT_ONCE = 8
"""The service says nowhere how many it takes at once; a client goes up from here as it is let [count]."""


class ServerlessHoster:
    """Endpoints of one workspace; implements `wearable_coach.hosting.contract.Hoster`."""

    kind: Literal["serverless"] = "serverless"

    def __init__(self, connection: Connection, settings: HostingSettings) -> None:
        """Remember what to do where; nothing is opened.

        Args:
            connection: The workspace.
            settings: How it is asked; machines and timeouts are the service's own.
        """
        self.settings = settings
        self._connection = connection

    def order_for(self, job: Job, *, purpose: Purpose = "evaluation") -> HostingOrder:
        """Say what would be made; one that is fit for service serves evaluations too.

        Raises:
            BadInput: the job left no model, or the price table cannot be read.
        """
        return HostingOrder(
            job=job.name,
            kind=self.kind,
            name=deployment_name(job.name, place_of_workspace(self._connection)),
            model=tuned_model(job),
            base_model=job.order.base_model,
            purpose="service",
            settings={"auth": self.settings.auth},
            rate=rate_of(self.kind, self.settings, purpose),
        )

    def preflight(self, order: HostingOrder) -> tuple[PreflightCheck, ...]:
        """Look whether the model is registered."""
        return (registered(self._connection, order.model),)

    def deploy(self, order: HostingOrder) -> None:
        """Begin to make the endpoint, unless it is there.

        Raises:
            StoreConflict: an endpoint of this name has another configuration, or is not ours.
        """
        try:
            found = self._endpoint(order.name)
        except UnknownDeployment:
            with self._calling(f"making endpoint {order.name}"):
                endpoint = _new_endpoint(order, self._model_id(order.model))
                self._connection.client.serverless_endpoints.begin_create_or_update(
                    endpoint, polling=False
                )
        else:
            require_same_order(order, found.tags)

    def status(self, name: str) -> HostedSeen:
        """Return how it is.

        Raises:
            UnknownDeployment: the workspace has no endpoint of that name.
        """
        state = self._endpoint(name).provisioning_state
        return seen_as(state, reason="the endpoint could not be made; the Azure portal says why")

    def serving(self, order: HostingOrder) -> Endpoint:
        """Return how it is asked.

        Raises:
            UnknownDeployment: the workspace has no endpoint of that name.
        """
        model = registered_model(order.model)
        keyless = order.settings["auth"] == "entra"
        uri = str(self._endpoint(order.name).scoring_uri).rstrip("/")
        return Endpoint(
            kind="openai",
            url=f"{uri}/v1",
            auth="entra" if keyless else "key",
            key_variable="" if keyless else self.settings.key_variable,
            max_tokens=ANSWER_TOKENS,
            timeout_s=LONGEST_REQUEST_S,
            at_once=_AT_ONCE,
            identity=ServedIdentity(
                job=order.job,
                model=model.name,
                version=model.version,
                deployment=order.name,
                base=order.base_model,
            ),
        )

    def key(self, order: HostingOrder) -> str:
        """Return the endpoint's first key.

        Raises:
            BadInput: it has none.
        """
        with self._calling(f"reading the key of {order.name}"):
            keys = self._connection.client.serverless_endpoints.get_keys(order.name)
        return str(keys.primary_key)

    def undeploy(self, name: str) -> None:
        """Begin to take the endpoint away.

        Raises:
            StoreConflict: the endpoint of this name is not ours.
        """
        try:
            endpoint = self._endpoint(name)
            require_ours(name, endpoint.tags)
            if seen_as(endpoint.provisioning_state).state != "Deleting":
                with self._calling(f"taking down {name}"):
                    self._connection.client.serverless_endpoints.begin_delete(name, polling=False)
        except UnknownDeployment:
            return

    def _model_id(self, model: str) -> str:
        """Return a model's id as the service takes it: by the workspace's own id and region."""
        s = self._connection.settings
        name, version = registered_model(model)
        workspace = self._connection.client.workspaces.get(s.workspace)
        held = f"azureml://locations/{workspace.location}/workspaces/{workspace._workspace_id}"  # noqa: SLF001 - the SDK has it nowhere else
        return f"{held}/models/{name}/versions/{version}"

    def _endpoint(self, name: str) -> Any:
        with self._calling(f"reading endpoint {name}"):
            return self._connection.client.serverless_endpoints.get(name)

    def _calling(self, doing: str) -> Any:
        return calling_hosting(self._connection, doing)

    def list(self) -> list[str]:
        """Return the names of the endpoints that carry our tag, sorted."""
        with self._calling("listing endpoints"):
            found = list(self._connection.client.serverless_endpoints.list())
        return sorted(str(endpoint.name) for endpoint in found if is_ours(endpoint.tags))


def _new_endpoint(order: HostingOrder, model_id: str) -> Any:
    """Return the endpoint, ready to be created."""
    from azure.ai.ml.entities import ServerlessEndpoint  # noqa: PLC0415 - slow to import

    class WithAuth(ServerlessEndpoint):
        """Says how it is opened, which the SDK's own takes and does not send."""

        def _to_rest_object(self) -> Any:
            told: Any = super()._to_rest_object()  # type: ignore[misc]
            told.properties.auth_mode = "AAD" if order.settings["auth"] == "entra" else "Key"
            return told

    return WithAuth(name=order.name, model_id=model_id, tags=hosting_tags(order))
