"""Run history: why a job failed, and what it wrote. The job itself tells neither."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from backends.azure.connection import Connection
from backends.azure.translation import one_line

_SCOPE = "https://management.azure.com/.default"
_LONGEST_LOG = 64_000


class RunHistory:
    """Reads the runs of one workspace."""

    def __init__(self, connection: Connection) -> None:
        """Remember the workspace; nothing is read."""
        self._connection = connection

    def reason(self, name: str) -> str:
        """Return why a run failed, in one line; empty where nothing is told."""
        error = (self._details(name).get("error") or {}).get("error") or {}
        code, message = error.get("code"), one_line(error.get("message") or "")
        return f"{code}: {message}" if code and message else message

    def logs(self, name: str) -> str:
        """Return the log files of a run and its children, one after the other, the last part."""
        parts: list[str] = []
        for run in (name, *self._children(name)):
            files = self._details(run).get("logFiles") or {}
            parts += [f"== {run}: {file}\n{self._text(files[file])}" for file in sorted(files)]
        return "\n".join(parts)[-_LONGEST_LOG:]

    def _details(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._get(f"{self._runs}/{name}/details").json()
        return found

    def _children(self, name: str) -> list[str]:
        found = self._get(f"{self._runs}/{name}/children").json()
        return [run["runId"] for run in found.get("value", [])]

    def _text(self, url: str) -> str:
        text: str = self._send(self._plain, url).text()
        return text

    @cached_property
    def _runs(self) -> str:
        s = self._connection.settings
        workspace = self._connection.client.workspaces.get(s.workspace)
        base = self._send(self._plain, workspace.discovery_url).json()["api"]
        return (
            f"{base}/history/v1.0/subscriptions/{s.subscription_id}/resourceGroups/"
            f"{s.resource_group}/providers/Microsoft.MachineLearningServices/workspaces/"
            f"{s.workspace}/runs"
        )

    def _get(self, url: str) -> Any:
        return self._send(self._signed, url)

    @cached_property
    def _signed(self) -> Any:
        from azure.core.pipeline.policies import (  # noqa: PLC0415
            BearerTokenCredentialPolicy,
        )

        return _client(BearerTokenCredentialPolicy(self._connection.credential, _SCOPE))

    @cached_property
    def _plain(self) -> Any:
        """For addresses that carry their own permission, and must not see our token."""
        return _client()

    def _send(self, client: Any, url: str) -> Any:
        from azure.core.rest import HttpRequest  # noqa: PLC0415

        wait = self._connection.settings.timeout_s
        request = HttpRequest("GET", url)
        response = client.send_request(request, connection_timeout=wait, read_timeout=wait)
        _raise_for(response)
        return response


def _client(*policies: Any) -> Any:
    from azure.core import PipelineClient  # noqa: PLC0415
    from azure.core.pipeline.policies import RetryPolicy  # noqa: PLC0415

    return PipelineClient("", policies=[RetryPolicy(), *policies])


def _raise_for(response: Any) -> None:
    from azure.core.exceptions import (  # noqa: PLC0415
        ClientAuthenticationError,
        ResourceNotFoundError,
        map_error,
    )

    kinds = {401: ClientAuthenticationError, 404: ResourceNotFoundError}
    map_error(response.status_code, response, kinds)
    response.raise_for_status()
