"""What the local Azure remembers, in memory: one workspace, one registry, one blob account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SUBSCRIPTION = "00000000-0000-0000-0000-00000000c0ac"
RESOURCE_GROUP = "coach-group"
WORKSPACE = "coach-workspace"
REGION = "koreacentral"
TENANT = "00000000-0000-0000-0000-000000007e4a"
CLIENT_ID = "00000000-0000-0000-0000-00000000c11e"
CLIENT_SECRET = "local-azure-client-secret"  # noqa: S105 - a secret of nothing
ACCOUNT = "coachstorage"
CONTAINER = "azureml-blobstore"
MODEL = "Meta-Llama-3.1-8B-Instruct"
TERMINAL = ("Completed", "Failed", "Canceled")

DEFAULT_SCRIPT = ("NotStarted", "Running", "Completed")


@dataclass
class LocalJob:
    """A job: its body as it was put, and where it stands in its script of states."""

    name: str
    body: dict[str, Any]
    script: tuple[str, ...]
    polls: int = 0
    forced: str | None = None
    reason: str = ""
    log: str = ""

    @property
    def state(self) -> str:
        """The state now."""
        return self.forced or self.script[min(self.polls, len(self.script) - 1)]

    def poll(self) -> str:
        """Return the state and go one step on."""
        now = self.state
        self.polls += 1
        if now == "CancelRequested":
            self.forced = "Canceled"
        return now


@dataclass
class State:
    """Everything there is."""

    script: tuple[str, ...] = DEFAULT_SCRIPT
    reason: str = "User error: CUDA out of memory while training"
    region: str = REGION
    page_size: int = 2
    tokens: dict[str, str] = field(default_factory=dict)
    """Audience by access token."""
    jobs: dict[str, LocalJob] = field(default_factory=dict)
    data: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    models: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    blob_metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    registry: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {MODEL: ("3", "4"), "Old-Model": ("1",)}
    )
    """Versions by model of the registry azureml-meta, oldest first."""
    components: tuple[str, ...] = ("chat_completion_pipeline/versions/0.0.82",)

    def revoke(self) -> None:
        """Make every token that was issued so far worthless."""
        self.tokens.clear()


def workspace_path() -> str:
    """Return the address of the workspace at the resource manager."""
    return (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{RESOURCE_GROUP}"
        f"/providers/Microsoft.MachineLearningServices/workspaces/{WORKSPACE}"
    )
