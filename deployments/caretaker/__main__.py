"""Runs the caretaker until it is told to stop: `python -m deployments.caretaker`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from deployments.caretaker.patience import EVERY_S
from deployments.caretaker.rounds import Rounds
from deployments.receiver.log import log_line, log_to_stderr
from flows.openers.stores import open_store
from wearable_coach.errors import BadInput
from wearable_coach.exits import guarded


def main() -> None:
    """Look every few seconds.

    Raises:
        BadInput: no server or no such store is named.
    """
    parser = argparse.ArgumentParser(
        prog="python -m deployments.caretaker",
        description="Look after the runs of the installation at PREFECT_API_URL.",
    )
    parser.add_argument(
        "--store",
        default="",
        help="where what was told is kept: folder, azure://container/prefix or block:NAME (default: WEARABLE_COACH_HOME)",
    )
    parser.add_argument("--mark", type=Path, help="file that is touched after each look")
    given = parser.parse_args()
    log_to_stderr()
    if not PREFECT_API_URL.value():
        message = "prefect: PREFECT_API_URL is not set; give the address of the Prefect server, as http://127.0.0.1:4200/api"
        raise BadInput(message)
    store = open_store(given.store, environment=os.environ)
    with get_client(sync_client=True) as client:
        rounds = Rounds(client, store, lambda: datetime.now(UTC))
        while True:
            look_once(rounds.look, given.mark)
            time.sleep(EVERY_S)


def look_once(look: Callable[[], None], mark: Path | None) -> None:
    """Look, and say what went wrong: whatever it is, the next look comes."""
    try:
        look()
        if mark is not None:
            mark.touch()
    except Exception as error:  # noqa: BLE001 - the server is down, the network is, the disk is full
        log_line("look", outcome="failed", reason=type(error).__name__)


if __name__ == "__main__":
    sys.exit(guarded("caretaker", main))
