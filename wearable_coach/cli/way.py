"""Whether a command runs through Prefect or in its own process: decided here for all of them.

`--direct` and `--prefect` say it. With neither, the Prefect API that is configured, or that
`wearable-coach up` has running, records the run; with none of these the command runs directly, and says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from wearable_coach.cli.workflow import now, tell, teller
from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from wearable_coach.finetuning.contract import FineTuner
    from wearable_coach.store import Store

DirectOption = Annotated[
    bool, typer.Option("--direct", help="Run without Prefect, also where one is configured.")
]
PrefectOption = Annotated[
    bool,
    typer.Option(
        "--prefect",
        help="Run through Prefect: the API that is configured, that of `up`, else a temporary server.",
    ),
]
_INSTEAD = "--direct does without Prefect"
_AUTH, _URL = "PREFECT_API_AUTH_STRING", "PREFECT_API_URL"
_HOW_TO_HAVE_IT = "runs directly, without Prefect: no API is configured and `wearable-coach up` is not running; start `up` first, or give --prefect (a temporary server), and Prefect shows the run"


class CommandWay(NamedTuple):
    """How a command runs."""

    through: bool
    """Whether Prefect records it."""
    of_up: bool = False
    """Whether it is the Prefect of `wearable-coach up`."""
    chosen: bool = True
    """Whether an option said so, or something that is set."""

    def teller(self) -> Callable[[str], None]:
        """Return what tells lines of a direct run; before the first, that it is one, where nobody chose that.

        So a refusal of what was given stays one line.
        """
        untold, say = [] if self.chosen else [_HOW_TO_HAVE_IT], teller()

        def told(text: str) -> None:
            while untold:
                tell(untold.pop())
            say(text)

        return told

    def run_flow(self, module: str, name: str, **parameters: Any) -> Any:  # noqa: ANN401 - what the flow returns
        """Run a flow of the checkout through Prefect, and return what it returns.

        Raises:
            NoPrefect: Prefect cannot be had.
            CoachError: the flow refused.
        """
        from flows.prefect_api.through import run_flow  # noqa: PLC0415 - the workflow, when needed

        return run_flow(module, name, teller(), instead=_INSTEAD, of_up=self.of_up, **parameters)


def decided_way(place: str, *, direct: bool, prefect: bool) -> CommandWay:
    """Decide how a command runs; from here on this process finds the API of `up`, if that is the one.

    Needs the workflow. Nothing of Prefect is imported to find that there is none.

    Args:
        place: Name of the store; empty: the default.
        direct: Whether `--direct` was given.
        prefect: Whether `--prefect` was given.

    Raises:
        BadInput: both were given, or Prefect's settings cannot be read.
    """
    if direct and prefect:
        message = "direct: --direct and --prefect are two ways to run; give one of them"
        raise BadInput(message)
    if direct:
        return CommandWay(through=False)
    try:
        found = api_found(place)
    except BadInput as error:
        message = f"{error}; {_INSTEAD}"
        raise BadInput(message) from None
    return found if found.through or not prefect else CommandWay(through=True)


def find_blocks(*names: str | None) -> None:
    """Sign in to the Prefect API of `up` where one of these names is a block's, and none is configured.

    Raises:
        BadInput: Prefect's settings cannot be read.
    """
    from wearable_coach.store.opening import BLOCK  # noqa: PLC0415 - a fast start

    if any(name and name.startswith(BLOCK) for name in names):
        api_found("")


def tuner_opener(store: Store) -> Callable[[str], FineTuner]:
    """Return what opens the backend that a job was ordered with, a block of the Prefect of `up` among them."""
    from flows.openers.finetuners import opener  # noqa: PLC0415 - the workflow, when needed

    open_tuner = opener(store, os.environ, today=now().date())

    def opened(name: str) -> FineTuner:
        find_blocks(name)
        return open_tuner(name)

    return opened


def api_found(place: str) -> CommandWay:
    """Find the Prefect API that there is, and sign this process in where it is that of `up`.

    Raises:
        BadInput: Prefect's settings cannot be read.
    """
    from deployments.doctor.up_here import variables_of_up  # noqa: PLC0415 - the workflow
    from flows.prefect_api.configured import configured_url  # noqa: PLC0415
    from flows.prefect_api.served_pages import (  # noqa: PLC0415
        REPORTS_STORE_VARIABLE,
        REPORTS_VARIABLE,
    )

    url = configured_url(os.environ, Path())
    named = {**os.environ, _URL: url or ""}
    of_up = variables_of_up(named, place) or variables_of_up(named)
    wanted = (_URL, _AUTH, REPORTS_VARIABLE, REPORTS_STORE_VARIABLE)
    os.environ.update({name: of_up[name] for name in wanted if name in of_up})
    if url:
        return CommandWay(through=True)
    return CommandWay(through=_URL in of_up, of_up=_URL in of_up, chosen=_URL in of_up)
