"""The client's exceptions in the terms of this project: one line each, nothing secret in any."""

from __future__ import annotations

from collections.abc import Mapping

from backends.azure.translation import one_line, translate
from wearable_coach.errors import BadField, BadInput, CoachError, TransientError

_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _CONFLICT = 401, 403, 404, 409
_REQUEST_TIMEOUT, _TOO_MANY, _SERVER_FAULT = 408, 429, 500
_PASSING = {_REQUEST_TIMEOUT, _CONFLICT, _TOO_MANY}
_SIGN_IN = (
    "sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET "
    "(docs/azure.md)"
)


def translate_foundry(
    error: Exception, *, doing: str, proved: bool, missing: type[CoachError] = BadInput
) -> CoachError | None:
    """Return the error to raise in place of one of the client or of azure.identity; None where it is neither's.

    Args:
        error: What was raised.
        doing: What was tried, e.g. "reading job coach-foundry-…".
        proved: Whether the credentials had worked before: a refusal then is an expired token.
        missing: What a 404 means.
    """
    import openai  # noqa: PLC0415 - slow to import

    if isinstance(error, openai.APIStatusError):
        return _answered(error.status_code, _words(error), doing, proved=proved, missing=missing)
    if isinstance(error, openai.APIConnectionError):
        return _unreached(error, doing)
    if isinstance(error, openai.OpenAIError):
        return BadInput(f"{doing}: {one_line(str(error))}")
    return translate(error, doing=doing, proved=proved, missing=missing)


def _answered(
    status: int, words: str, doing: str, *, proved: bool, missing: type[CoachError]
) -> CoachError:
    if status in _PASSING or status >= _SERVER_FAULT:
        return TransientError(f"{doing}: Foundry answered {status} ({words}); try again later")
    if status == _UNAUTHORIZED and proved:
        message = f"{doing}: Foundry did not take the token, which worked before; try again"
        return TransientError(message)
    if status == _UNAUTHORIZED:
        message = f"{words}; {_SIGN_IN}"
        return BadField("credentials", message)
    if status == _FORBIDDEN:
        message = f"{doing}: not allowed ({words}); give the identity the role Foundry User on the resource (docs/azure.md)"
        return BadInput(message)
    if status == _NOT_FOUND:
        return missing(f"{doing}: not found ({words})")
    return BadInput(f"{doing}: Foundry answered {status} ({words})")


def _unreached(error: Exception, doing: str) -> CoachError:
    causes = one_line(f"{error.__cause__ or error}")
    if "CERTIFICATE_VERIFY_FAILED" in causes:  # OpenSSL's code, which is kept in its words alone
        message = f"{doing}: the certificate is not trusted; name your CA in REQUESTS_CA_BUNDLE"
        return BadInput(message)
    return TransientError(f"{doing}: no answer from Foundry ({causes})")


def _words(error: Exception) -> str:
    """Return what Foundry itself said, in one line."""
    body = getattr(error, "body", None)
    told = body.get("message") if isinstance(body, Mapping) else None
    return one_line(str(told or getattr(error, "message", "") or error))
