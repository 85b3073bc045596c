"""Managed online endpoints: the MLflow model of the pipeline component on machines of our own.

Three things are made one after the other: the endpoint, the deployment below it, and the traffic to that.
"""

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
from backends.azure.hosting.settings import HostingSettings
from backends.azure.hosting.workspace import (
    calling_hosting,
    place_of_workspace,
    registered,
    without_waiting,
)
from backends.azure.translation import one_line
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import ANSWER_TOKENS, Endpoint
from wearable_coach.errors import BadInput, CoachError
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import (
    HostedSeen,
    HostingOrder,
    Purpose,
    UnknownDeployment,
    deployment_name,
)

_DEPLOYMENT = "tuned"
_ALL = {_DEPLOYMENT: 100}
_MS = 1000
_PROBES = {"period": 30, "timeout": 30, "failure_threshold": 10, "success_threshold": 1}
"""A machine that writes answers is slow to say that it lives: a probe waits 30 s, not 2, and ten in a
row must fail."""
_LOG_LINES = 20


class ManagedHoster:
    """Endpoints of one workspace; implements `wearable_coach.hosting.contract.Hoster`."""

    kind: Literal["managed"] = "managed"

    def __init__(self, connection: Connection, settings: HostingSettings) -> None:
        """Remember what to do where; nothing is opened.

        Args:
            connection: The workspace.
            settings: Machine, concurrency, timeouts, probes.
        """
        self.settings = settings
        self._connection = connection

    def order_for(self, job: Job, *, purpose: Purpose = "evaluation") -> HostingOrder:
        """Say what would be made; one that is fit for service serves evaluations too.

        Raises:
            BadInput: the job left no model, or the price table cannot be read.
        """
        s = self.settings
        return HostingOrder(
            job=job.name,
            kind=self.kind,
            name=deployment_name(job.name, place_of_workspace(self._connection)),
            model=tuned_model(job),
            base_model=job.order.base_model,
            purpose="service",
            settings={
                "instance_type": s.instance_type,
                "instances": s.instances,
                "concurrency": s.concurrency,
                "request_timeout_s": s.request_timeout_s,
                "queue_s": s.queue_s,
                "load_s": s.load_s,
                "auth": s.auth,
            },
            rate=rate_of(self.kind, s, purpose),
        )

    def preflight(self, order: HostingOrder) -> tuple[PreflightCheck, ...]:
        """Look whether the model is registered."""
        return (registered(self._connection, order.model),)

    def deploy(self, order: HostingOrder) -> None:
        """Make the next of endpoint, deployment and traffic.

        Raises:
            StoreConflict: an endpoint of this name has another configuration, or is not ours.
        """
        try:
            endpoint = self._endpoint(order.name)
        except UnknownDeployment:
            return self._make(f"making endpoint {order.name}", self._new_endpoint(order))
        require_same_order(order, endpoint.tags)
        if seen_as(endpoint.provisioning_state).state != "Ready":
            return None
        below = self._below(order.name)
        if below is None:
            return self._deploy_below(order)
        if seen_as(below.provisioning_state).state == "Ready" and endpoint.traffic != _ALL:
            endpoint.traffic = dict(_ALL)
            return self._make(f"sending traffic to {order.name}", endpoint)
        return None

    def status(self, name: str) -> HostedSeen:
        """Return how it is: as the endpoint and the deployment below it are together.

        Raises:
            UnknownDeployment: the workspace has no endpoint of that name.
        """
        endpoint = self._endpoint(name)
        seen = seen_as(endpoint.provisioning_state, reason="the endpoint could not be made")
        if seen.state != "Ready":
            return seen
        below = self._below(name)
        if below is None:
            return HostedSeen(state="Creating", unfinished=True)
        seen = seen_as(below.provisioning_state)
        if seen.state == "Failed":
            return seen.model_copy(update={"reason": self._last_words(name)})
        if seen.state == "Ready" and endpoint.traffic != _ALL:
            return HostedSeen(state="Creating", unfinished=True)
        return seen

    def serving(self, order: HostingOrder) -> Endpoint:
        """Return how it is asked: as many questions at once as its machines take.

        Raises:
            UnknownDeployment: the workspace has no endpoint of that name.
        """
        model = registered_model(order.model)
        held, keyless = order.settings, order.settings["auth"] == "entra"
        return Endpoint(
            kind="managed",
            url=str(self._endpoint(order.name).scoring_uri),
            auth="entra" if keyless else "key",
            key_variable="" if keyless else self.settings.key_variable,
            max_tokens=ANSWER_TOKENS,
            timeout_s=float(str(held["request_timeout_s"])),
            at_once=int(str(held["instances"])) * int(str(held["concurrency"])),
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
            BadInput: it takes tokens of Entra alone.
        """
        with self._calling(f"reading the key of {order.name}"):
            keys = self._connection.client.online_endpoints.get_keys(order.name)
        if not (key := getattr(keys, "primary_key", None)):
            message = f"deployment {order.name}: takes tokens of Entra and has no key; sign in"
            raise BadInput(message)
        return str(key)

    def undeploy(self, name: str) -> None:
        """Begin to take the endpoint away, and the deployment below it with it.

        Raises:
            StoreConflict: the endpoint of this name is not ours.
        """
        try:
            endpoint = self._endpoint(name)
            require_ours(name, endpoint.tags)
            if seen_as(endpoint.provisioning_state).state != "Deleting":
                with self._calling(f"taking down {name}"), without_waiting():
                    self._connection.client.online_endpoints.begin_delete(name)
        except UnknownDeployment:
            return

    def _make(self, doing: str, endpoint: Any) -> None:
        with self._calling(doing), without_waiting():
            self._connection.client.online_endpoints.begin_create_or_update(endpoint)

    def _new_endpoint(self, order: HostingOrder) -> Any:
        from azure.ai.ml.entities import ManagedOnlineEndpoint  # noqa: PLC0415 - slow to import

        auth = "aad_token" if order.settings["auth"] == "entra" else "key"
        return ManagedOnlineEndpoint(name=order.name, auth_mode=auth, tags=hosting_tags(order))

    def _deploy_below(self, order: HostingOrder) -> None:
        with self._calling(f"deploying {order.model} to {order.name}"), without_waiting():
            self._connection.client.online_deployments.begin_create_or_update(
                _deployment(order), skip_script_validation=True
            )

    def _endpoint(self, name: str) -> Any:
        with self._calling(f"reading endpoint {name}"):
            return self._connection.client.online_endpoints.get(name)

    def _below(self, name: str) -> Any:
        try:
            with self._calling(f"reading the deployment of {name}"):
                return self._connection.client.online_deployments.get(_DEPLOYMENT, name)
        except UnknownDeployment:
            return None

    def _last_words(self, name: str) -> str:
        """Return the end of what the container wrote: the resource itself does not say why it failed."""
        try:
            with self._calling(f"reading the logs of {name}"):
                logs = self._connection.client.online_deployments.get_logs(
                    _DEPLOYMENT, name, _LOG_LINES
                )
        except CoachError as error:
            return f"not told: {error}"
        return one_line(
            next((x for x in reversed(str(logs).splitlines()) if x.strip()), "not told")
        )

    def _calling(self, doing: str) -> Any:
        return calling_hosting(self._connection, doing)

    def list(self) -> list[str]:
        """Return the names of the endpoints that carry our tag, sorted."""
        with self._calling("listing endpoints"):
            found = list(self._connection.client.online_endpoints.list())
        return sorted(str(endpoint.name) for endpoint in found if is_ours(endpoint.tags))


def _deployment(order: HostingOrder) -> Any:
    """Return the deployment, ready to be created."""
    from azure.ai.ml.entities import (  # noqa: PLC0415 - slow to import
        ManagedOnlineDeployment,
        OnlineRequestSettings,
        ProbeSettings,
    )

    held = {name: int(str(order.settings[name])) for name in _NUMBERS}
    return ManagedOnlineDeployment(
        name=_DEPLOYMENT,
        endpoint_name=order.name,
        model=order.model,
        instance_type=str(order.settings["instance_type"]),
        instance_count=held["instances"],
        tags=hosting_tags(order),
        request_settings=OnlineRequestSettings(
            max_concurrent_requests_per_instance=held["concurrency"],
            request_timeout_ms=held["request_timeout_s"] * _MS,
            max_queue_wait_ms=held["queue_s"] * _MS,
        ),
        liveness_probe=ProbeSettings(initial_delay=held["load_s"], **_PROBES),
        readiness_probe=ProbeSettings(initial_delay=held["load_s"], **_PROBES),
    )


_NUMBERS = ("instances", "concurrency", "request_timeout_s", "queue_s", "load_s")
