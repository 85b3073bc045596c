"""`wearable-coach served`: does what is served go as its evaluation found?"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    now,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from datetime import date

    from wearable_coach.drift.rates import ServedRate


def served(*, out: OutOption = None, store: StoreOption = None) -> None:
    """Ask the running services what they served, and compare it with the evaluation of the model that is served.

    $WEARABLE_COACH_SERVICE_URL names them, comma-separated, $WEARABLE_COACH_SERVICE_KEYS a file with an API key. A line of JSON for each
    rate of today and yesterday (formed, verified, unanswered, slow) beside the evaluation's own with its interval: within, left, or few, where
    too few answers came to tell. The flow `watch-finetuning` does the same every hour, and tells what left.

    Exit code 0: every rate is within, or no model is served. 1: one left. 2: bad input, a service does not answer, or too few answers.
    """
    place = place_name(out, store)
    from wearable_coach.client.service_counts import URL_VARIABLE, services_of  # noqa: PLC0415
    from wearable_coach.drift.looking import look_at_drift  # noqa: PLC0415 - a fast start

    services = services_of(os.environ)
    if services is None:
        message = f"served: {URL_VARIABLE} is not set; name the services, as http://127.0.0.1:8040"
        raise BadInput(message)
    opened = open_named_store(place)
    counts, faults = services.ask()
    drift, _ = look_at_drift(opened, counts, faults, at=now())
    if drift is None:
        tell("no model is served; the rules answer, and no evaluation says what to expect of them")
        return
    tell(drift.words)
    for day, rates in drift.by_day.items():
        for rate in rates:
            sys.stdout.write(json.dumps(_line(day, rate), ensure_ascii=False) + "\n")
    if drift.verdict != "within":
        raise typer.Exit(1 if drift.verdict == "left" else 2)


def _line(day: date, rate: ServedRate) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "measure": rate.measure,
        "verdict": rate.verdict,
        "n": rate.n,
        "served": rate.served,
        "evaluated": rate.evaluated._asdict(),
    }
