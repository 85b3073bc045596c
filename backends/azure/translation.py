"""Azure's exceptions in the terms of this project: one line each, nothing secret in any."""

from __future__ import annotations

import re

from wearable_coach.errors import BadField, BadInput, CoachError, TransientError

_LONGEST = 300
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _CONFLICT = 401, 403, 404, 409
_REQUEST_TIMEOUT, _TOO_MANY, _SERVER_FAULT = 408, 429, 500
_PLACE_CODES = {"ResourceGroupNotFound", "SubscriptionNotFound", "InvalidSubscriptionId"}
_SECRETS = (
    (re.compile(r"eyJ[\w-]+\.[\w-]+(\.[\w-]*)?"), "***"),
    (re.compile(r"(?i)\b(bearer)\s+[^\s,;]+"), r"\1 ***"),
    (
        re.compile(r"(?i)\b(sig|AccountKey|SharedAccessSignature|client_secret)=[^\s&;,]+"),
        r"\1=***",
    ),
)
# The SDK's own words: azure-identity raises one type for every fault and gives no code.
_TRIED = re.compile(r"Attempted credentials: (.*?)(?: Visit https| To mitigate this issue|$)")
_TOKEN_SERVICE_DOWN = re.compile(r"HTTP Error: 5\d\d|Max retries exceeded|timed out")
_SIGN_IN = (
    "sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET "
    "(docs/azure.md)"
)
_ROLE = "give the identity the role AzureML Data Scientist on the workspace (docs/azure.md)"


def one_line(text: str) -> str:
    """Return a text as one line of bearable length, its secrets covered."""
    line = " ".join(text.split())
    for pattern, cover in _SECRETS:
        line = pattern.sub(cover, line)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def translate(
    error: Exception, *, doing: str, proved: bool, missing: type[CoachError] = BadInput
) -> CoachError | None:
    """Return the error to raise in place of one of the SDK; None where it is not the SDK's.

    Args:
        error: What the SDK raised.
        doing: What was tried, e.g. "reading job coach-azure-…".
        proved: Whether the credentials had worked before: a refusal then is an expired token.
        missing: What a 404 means, where it is not the workspace that is missing.
    """
    from azure.ai.ml.exceptions import MlException  # noqa: PLC0415 - slow to import
    from azure.core import exceptions as core  # noqa: PLC0415

    if isinstance(error, MlException):
        inner = error.__cause__ or getattr(error, "error", None) or error.__context__
        if isinstance(inner, core.AzureError):
            return translate(inner, doing=doing, proved=proved, missing=missing)
        return BadInput(f"{doing}: {one_line(str(error))}")
    if isinstance(error, core.ClientAuthenticationError):
        return _authentication(error, doing, proved=proved)
    if isinstance(error, (core.ServiceRequestError, core.ServiceResponseError)):
        return _unreached(error, doing)
    if isinstance(error, core.HttpResponseError):
        return _answered(error, doing, missing)
    return (
        BadInput(f"{doing}: {one_line(str(error))}") if isinstance(error, core.AzureError) else None
    )


def _authentication(error: Exception, doing: str, *, proved: bool) -> CoachError:
    text = " ".join(str(getattr(error, "message", None) or error).split())
    if proved:
        return TransientError(
            f"{doing}: Azure did not take the token, which worked before; try again"
        )
    if _TOKEN_SERVICE_DOWN.search(text):
        return TransientError(f"{doing}: the token service gave no token ({one_line(text)})")
    tried = _TRIED.search(text)
    message = f"{one_line(tried[1]) if tried else azure_words(error)}; {_SIGN_IN}"
    return BadField("credentials", message)


def _unreached(error: Exception, doing: str) -> CoachError:
    text = one_line(str(error))
    if (
        "CERTIFICATE_VERIFY_FAILED" in text
    ):  # OpenSSL's code, which the SDK keeps in its words alone
        return BadInput(
            f"{doing}: the certificate is not trusted; name your CA in REQUESTS_CA_BUNDLE"
        )
    return TransientError(f"{doing}: no answer from Azure ({text})")


def _answered(error: Exception, doing: str, missing: type[CoachError]) -> CoachError:
    status = getattr(error, "status_code", None) or 0
    if status in {_REQUEST_TIMEOUT, _TOO_MANY} or status >= _SERVER_FAULT:
        return TransientError(
            f"{doing}: Azure answered {status} ({azure_words(error)}); try again later"
        )
    if status == _FORBIDDEN:
        return BadInput(f"{doing}: not allowed ({azure_words(error)}); {_ROLE}")
    if status == _NOT_FOUND:
        return _not_found(error, doing, missing)
    return BadInput(f"{doing}: Azure answered {status} ({azure_words(error)})")


def _not_found(error: Exception, doing: str, missing: type[CoachError]) -> CoachError:
    code, text = _code(error), azure_words(error)
    if code in _PLACE_CODES or (code == "ResourceNotFound" and "workspaces/" in text):
        message = (
            f"{text}; check AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and AZUREML_WORKSPACE_NAME"
        )
        return BadField("workspace", message)
    return missing(f"{doing}: not found ({text})")


def _code(error: Exception) -> str:
    return str(getattr(getattr(error, "error", None), "code", "") or "")


def azure_words(error: Exception) -> str:
    """Return what Azure itself said, in one line."""
    inner = getattr(getattr(error, "error", None), "message", None)
    text = str(inner or getattr(error, "message", None) or error)
    return one_line(text.partition("\nContent:")[0])
