"""What a composition asks of whoever runs its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

from tasks.policy import Step

_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


class Headway(NamedTuple):
    """How far a long step is."""

    subject: str
    """What is under way: a model that is asked, a job that trains."""
    done: int
    total: int
    text: str
    """The same for people, one line."""


class Steps(Protocol):
    """How steps are run, and what is told meanwhile."""

    def call(
        self, step: Step[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> _Result:
        """Run one step and return what it gives."""

    def side_by_side(
        self,
        step: Step[..., _Result],
        calls: Sequence[tuple[Any, ...]],
        *,
        at_once: int,
        ended: Callable[[_Result], None],
    ) -> list[_Result]:
        """Run a step for each of many arguments, several at a time.

        Args:
            step: The step.
            calls: Its arguments, one tuple a run.
            at_once: How many pay off at once; more may wait in line.
            ended: Told what each gave, as they end.

        Returns:
            What they gave, in the order of `calls`.
        """

    def tell(self, text: str) -> None:
        """Tell what comes next or what came out."""

    def headway(self, headway: Headway) -> None:
        """Tell how far a long step is; may be called often, is told seldom enough to be read."""
