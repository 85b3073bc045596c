"""Resources of Azure Resource Manager that the SDK does not know: a small client of its calls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from backends.azure.connection import require_sdk
from backends.azure.translation import translate
from wearable_coach.errors import CoachError, TransientError
from wearable_coach.hosting.contract import UnknownDeployment

_PUBLIC = "https://management.azure.com"
_MANAGERS = {
    "login.microsoftonline.us": "https://management.usgovcloudapi.net",
    "login.chinacloudapi.cn": "https://management.chinacloudapi.cn",
    "login.partner.microsoftonline.cn": "https://management.chinacloudapi.cn",
}
"""Of a cloud, by the host that signs people in, as ``AZURE_AUTHORITY_HOST`` names it."""
_CONFLICT = 409


def manager_of(environment: Mapping[str, str]) -> str:
    """Return the resource manager of the cloud that the environment names."""
    authority = environment.get("AZURE_AUTHORITY_HOST", "")
    host = urlsplit(authority if "//" in authority else f"//{authority}").hostname or ""
    return _MANAGERS.get(host.lower(), _PUBLIC)


class ResourceClient:
    """Reads, makes and takes away resources by their path."""

    def __init__(
        self, *, manager: str, api_version: str, timeout_s: float, credential: Any = None
    ) -> None:
        """Remember where; nothing is opened.

        Args:
            manager: Address of the resource manager.
            api_version: Of every call.
            timeout_s: Wait for one answer [s].
            credential: Of azure.identity; its default chain if None.
        """
        self._manager, self._version, self._wait = manager, api_version, timeout_s
        self._credential = credential
        self._proved = False

    def call(self, method: str, path: str, doing: str, body: object = None) -> dict[str, Any]:
        """Make a call, and return what it answers; empty where it answers nothing.

        Raises:
            UnknownDeployment: there is no such resource.
            TransientError: the fault may pass, or the resource is busy.
            BadInput: a person must mend it.
        """
        require_sdk()
        try:
            return self._sent(method, path, body)
        except CoachError:
            raise
        except Exception as error:
            if getattr(error, "status_code", None) == _CONFLICT:
                message = f"{doing}: Azure is busy with it; the next look goes on"
                raise TransientError(message) from None
            told = translate(error, doing=doing, proved=self._proved, missing=UnknownDeployment)
            if told is None:
                raise
            raise told from None

    def _sent(self, method: str, path: str, body: object) -> dict[str, Any]:
        from azure.core.exceptions import (  # noqa: PLC0415 - slow to import
            ClientAuthenticationError,
            ResourceNotFoundError,
            map_error,
        )
        from azure.core.rest import HttpRequest  # noqa: PLC0415

        address = f"{self._manager}{path}"
        request = HttpRequest(method, address, params={"api-version": self._version}, json=body)
        response = self._client.send_request(
            request, connection_timeout=self._wait, read_timeout=self._wait
        )
        kinds = {401: ClientAuthenticationError, 404: ResourceNotFoundError}
        map_error(response.status_code, response, kinds)
        response.raise_for_status()
        self._proved = True
        found: dict[str, Any] = response.json() if response.content else {}
        return found

    @cached_property
    def _client(self) -> Any:
        from azure.core import PipelineClient  # noqa: PLC0415 - slow to import
        from azure.core.pipeline.policies import (  # noqa: PLC0415
            BearerTokenCredentialPolicy,
            RetryPolicy,
        )
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415

        credential = self._credential or DefaultAzureCredential(
            exclude_interactive_browser_credential=True
        )
        signed = BearerTokenCredentialPolicy(credential, f"{self._manager}/.default")
        return PipelineClient(self._manager, policies=[RetryPolicy(), signed])
