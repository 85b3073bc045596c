"""What is deployed: prefect.yaml, with what an installation sets otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deployments.names import WATCH_VARIABLE
from wearable_coach.errors import BadInput

CHECKOUT = Path(__file__).parents[1]
WATCH, _SLUG = "watch-finetuning", "watch"
LEAST_S, MOST_S = 10, 24 * 3600
"""A round is a process: more often than this they meet; later than a day nobody is told in time."""


def watch_every_s(environment: Mapping[str, str]) -> int | None:
    """Return how often open jobs are looked at [s]; None where that is left to prefect.yaml.

    Raises:
        BadInput: what is set is no such number.
    """
    given = environment.get(WATCH_VARIABLE, "")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and LEAST_S <= int(given) <= MOST_S):
        message = f"{WATCH_VARIABLE}: {given!r} is no whole number of seconds from {LEAST_S} to {MOST_S}; set one, or unset it"
        raise BadInput(message)
    return int(given)


def defined(environment: Mapping[str, str], *, checkout: Path = CHECKOUT) -> dict[str, Any]:
    """Return the content of prefect.yaml with what the variables say otherwise.

    Raises:
        BadInput: a variable cannot be followed.
    """
    text = (checkout / "prefect.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    every = watch_every_s(environment)
    for deployment in found["deployments"] if every else ():
        for schedule in deployment.get("schedules", ()):
            if (deployment["name"], schedule.get("slug")) == (WATCH, _SLUG):
                schedule["interval"] = every
    return found


def write_defined(folder: Path, content: Mapping[str, Any]) -> Path:
    """Write what is to be deployed as a file that `prefect deploy --prefect-file` takes."""
    file = folder / "prefect.yaml"
    text = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    return file
