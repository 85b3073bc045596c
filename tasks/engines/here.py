"""Work done in this process, one piece after another."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class Here:
    """Does the work in this process."""

    at_once = 1

    def run(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any function's
        """Do it, when nothing else of this process is under way: several at once would only hold more memory."""
        with _ONE:
            return function(*args)


_ONE = Lock()
"""One a process, so that an engine itself can be pickled."""
