"""How long Azure's SDK tries before it gives up: quickly enough for a person who waits."""

from __future__ import annotations

from typing import Any

from azure.core.exceptions import ClientAuthenticationError
from azure.storage.blob import ExponentialRetry

PACE: dict[str, Any] = {
    "retry_total": 3,
    "retry_connect": 2,
    "initial_backoff": 0,
    "increment_base": 2,
    "random_jitter_range": 1,
}
"""Tries again after about 2, 4 and 8 s; the SDK's own pace needs two minutes to tell of a wrong name."""


class Retries(ExponentialRetry):
    """The SDK's retries, at a quicker pace, and none where no identity was found."""

    def __init__(self) -> None:
        """Take the pace."""
        super().__init__(**PACE)

    def increment(self, *args: Any, **kwargs: Any) -> bool:
        """Say whether to try again."""
        if isinstance(kwargs.get("error"), ClientAuthenticationError):
            return False
        return super().increment(*args, **kwargs)
