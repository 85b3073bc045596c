"""What the local Azure remembers, in memory: one workspace, one registry, one blob account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
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
FOUNDRY_ACCOUNT = "coach-foundry"
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
class LocalFile:
    """A file that was sent to the Foundry account, or that it wrote."""

    id: str
    filename: str
    content: bytes
    created_at: int
    looks: int = 0
    broken: str = ""
    """The account's word for a file that it cannot use."""


Messages = list[dict[str, str]]


def hashed_answer(model: str, messages: Messages) -> str:
    """Answer as a model that nobody plays: by its id and what was asked."""
    return f"{model}: {sha256(messages[-1]['content'].encode()).hexdigest()[:8]}"


@dataclass
class Hosted:
    """An endpoint or a deployment: its body as it was put, and where it stands in its script."""

    path: str
    body: dict[str, Any]
    script: tuple[str, ...]
    polls: int = 0
    forced: str | None = None
    reason: str = ""
    deleting: int | None = None
    """Looks that still see it, once it is being deleted."""
    asked_at_once: int = 0

    @property
    def state(self) -> str:
        """The state now."""
        if self.deleting is not None:
            return "Deleting"
        return self.forced or self.script[min(self.polls, len(self.script) - 1)]

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path.rpartition("/")[2]

    @property
    def owner(self) -> str:
        """The name that the client gave: an endpoint's, also for the deployment below it."""
        found = self.path.partition("/onlineEndpoints/")[2]
        return found.partition("/")[0] or self.name

    @property
    def key(self) -> str:
        """What opens it, where keys do."""
        return f"key-of-{self.name}"

    @property
    def model(self) -> str:
        """The model that it was made of."""
        properties = self.body["properties"]
        if "modelSettings" in properties:
            return str(properties["modelSettings"]["modelId"])
        model = properties.get("model", "")
        return str(model["name"] if isinstance(model, dict) else model)

    @property
    def takes_at_once(self) -> int:
        """Requests that it takes at once: of a managed deployment what was asked for, else many."""
        properties = self.body["properties"]
        if "/onlineEndpoints/" not in self.path:
            return 64
        settings = properties.get("requestSettings") or {}
        instances = int((self.body.get("sku") or {}).get("capacity") or 1)
        return int(settings.get("maxConcurrentRequestsPerInstance") or 1) * instances


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
    registries: dict[str, dict[str, tuple[str, ...]]] = field(
        default_factory=lambda: {
            "azureml-meta": {MODEL: ("3", "4"), "Old-Model": ("1",)},
            "azureml": {"Phi-4-mini-instruct": ("1",)},
        }
    )
    """Versions by model of each model registry, oldest first."""
    quotas: dict[str, tuple[int, int]] = field(
        default_factory=lambda: {
            "standardNCADSA100v4Family": (0, 96),
            "standardNCadsH100v5Family": (0, 80),
        }
    )
    """Of a family of machines: vCPU in use, and how many may be."""
    components: tuple[str, ...] = ("chat_completion_pipeline/versions/0.0.82",)

    hosted: dict[str, Hosted] = field(default_factory=dict)
    """Endpoints and deployments by their path."""
    hosted_ever: list[str] = field(default_factory=list)
    """The paths of all that were ever made, in order: what was paid for."""
    hosting_script: tuple[str, ...] = ("Creating", "Succeeded")
    """The state that each look at what is being made sees; the last one stays."""
    hosting_reason: str = "the container did not start: out of memory"
    hosting_deleting: int = 1
    """Looks that still see what is being deleted."""
    tunable: tuple[str, ...] = (
        "Ministral-3B", "Qwen-32B", "gpt-4.1-mini-2025-04-14", "gpt-4o-mini-2024-07-18", "gpt-5-2025-08-07"
    )  # fmt: skip
    """Base models that the Foundry account lists."""
    files: dict[str, LocalFile] = field(default_factory=dict)
    tunings: dict[str, LocalJob] = field(default_factory=dict)
    """Fine-tuning jobs of the Foundry account by its own number; their names are ours."""
    slow_files: int = 0
    """Looks that find a file not read yet."""
    keeps_metadata: bool = True
    """Whether a fine-tuning job at Foundry gives back the metadata that it was made with."""
    fine_tuned: set[str] = field(default_factory=set)
    """Models that the Foundry account has tuned."""
    answer: Callable[[str, Messages], str] = hashed_answer
    """Plays every model that is deployed: its id, and what it is asked."""
    answer_s: float = 0.0
    """Time to an answer [s]."""
    swapped: dict[str, str] = field(default_factory=dict)
    """Another model that answers in place of the one that was deployed, by endpoint or deployment."""

    def remove_hosted(self, path: str) -> None:
        """Take away an endpoint or a deployment, and what lies below it."""
        for key in [k for k in self.hosted if k == path or k.startswith(f"{path}/")]:
            del self.hosted[key]

    def standing(self) -> list[str]:
        """Return the names of what stands, as a client gave them."""
        return sorted({one.owner for one in self.hosted.values()})

    def revoke(self) -> None:
        """Make every token that was issued so far worthless."""
        self.tokens.clear()


def workspace_path() -> str:
    """Return the address of the workspace at the resource manager."""
    return (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{RESOURCE_GROUP}"
        f"/providers/Microsoft.MachineLearningServices/workspaces/{WORKSPACE}"
    )


def account_path() -> str:
    """Return the address of the Foundry account at the resource manager."""
    return (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{RESOURCE_GROUP}"
        f"/providers/Microsoft.CognitiveServices/accounts/{FOUNDRY_ACCOUNT}"
    )
