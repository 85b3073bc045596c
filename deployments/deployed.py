"""What is deployed: prefect.yaml, with what an installation sets otherwise.

Prints it for a container pool, with the steps that build its image:

Example:
    python -m deployments.deployed docker >deployed.yaml
    prefect --no-prompt deploy --all --prefect-file deployed.yaml
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deployments.names import WATCH_VARIABLE
from deployments.pool_kinds import IMAGE_VARIABLE, KINDS, POOL_VARIABLE, PROCESS, kind_of, moved
from wearable_coach.errors import BadInput
from wearable_coach.exits import guarded

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
    kind = kind_of(environment)
    image = environment.get(IMAGE_VARIABLE, "")
    return found if kind == PROCESS else moved(found, kind, image=image)


def is_otherwise(environment: Mapping[str, str]) -> bool:
    """Say whether anything is set that prefect.yaml does not say."""
    return watch_every_s(environment) is not None or kind_of(environment) != PROCESS


def write_defined(folder: Path, content: Mapping[str, Any]) -> Path:
    """Write what is to be deployed as a file that `prefect deploy --prefect-file` takes."""
    file = folder / "prefect.yaml"
    file.write_text(_text(content), encoding="utf-8")
    return file


def _text(content: Mapping[str, Any]) -> str:
    return yaml.dump(dict(content), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Say that nothing is an alias."""
        del data
        return True


def main(arguments: list[str] | None = None) -> int:
    """Print what is deployed to a container pool; return an exit code.

    Raises:
        BadInput: a variable cannot be followed.
    """
    parser = argparse.ArgumentParser(prog="python -m deployments.deployed")
    parser.add_argument("kind", choices=[kind for kind in KINDS if kind != PROCESS])
    parser.add_argument("--image", default="", help="take an image that is there, and build none")
    options = parser.parse_args(arguments)
    content = defined({**os.environ, POOL_VARIABLE: PROCESS})
    built = not options.image
    sys.stdout.write(_text(moved(content, options.kind, image=options.image, built=built)))
    return 0


if __name__ == "__main__":
    sys.exit(guarded("deployed", main))
