"""login.microsoftonline.com: the OpenID configuration and tokens for a client with a secret."""

from __future__ import annotations

import base64
import json
import re
from uuid import uuid4

from tests.support.local_azure.messages import Reply, Request, answer
from tests.support.local_azure.state import CLIENT_ID, CLIENT_SECRET, TENANT, State

HOST = "login.microsoftonline.com"
_LIFE_S = 3600


def serve(state: State, request: Request) -> Reply | None:
    """Answer a call to the login host; None where it has no such address."""
    if request.path.endswith("/.well-known/openid-configuration"):
        return _configuration(request)
    if request.path.endswith("/discovery/instance"):
        return answer(
            {"tenant_discovery_endpoint": f"https://{HOST}/{TENANT}/v2.0", "metadata": []}
        )
    if request.method == "POST" and request.path.endswith("/oauth2/v2.0/token"):
        return _token(state, request)
    return None


def _configuration(request: Request) -> Reply:
    tenant = request.path.split("/")[1]
    if tenant not in {TENANT, "common", "organizations"}:
        return _denied(400, "invalid_tenant", f"AADSTS90002: Tenant '{tenant}' not found.")
    base = f"https://{HOST}/{tenant}"
    return answer(
        {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        }
    )


def _token(state: State, request: Request) -> Reply:
    form = request.form()
    if form.get("client_id") != CLIENT_ID:
        return _denied(400, "unauthorized_client", "AADSTS700016: Application not found.")
    if form.get("client_secret") != CLIENT_SECRET:
        return _denied(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
    scope = next(s for s in form["scope"].split() if s.endswith("/.default"))
    audience = re.sub(r"/*\.default$", "", scope)
    token = _jwt({"aud": audience, "tid": TENANT, "oid": CLIENT_ID, "jti": uuid4().hex})
    state.tokens[token] = audience
    return answer({"token_type": "Bearer", "expires_in": _LIFE_S, "access_token": token})


def _denied(status: int, error: str, description: str) -> Reply:
    return answer({"error": error, "error_description": description}, status)


def _jwt(claims: dict[str, str]) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    coded = [_base64(json.dumps(part).encode()) for part in parts]
    return ".".join([*coded, _base64(b"signed by nobody")])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def audience_of(token: str) -> str:
    """Return the audience that a token was issued for."""
    body = token.split(".")[1]
    claims: dict[str, str] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims["aud"]
