"""Parts that need not be on a machine: a test that needs one is skipped, and says what is lacking.

Who installed a part names it, so that a test of it is never skipped unseen:

    TESTS_MUST_HAVE=torch,browser pytest -m slow
"""

import os
from typing import NoReturn

import pytest

PARTS = frozenset(
    {"torch", "bitsandbytes", "browser", "postgres", "node", "containers", "scikit-learn", "mlflow"}
)
_PROMISED = "TESTS_MUST_HAVE"


def lacking(part: str, message: str) -> NoReturn:
    """Skip for want of a part; fail where `TESTS_MUST_HAVE` names it."""
    assert part in PARTS, part
    promised = set(filter(None, os.environ.get(_PROMISED, "").split(",")))
    assert promised <= PARTS, f"{_PROMISED} names {promised - PARTS}; known are {sorted(PARTS)}"
    if part in promised:
        pytest.fail(f"{part} was promised by {_PROMISED}: {message}")
    pytest.skip(message)
