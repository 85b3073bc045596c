"""What Azure's errors mean, by their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure.core.exceptions import AzureError

_TAKEN = frozenset(
    {"BlobAlreadyExists", "ConditionNotMet", "InvalidBlockList", "UnauthorizedBlobOverwrite"}
)
_PASSING = frozenset({"ConditionNotMet", "ContainerBeingDeleted", "Md5Mismatch"})
_TOO_LONG, _TOO_MANY, _FAULT = 408, 429, 500


def code_of(error: AzureError) -> str:
    """Return Azure's code of an error (``BlobNotFound``), or its class when it has none."""
    code = getattr(error, "error_code", None)
    return str(getattr(code, "value", code) or type(error).__name__)


def is_absent(error: AzureError) -> bool:
    """Say whether the object, or its container, is not there."""
    return code_of(error) in {"BlobNotFound", "ContainerNotFound"}


def is_taken(error: AzureError) -> bool:
    """Say whether another write came first."""
    return code_of(error) in _TAKEN


def may_pass(error: AzureError) -> bool:
    """Say whether the same call may succeed later: no answer, too many requests, damage, a fault."""
    status = getattr(error, "status_code", None)
    return (
        status is None
        or status in {_TOO_LONG, _TOO_MANY}
        or status >= _FAULT
        or code_of(error) in _PASSING
    )


def cause_of(error: AzureError) -> str:
    """Return the name of what went wrong in the network; its text may hold a signed URL."""
    inner: object = getattr(error, "inner_exception", None) or error
    while (deeper := getattr(inner, "reason", None) or _first(inner)) is not None:
        if not isinstance(deeper, Exception):
            break
        inner = deeper
    return type(inner).__name__


def _first(error: object) -> Exception | None:
    return next((a for a in getattr(error, "args", ()) if isinstance(a, Exception)), None)
