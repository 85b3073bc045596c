"""What managed and serverless endpoints share: the workspace, its place, and calls that do not wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from backends.azure.connection import Connection
from backends.azure.hosting.ours import registered_model
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.hosting.contract import UnknownDeployment

_CONFLICT = 409
_ONE_AT_A_TIME = Lock()


def place_of_workspace(connection: Connection) -> str:
    """Return the place that names are unique by."""
    s = connection.settings
    return f"{s.subscription_id}/{s.resource_group}/{s.workspace}"


@contextmanager
def calling_hosting(connection: Connection, doing: str) -> Iterator[None]:
    """Do something to model deployments; what is busy just now is looked at again.

    Raises:
        UnknownDeployment: there is none of that name.
        TransientError: the fault may pass.
        BadInput: a person must mend it.
    """
    from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - slow to import

    with connection.calling(doing, missing=UnknownDeployment):
        try:
            yield
        except HttpResponseError as error:
            if error.status_code != _CONFLICT:
                raise
            message = f"{doing}: Azure is busy with it; the next look goes on"
            raise TransientError(message) from None


@contextmanager
def without_waiting() -> Iterator[None]:
    """Let the SDK begin something and not follow it.

    Its pollers run in threads that outlive the call, and print a dot a poll on standard output, where
    our lines of JSON go; what they wait for, the next look sees.
    """
    from azure.ai.ml.operations import (  # noqa: PLC0415 - slow to import
        _online_deployment_operations,
        _online_endpoint_operations,
    )
    from azure.core.polling import NoPolling  # noqa: PLC0415

    _quiet(_online_deployment_operations.__name__)
    modules: tuple[Any, ...] = (_online_deployment_operations, _online_endpoint_operations)
    with _ONE_AT_A_TIME:
        theirs = [module.AzureMLPolling for module in modules]
        try:
            for module in modules:
                module.AzureMLPolling = _anything(NoPolling)
            yield
        finally:
            for module, poller in zip(modules, theirs, strict=True):
                module.AzureMLPolling = poller


def _quiet(module: str) -> None:
    """Keep a module of the SDK from telling on standard error what it looks at."""
    logging.getLogger(module).setLevel(logging.WARNING)


def _anything(poller: Any) -> Any:
    """Return what makes a poller of whatever it is given."""
    return lambda *_, **__: poller()


def registered(connection: Connection, model: str) -> PreflightCheck:
    """Look whether a tuned model is registered in the workspace."""
    name, version = registered_model(model)
    try:
        with calling_hosting(connection, f"looking for model {name}"):
            connection.client.models.get(name, version=version)
    except (BadInput, UnknownDeployment) as error:
        return PreflightCheck(name="model", ok=False, message=str(error))
    return PreflightCheck(name="model", ok=True, message=f"{name} version {version} is registered")
