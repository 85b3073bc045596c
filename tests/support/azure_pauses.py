"""Azure's SDK tries again without the pauses before it: a fault that a test planted passes by count, not by time.

What a service asks for by `Retry-After` is waited for all the same.
"""

import pytest

A_MOMENT_S = 0.01


def try_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the pauses of this process out, of the core and of the blobs."""
    from azure.core.pipeline.policies import RetryPolicy
    from azure.storage.blob import ExponentialRetry

    for policy in (RetryPolicy, ExponentialRetry):
        monkeypatch.setattr(policy, "get_backoff_time", lambda *_: A_MOMENT_S)
