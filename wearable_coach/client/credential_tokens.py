"""Tokens of Entra from a credential of azure-identity, or of whoever gives them in its form.

    from azure.identity import DefaultAzureCredential
    tokens = CredentialTokens(DefaultAzureCredential)
    Coach.from_store(url, open_model=open_with(tokens))

Nothing here imports Azure: azure-identity is the caller's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Protocol

from wearable_coach.chat.contract import ModelUnreachable
from wearable_coach.chat.entra import scope_of
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.transport import utc_now
from wearable_coach.errors import BadInput

REFRESHED_S = 300.0
"""So long before it ends a token is replaced: one that ends on its way is refused [s]."""
_DENIED = "ClientAuthenticationError"
_log = logging.getLogger("wearable_coach.client")


class GivenToken(Protocol):
    """What a credential gives, as azure-core has it."""

    @property
    def token(self) -> str:
        """The token itself."""

    @property
    def expires_on(self) -> int:
        """When it ends [s since 1970, UTC]."""


class Credential(Protocol):
    """Somebody who is signed in, as azure-core has it."""

    def get_token(self, *scopes: str) -> GivenToken:
        """Return a token for scopes."""


class CredentialTokens:
    """A `TokenSource`: keeps a token a scope, and replaces it before it ends or when it is refused."""

    def __init__(
        self,
        sign_in: Callable[[], Credential],
        *,
        authority: str = "",
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Sign nobody in yet.

        Args:
            sign_in: Makes a credential. It is called again for a token that was refused, since a
                credential would give the same one again out of its own memory.
            authority: Where people sign in, as ``AZURE_AUTHORITY_HOST`` has it; it tells the cloud
                where an endpoint's name does not.
            now: The time, against which a token's end is read.
        """
        self._sign_in, self._authority, self._now = sign_in, authority, now
        self._credential: Credential | None = None
        self._tokens: dict[str, GivenToken] = {}
        self._lock = Lock()

    def __repr__(self) -> str:
        """Say what it is, and no token."""
        return f"CredentialTokens({', '.join(sorted(self._tokens))})"

    def bearer(self, endpoint: Endpoint, *, refused: str = "") -> str:
        """Return a token for an endpoint; see `TokenSource`."""
        scope = scope_of(endpoint, authority=self._authority)
        with self._lock:  # of many threads that need one, the first fetches it
            known = self._tokens.get(scope)
            if known is not None and known.token == refused:
                known = self._credential = None
            if known is not None and self._left_s(known) > REFRESHED_S:
                return known.token
            try:
                self._tokens[scope] = self._fetched(scope)
            except ModelUnreachable:
                if known is None or self._left_s(known) <= 0:
                    raise
                _log.warning("entra: no new token just now; the present one is still good")
                return known.token
            return self._tokens[scope].token

    def _left_s(self, token: GivenToken) -> float:
        return token.expires_on - self._now().timestamp()

    def _fetched(self, scope: str) -> GivenToken:
        try:
            if self._credential is None:
                self._credential = self._sign_in()
            return self._credential.get_token(scope)
        except Exception as error:  # noqa: BLE001 - whatever a credential raises: its kind is told
            kind = type(error).__name__
            denied = any(base.__name__ == _DENIED for base in type(error).__mro__)
            if denied and not self._tokens:  # it never worked: no other try heals it
                message = f"auth: Entra gives no token for {scope} ({kind}); sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET"
                raise BadInput(message) from None
            message = f"auth: Entra gave no token for {scope} ({kind}); try again later"
            raise ModelUnreachable(message) from None
