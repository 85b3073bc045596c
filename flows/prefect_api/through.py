"""Running a flow from a command: with the Prefect API that there is, or one line that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import httpx

from flows.prefect_api.own_server_faults import NoPrefect
from flows.prefect_api.reaching import Tell, is_own, reach_prefect


def run_flow(
    module: str,
    name: str,
    tell: Tell,
    *,
    instead: str,
    of_up: bool = False,
    **parameters: Any,  # noqa: ANN401 - the flow's own
) -> Any:  # noqa: ANN401 - what the flow returns
    """Run a flow in this process, recorded by the Prefect API that there is; return what it returns.

    Args:
        module: Its module, imported while a server starts.
        name: The flow in it.
        tell: Told while Prefect is waited for.
        instead: How to do without Prefect, for messages.
        of_up: Whether the API is that of `wearable-coach up`.
        parameters: The flow's.

    Raises:
        NoPrefect: there is none, or it went away.
        CoachError: the flow refused.
    """
    with prefect_reached(
        tell, instead=instead, of_up=of_up, meanwhile=lambda: import_module(module)
    ):
        from flows.prefect_api.own_end import OwnEnd  # noqa: PLC0415 - takes seconds

        return OwnEnd(getattr(import_module(module), name)).result_of_run(**parameters)


@contextmanager
def prefect_reached(
    tell: Tell,
    *,
    instead: str,
    of_up: bool = False,
    meanwhile: Callable[[], Any] = lambda: None,
) -> Iterator[None]:
    """Have a Prefect API for what runs inside; one line where there is none or it is lost on the way.

    Args:
        tell: Told while it is waited for.
        instead: How to do without Prefect, for messages.
        of_up: Whether the API is that of `wearable-coach up`.
        meanwhile: What can be done while a server starts.

    Raises:
        NoPrefect: there is none, or it went away.
    """
    try:
        reach_prefect(tell, aside=f"; {instead}", of_up=of_up, meanwhile=meanwhile)
        with _lost_in_one_line(), _as_a_server_of_its_own_needs():
            yield
    except NoPrefect as error:
        message = f"{error}; {instead}"
        raise NoPrefect(message) from None


@contextmanager
def _lost_in_one_line() -> Iterator[None]:
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415 - takes seconds

    try:
        yield
    except (httpx.HTTPError, PrefectHTTPStatusError) as error:
        message = f"prefect: its server was lost on the way ({type(error).__name__}); run the command again"
        raise NoPrefect(message) from None


@contextmanager
def _as_a_server_of_its_own_needs() -> Iterator[None]:
    """Leave out what a server that ends with the command has no use for, unless the user set it.

    A heartbeat takes a second of each flow, and nobody looks for zombies there; no link leads to its page.
    """
    from prefect.settings import (  # noqa: PLC0415 - takes seconds
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_UI_URL,
        get_current_settings,
        temporary_settings,
    )

    settings = get_current_settings()
    changes: dict[Any, Any] = {}
    if is_own(settings.api.url):
        if "heartbeat_frequency" not in settings.flows.model_fields_set:
            changes[PREFECT_FLOWS_HEARTBEAT_FREQUENCY] = None
        if "ui_url" not in settings.model_fields_set:
            changes[PREFECT_UI_URL] = ""
    with temporary_settings(changes):
        yield
