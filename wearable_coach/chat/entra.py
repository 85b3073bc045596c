"""Tokens of Microsoft Entra for endpoints that take no key: who gives them, and what they are asked for."""

from __future__ import annotations

from typing import Literal, Protocol
from urllib.parse import urlsplit

from wearable_coach.chat.served import Endpoint

Audience = Literal["machine_learning", "cognitive_services"]

_SCOPES: dict[str, dict[Audience, str]] = {
    ".azure.com": {
        "machine_learning": "https://ml.azure.com/.default",
        "cognitive_services": "https://cognitiveservices.azure.com/.default",
    },
    ".azure.us": {
        "machine_learning": "https://ml.azure.us/.default",
        "cognitive_services": "https://cognitiveservices.azure.us/.default",
    },
    ".azure.cn": {
        "machine_learning": "https://ml.azure.cn/.default",
        "cognitive_services": "https://cognitiveservices.azure.cn/.default",
    },
}
"""Scope by the end of a host's name, which tells the cloud, and by who takes the token."""
_PUBLIC = ".azure.com"
_AUTHORITIES = {
    "login.microsoftonline.us": ".azure.us",
    "login.chinacloudapi.cn": ".azure.cn",
    "login.partner.microsoftonline.cn": ".azure.cn",
}
"""A cloud by the host that signs people in, as ``AZURE_AUTHORITY_HOST`` names it."""
_COGNITIVE = (".openai.azure.", ".services.ai.azure.", ".cognitiveservices.azure.")


class TokenSource(Protocol):
    """Gives tokens; may be used from several threads."""

    def bearer(self, endpoint: Endpoint, *, refused: str = "") -> str:
        """Return a token that an endpoint takes.

        Args:
            endpoint: What it is for; `scope_of` says what to ask for.
            refused: The token that the endpoint has just refused: another one is fetched, once for
                all threads that were refused with it.

        Raises:
            BadInput: nobody is signed in, or may not have one.
            ModelUnreachable: nobody gave one just now.
        """


def scope_of(endpoint: Endpoint, *, authority: str = "") -> str:
    """Return what a token for an endpoint is asked for: what it says itself, else by kind and cloud.

    Args:
        endpoint: Where the token goes.
        authority: Where people sign in, as ``AZURE_AUTHORITY_HOST`` has it; it tells the cloud where
            the endpoint's name does not.

    Source:
        Entra's resource for Azure Machine Learning (managed online and serverless endpoints) and for
        Azure AI services (Foundry and Azure OpenAI deployments), by cloud.
    """
    if endpoint.scope:
        return endpoint.scope
    host = (urlsplit(endpoint.url).hostname or "").lower()
    signs_in = (
        urlsplit(authority if "//" in authority else f"//{authority}").hostname or ""
    ).lower()
    cloud = next(
        (end for end in _SCOPES if host.endswith(end)), _AUTHORITIES.get(signs_in, _PUBLIC)
    )
    cognitive = endpoint.kind == "azure_openai" or any(name in host for name in _COGNITIVE)
    return _SCOPES[cloud]["cognitive_services" if cognitive else "machine_learning"]
