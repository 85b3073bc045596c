"""What a backend imports: ask the promoted model, verify its answer, fall back to the rules.

`Coach` is imported when first asked for: what asks endpoints alone needs no rules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wearable_coach.client.coach import Coach
    from wearable_coach.client.result import CoachAnswer

__all__ = ["Coach", "CoachAnswer"]

_HOMES = {"Coach": "wearable_coach.client.coach", "CoachAnswer": "wearable_coach.client.result"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the classes are named above
    """Import what is asked for."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
