"""What keeps an answer from coming, or from coming whole, and is no fault of the model that was asked."""

from __future__ import annotations

from typing import Literal, NamedTuple

FaultKind = Literal["unreachable", "throttled", "empty", "refused", "declined"]
"""Why there is no answer.

unreachable: nothing came, or an error of the server, after all tries. throttled: turned away for too
many requests. empty: it answered, and said nothing. refused: a filter took it, or the question is
longer than what serves it takes. declined: the model itself says that it will not, and that alone is
the model's own doing.
"""
FAULT_KINDS: tuple[FaultKind, ...] = ("unreachable", "throttled", "empty", "refused", "declined")
KEPT_KINDS = frozenset({"empty", "refused", "declined"})
"""What the same question would meet again."""


class Missed(NamedTuple):
    """Why a question has no answer just now; it is asked the next time."""

    reason: str
    kind: FaultKind = "unreachable"
