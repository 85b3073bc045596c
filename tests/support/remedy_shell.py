"""Running what a remedy says, in a shell of its own, as a person would who copies it."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_IN_TICKS = re.compile(r"`(wearable-coach [^`]+)`")
_BARE = re.compile(r"(wearable-coach [a-z][^`,;:)]*?)(?= (?:is|ends|begins|with)\b|[,;:)]|$)")
_AWAY = re.compile(r"move (\S+) away")
SMALL = "--rows 60 --seed 7 --direct"
"""A refresh of the plan takes as long as 25 of these."""


def commands_in(text: str) -> list[str]:
    """Return the commands of ours that a text names."""
    return _IN_TICKS.findall(text) or [found.strip() for found in _BARE.findall(text)]


def run(command: str, home: Path, **variables: str) -> str:
    """Run a command line; it must end with 0. Return what it printed."""
    done = try_to(command, home, **variables)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def try_to(command: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command line, however it ends."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "WEARABLE_"))}
    mine |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    mine |= {"WEARABLE_COACH_HOME": str(home), "PREFECT_HOME": str(home / "no-prefect")}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env=mine | variables, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def moved_away(text: str, to: Path) -> None:
    """Move what a text names away, as it says."""
    (named,) = _AWAY.findall(text)
    to.mkdir(exist_ok=True)
    Path(named).rename(to / Path(named).name)
