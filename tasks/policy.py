"""What a step is: a plain function, the name that people see, and what is done when it fails.

    @step("publish-version", PATIENT)
    def publish_version(...) -> Published:
        ...

Called, a step is its function. A composition hands it to `tasks.running`, which runs it in this
process or as a Prefect task. Nothing here imports Prefect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from wearable_coach.errors import TransientError
from wearable_coach.store import Store
from wearable_coach.store.naming import store_slug

_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


class Policy(NamedTuple):
    """How often a step is tried, and after which errors."""

    retries: int = 0
    """Tries after the first [count]."""
    delays_s: tuple[float, ...] = ()
    """Pause before each of them [s]; the last one counts for all that follow."""
    jitter: float = 0.0
    """Share of a pause by which it may be longer, so that many do not come back at once [0 to 1]."""
    transient: tuple[type[Exception], ...] = (TransientError,)
    """Errors that may pass; any other ends the step at once."""


ONCE = Policy()
"""Of what is reckoned alone: the same input fails the same way; or it has a patience of its own."""
PATIENT = Policy(retries=2, delays_s=(2.0, 10.0), jitter=0.5)
"""Of what asks a store, a backend or a model: another may be busy or away for a moment."""


class Asset(NamedTuple):
    """What a step makes, of which lineage tells: datasets, models or evaluations of a store."""

    kind: str
    """``datasets``, ``models`` or ``evaluations``."""
    store: Callable[..., Store]
    """Where, from the step's arguments."""
    of: tuple[str, ...] = ()
    """Kinds of the same store that it is made of."""
    about: Callable[..., dict[str, Any]] = lambda *_: {}
    """What is told of the one that was made, from what the step gives and its arguments."""
    is_new: Callable[[Any], bool] = lambda _result: True
    """Whether the step made it, and did not find it there."""


def asset_key(store: Store, kind: str) -> str:
    """Return the key of an asset, as Prefect takes one: ``coach://<store>/<kind>``."""
    return f"coach://{store_slug(store)}/{kind}"


@dataclass(frozen=True, slots=True)
class Step(Generic[_Args, _Result]):
    """A function with its policy; called, it is the function."""

    function: Callable[_Args, _Result]
    name: str
    """Kebab case, as the Prefect UI shows it."""
    policy: Policy
    run_name: Callable[..., str] | None = None
    """Names one run, from the step's arguments; Prefect numbers them if None."""
    asset: Asset | None = None
    """What it makes; None where that is nothing that outlives the run."""

    def __call__(self, *args: _Args.args, **kwargs: _Args.kwargs) -> _Result:
        """Run the function here and now."""
        return self.function(*args, **kwargs)

    @property
    def description(self) -> str:
        """What it does, for people: the first line of the function's docstring."""
        return (self.function.__doc__ or "").partition("\n")[0]


def step(
    name: str,
    policy: Policy,
    *,
    run_name: Callable[..., str] | None = None,
    asset: Asset | None = None,
) -> Callable[[Callable[_Args, _Result]], Step[_Args, _Result]]:
    """Return what makes a step of a function.

    Args:
        name: What people see, kebab case.
        policy: What is done when it fails.
        run_name: Names one run, from the step's arguments.
        asset: What it makes, for lineage.
    """
    return lambda function: Step(function, name, policy, run_name, asset)
