"""Running steps as somebody else does, and doing a little besides whenever one of them tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from tasks.policy import Step
from tasks.running.contract import Headway, Steps

_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


class WatchedSteps:
    """The steps of somebody else, with something done at each headway."""

    def __init__(self, steps: Steps, besides: Callable[[], None]) -> None:
        """Run steps by `steps`, and call `besides` at each headway."""
        self._steps, self._besides = steps, besides

    def call(
        self, step: Step[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> _Result:
        """Run one step."""
        return self._steps.call(step, *args, **kwargs)

    def side_by_side(
        self,
        step: Step[..., _Result],
        calls: Sequence[tuple[Any, ...]],
        *,
        at_once: int,
        ended: Callable[[_Result], None],
    ) -> list[_Result]:
        """Run a step for each of many arguments."""
        return self._steps.side_by_side(step, calls, at_once=at_once, ended=ended)

    def tell(self, text: str) -> None:
        """Tell what comes next or what came out."""
        self._steps.tell(text)

    def headway(self, headway: Headway) -> None:
        """Tell how far a long step is."""
        self._besides()
        self._steps.headway(headway)
