"""Running the steps of a composition in this process, without Prefect.

Nothing is tried again here: who started it sits before it, sees the error at once, and what was done
is taken as it is when it is run again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from tasks.policy import Step
from tasks.running.contract import Headway
from tasks.running.pace import Pace

_EVERY_SECONDS = 5.0
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


class DirectSteps:
    """Runs steps one after another in this process, those side by side in threads."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Tell progress through `say`."""
        self._say, self._pace = say, Pace(_EVERY_SECONDS)

    def call(
        self, step: Step[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> _Result:
        """Run one step."""
        return step(*args, **kwargs)

    def side_by_side(
        self,
        step: Step[..., _Result],
        calls: Sequence[tuple[Any, ...]],
        *,
        at_once: int,
        ended: Callable[[_Result], None],
    ) -> list[_Result]:
        """Run a step for each of many arguments, as many at once as pay off."""
        found = []
        threads = ThreadPoolExecutor(at_once)
        try:
            for one in threads.map(lambda call: self.call(step, *call), calls):
                found.append(one)
                ended(one)
        except BaseException:  # Ctrl-C among them: nobody waits for what is under way
            threads.shutdown(wait=False, cancel_futures=True)
            raise
        threads.shutdown()
        return found

    def tell(self, text: str) -> None:
        """Tell what comes next or what came out."""
        self._say(text)

    def headway(self, headway: Headway) -> None:
        """Tell how far a long step is, not too often."""
        if self._pace.is_time():
            self.tell(headway.text)
