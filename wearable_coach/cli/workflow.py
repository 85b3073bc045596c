"""What the commands of the workflow share: the checkout, the store that was named, the clock."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from wearable_coach.store import Store

OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Folder of the store. Default: $WEARABLE_COACH_HOME, else ./.wearable-coach."
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Any store: a folder, azure://CONTAINER/PREFIX, or block:NAME (a Prefect block).",
    ),
]


def need_workflow(command: str) -> None:
    """Stop where only the library is installed.

    Raises:
        BadInput: the checkout's packages are not there.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - a fast start

    if find_spec("flows") is None or find_spec("great_expectations") is None:
        message = (
            f"{command}: only the library is installed; clone the project and use "
            f"`uv run wearable-coach {command}` there"
        )
        raise BadInput(message)


def place_name(out: Path | None, store: str | None) -> str:
    """Return the name of the store that two options may give.

    Raises:
        BadInput: both are given.
    """
    if out is not None and store is not None:
        message = "store: --out and --store both name a store; give one of them"
        raise BadInput(message)
    return str(out) if out is not None else store or ""


def open_named_store(place: str) -> Store:
    """Open the store of a name; "" is the default."""
    from flows.requests import open_store  # noqa: PLC0415 - the workflow, when needed

    return open_store(place, environment=os.environ)


def now() -> datetime:
    """Return the time, for what is written down."""
    return datetime.now(UTC)


def tell(text: str) -> None:
    """Say something to the person: standard error, so that results stay alone."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def teller() -> Callable[[str], None]:
    """Return what tells lines with the time since now."""
    started = time.monotonic()
    return lambda text: tell(f"[{time.monotonic() - started:5.1f} s] {text}")
