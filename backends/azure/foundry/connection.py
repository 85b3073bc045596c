"""The connection to the Foundry resource: OpenAI's client with Entra's tokens, made when first needed."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from backends.azure.connection import require_identity
from backends.azure.foundry.settings import FoundrySettings
from backends.azure.foundry.translation import translate_foundry
from wearable_coach.chat.entra import scope_of
from wearable_coach.chat.served import Endpoint
from wearable_coach.errors import BadInput, CoachError

_MISSING = "backend: foundry needs the Azure packages, which are not installed; run `uv sync --inexact` in the checkout"
_AUTHORITY = "AZURE_AUTHORITY_HOST"
_CA_FILES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
"""The first is what the rest of Azure's SDK listens to; this client would listen to the second alone."""
TRIES_AGAIN = 3
_KEEP_NOTHING = {"Connection": "close"}
"""Polls are minutes apart: a connection that was kept would be dead by then, and its socket left open."""


def require_openai() -> None:
    """Import the client.

    Raises:
        BadInput: it is not installed.
    """
    require_identity()
    try:
        import openai  # noqa: F401, PLC0415 - slow to import, and may be left out
    except ImportError:
        raise BadInput(_MISSING) from None


class FoundryConnection:
    """The client of one resource, with one credential."""

    def __init__(self, settings: FoundrySettings, credential: Any = None) -> None:
        """Remember where to; nothing is opened.

        Args:
            settings: The resource.
            credential: Of azure.identity; its default chain if None.
        """
        self.settings = settings
        self.proved = False
        self._given = credential

    @cached_property
    def credential(self) -> Any:
        """The credential."""
        if self._given is not None:
            return self._given
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415 - slow to import

        return DefaultAzureCredential(exclude_interactive_browser_credential=True)

    @property
    def scope(self) -> str:
        """What a token is asked for; it follows the cloud."""
        s = self.settings
        place = Endpoint(
            kind="azure_openai", url=s.url, model="none", api_version="v1", auth="entra"
        )
        return s.scope or scope_of(place, authority=os.environ.get(_AUTHORITY, ""))

    @cached_property
    def client(self) -> Any:
        """The client; it tries again what may be tried again."""
        import openai  # noqa: PLC0415 - slow to import

        return openai.OpenAI(
            base_url=f"{self.settings.url}/openai/v1/",
            api_key=self._token,
            max_retries=TRIES_AGAIN,
            timeout=self.settings.timeout_s,
            http_client=openai.DefaultHttpxClient(verify=_trust()),
            default_headers=_KEEP_NOTHING,
        )

    @property
    def once(self) -> Any:
        """The client for what must not be done twice: it tries nothing again by itself."""
        return self.client.with_options(max_retries=0)

    def _token(self) -> str:
        return str(self.credential.get_token(self.scope).token)

    @contextmanager
    def calling(self, doing: str, *, missing: type[CoachError] = BadInput) -> Iterator[None]:
        """Do something at Foundry; the client's exceptions come out as this project's.

        Raises:
            TransientError: the fault may pass.
            BadInput: a person must mend it.
        """
        require_openai()
        try:
            yield
        except CoachError:
            raise
        except Exception as error:
            translated = translate_foundry(error, doing=doing, proved=self.proved, missing=missing)
            if translated is None:
                raise
            raise translated from None
        self.proved = True


def _trust() -> ssl.SSLContext:
    """Return whom to trust: the authority that a variable names, as for all of Azure, else the usual."""
    named = next((os.environ[name] for name in _CA_FILES if os.environ.get(name)), None)
    return ssl.create_default_context(cafile=named)
