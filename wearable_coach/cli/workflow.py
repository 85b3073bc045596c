"""What the commands of the workflow share: the checkout, the store that was named, the clock."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from wearable_coach.store import Store

EngineWord = Literal["auto", "here", "pool", "dask"]
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(/|$)")
"""As pathlib leaves it: of two slashes one."""

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

EngineOption = Annotated[
    EngineWord,
    typer.Option(
        "--engine",
        help="Who makes shards of a large dataset: here (this process), pool (processes of this machine), dask (a cluster). auto: pool.",
    ),
]
DaskAddressOption = Annotated[
    str,
    typer.Option(
        "--dask-address",
        metavar="tcp://HOST:PORT",
        help="A Dask scheduler that runs already. Default: a cluster of this machine, for the run.",
    ),
]


def need_workflow(command: str) -> None:
    """Stop where only the library is installed: the workflow is the checkout.

    Args:
        command: What was asked for, as it is typed.

    Raises:
        BadInput: the checkout or its packages are not there.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - a fast start

    if not in_checkout():
        message = (
            f"{command}: needs the checkout, only the library is installed here; clone the project "
            f"and run `python3 -m uv run wearable-coach {command}` in it"
        )
        raise BadInput(message)
    if find_spec("great_expectations") is None:
        message = f"{command}: the workflow's packages are not installed; run `python3 -m uv sync --inexact` in the checkout"
        raise BadInput(message)


def in_checkout() -> bool:
    """Say whether the workflow is there beside the library."""
    from importlib.util import find_spec  # noqa: PLC0415 - a fast start

    return find_spec("flows") is not None


def place_name(out: Path | None, store: str | None) -> str:
    """Return the name of the store that two options may give.

    Raises:
        BadInput: both are given, or --out is no folder.
    """
    if out is not None and store is not None:
        message = "store: --out and --store both name a store; give one of them"
        raise BadInput(message)
    need_folder(out)
    return str(out) if out is not None else store or ""


def need_folder(out: Path | None) -> None:
    """Stop where --out names no folder: a path of it would be made on this machine.

    Raises:
        BadInput: it is an address.
    """
    if out is not None and _ADDRESS.match(str(out)):
        message = "out: takes a folder, not an address; give azure://CONTAINER/PREFIX with --store"
        raise BadInput(message)


def open_named_store(place: str) -> Store:
    """Open the store of a name; "" is the default.

    Raises:
        BadInput: there is none, or the checkout alone opens it.
    """
    from wearable_coach.store.opening import open_folder, opens_in_checkout_alone  # noqa: PLC0415

    if not opens_in_checkout_alone(place):
        return open_folder(place, environment=os.environ)
    if not in_checkout():
        message = "store: azure:// and block: need the checkout, only the library is installed here; name a folder, or clone the project and run `python3 -m uv run wearable-coach` in it"
        raise BadInput(message)
    from flows.openers.stores import open_store  # noqa: PLC0415 - the workflow, when needed
    from wearable_coach.cli.way import find_blocks  # noqa: PLC0415 - it takes its words from here

    find_blocks(place)
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
