"""The connection to the workspace: the SDK's client, made once, when first needed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from backends.azure.settings import AzureSettings
from backends.azure.translation import translate
from wearable_coach.errors import BadInput, CoachError

_MISSING = "backend: azure needs the Azure packages, which are not installed; run `uv sync --inexact` in the checkout"
_CHATTY = ("azure.ai.ml._utils._experimental", "azure.identity")


def require_sdk() -> None:
    """Import the SDK.

    Raises:
        BadInput: it is not installed.
    """
    try:
        import azure.ai.ml  # noqa: PLC0415 - slow to import, and may be left out
        import azure.identity  # noqa: F401, PLC0415
    except ImportError:
        raise BadInput(_MISSING) from None
    for name in _CHATTY:  # they tell on standard error what is raised anyway
        logging.getLogger(name).setLevel(logging.CRITICAL)


def require_identity() -> None:
    """Import azure-identity, which alone gives tokens: without the SDK, which takes seconds.

    Raises:
        BadInput: it is not installed.
    """
    try:
        import azure.identity  # noqa: F401, PLC0415 - may be left out
    except ImportError:
        raise BadInput(_MISSING) from None
    logging.getLogger("azure.identity").setLevel(logging.CRITICAL)


class Connection:
    """Clients of one workspace, with one credential."""

    def __init__(self, settings: AzureSettings, credential: Any = None) -> None:
        """Remember where to; nothing is opened.

        Args:
            settings: Names of the workspace.
            credential: Of azure.identity; its default chain if None.
        """
        self.settings = settings
        self.proved = False
        self._given = credential
        self._registries: dict[str, Any] = {}

    @cached_property
    def credential(self) -> Any:
        """The credential."""
        if self._given is not None:
            return self._given
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415

        return DefaultAzureCredential(exclude_interactive_browser_credential=True)

    @cached_property
    def client(self) -> Any:
        """The client of the workspace."""
        s = self.settings
        return self._client(s.subscription_id, s.resource_group, s.workspace)

    def registry(self, name: str) -> Any:
        """Return the client of a registry."""
        if name not in self._registries:
            self._registries[name] = self._client(registry_name=name)
        return self._registries[name]

    def _client(self, *place: str, **more: str) -> Any:
        require_sdk()
        from azure.ai.ml import MLClient  # noqa: PLC0415

        return MLClient(
            self.credential,
            *place,
            show_progress=False,
            enable_telemetry=False,
            connection_timeout=self.settings.timeout_s,
            read_timeout=self.settings.timeout_s,
            **more,
        )

    @contextmanager
    def calling(self, doing: str, *, missing: type[CoachError] = BadInput) -> Iterator[None]:
        """Do something at Azure; its exceptions come out as this project's.

        Raises:
            TransientError: the fault may pass.
            BadInput: a person must mend it.
        """
        require_sdk()
        try:
            yield
        except CoachError:
            raise
        except Exception as error:
            translated = translate(error, doing=doing, proved=self.proved, missing=missing)
            if translated is None:
                raise
            raise translated from None
        self.proved = True
