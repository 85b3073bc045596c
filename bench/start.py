"""Measure the first minute: the README's first command in a fresh clone with an empty home.

    python bench/start.py busy              # on one core beside a busy loop on the same core, ten times
    python bench/start.py quiet --rounds 3  # as it is
    python bench/start.py starts            # CPU of first and later commands, bytecode made at install or not
    python bench/start.py prefect           # CPU of `refresh`: through Prefect, in an empty home too, and directly

The package cache is warm. CPU seconds are user + system of the command and all that it started, Prefect's
own server among it; with `busy` the wall seconds are what a person waits. Run it with any Python that has
pip; it works in folders of its own and removes them.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
_BUSY = "while True: pass"
_LINE = "compile-bytecode"


class Took(NamedTuple):
    """What a command cost."""

    code: int
    cpu_s: float
    wall_s: float
    said: str

    def __str__(self) -> str:  # noqa: D105 - a line of the table
        return f"exit {self.code}, {self.wall_s:6.1f} s, {self.cpu_s:5.1f} s CPU"


def first_command() -> str:
    """The README's first command."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\$ (python3 -m pip install uv && .*)$", readme, re.MULTILINE)[0]


def take(command: str | list[str], place: Path, home: Path, **more: str) -> Took:
    """Run a command in a place with a home of its own; this process waits for nothing else."""
    before, since = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command, shell=isinstance(command, str), cwd=place, env=_environment(home) | more,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(done.returncode, cpu, time.monotonic() - since, done.stdout + done.stderr)


def _environment(home: Path) -> dict[str, str]:
    """An empty home with the package caches of this one; nothing of Prefect's is set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT", "WEARABLE", "VIRTUAL_ENV", "PYTHONDONTWRITE"))
    }
    pip_settings = Path.home() / ".config" / "pip" / "pip.conf"
    caches = {"UV_CACHE_DIR": [sys.executable, "-m", "uv", "cache", "dir"]}
    caches["PIP_CACHE_DIR"] = [sys.executable, "-m", "pip", "cache", "dir"]
    for name, ask in caches.items():
        kept[name] = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    if pip_settings.exists():
        kept.setdefault("PIP_CONFIG_FILE", str(pip_settings))
    return kept | {"HOME": str(home)}


@contextmanager
def fresh() -> Iterator[tuple[Path, Path]]:
    """A clone and an empty home."""
    folder = Path(tempfile.mkdtemp(prefix="bench-start-"))
    try:
        clone, home = folder / "wearable-coach", folder / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", CHECKOUT, clone], check=True)
        yield clone, home
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell_rounds(rounds: int) -> None:
    good = 0
    for number in range(1, rounds + 1):
        with fresh() as (clone, home):
            took = take(first_command(), clone, home)
        good += took.code == 0
        print(f"round {number}: {took}", flush=True)
        if took.code:
            print(took.said[-800:], flush=True)
    print(f"{good} of {rounds} by `{first_command()}`")


def quiet(rounds: int) -> None:
    _tell_rounds(rounds)


def busy(rounds: int, core: int) -> None:
    os.sched_setaffinity(0, {core})  # what is started from here on stays on it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the loop ends with this
    loop = subprocess.Popen([sys.executable, "-c", _BUSY])
    try:
        _tell_rounds(rounds)
    finally:
        loop.kill()
        loop.wait()


def starts(repeat: int) -> None:
    for compiled in (False, True):
        for forbidden in (False, True):
            more = {"PYTHONDONTWRITEBYTECODE": "1"} if forbidden else {}
            with fresh() as (clone, home):
                _set_compiling(clone, compiled)
                print(f"bytecode at install: {compiled}, PYTHONDONTWRITEBYTECODE: {forbidden}")
                script = str(clone / ".venv" / "bin" / "wearable-coach")
                uv = [sys.executable, "-m", "uv", "run", "wearable-coach"]
                print(f"  install + facts: {take([*uv, 'facts'], clone, home, **more)}")
                for name, args in {
                    "facts": ["facts"],
                    "ask": ["ask", "--help"],
                    "refresh": ["refresh"],
                    "refresh --prefect": ["refresh", "--prefect"],
                }.items():
                    runs = [take([script, *args], clone, home, **more) for _ in range(repeat)]
                    print(f"  {name}: {'; '.join(map(str, runs))}", flush=True)


def _set_compiling(clone: Path, compiled: bool) -> None:  # noqa: FBT001 - one of two
    project = clone / "pyproject.toml"
    lines = [line for line in project.read_text().splitlines() if not line.startswith(_LINE)]
    if compiled:
        lines.insert(lines.index("[tool.uv]") + 1, f"{_LINE} = true")
    project.write_text("\n".join(lines) + "\n")


def prefect(repeat: int) -> None:
    script = CHECKOUT / ".venv" / "bin" / "wearable-coach"  # `uv sync` first
    program = [str(script), "refresh", "--seed", "7"]
    for number in range(repeat):
        with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
            place = Path(folder)
            through = ["--prefect"]
            for name, more in (("empty home", through), ("again", through), ("directly", [])):
                out = ["--out", str(place / name.replace(" ", "-"))]
                took = take([*program, *more, *out], place, place)
                print(f"round {number + 1}, {name}: {took}", flush=True)
                if took.code:
                    print(took.said[-800:], flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("bench", choices=["busy", "quiet", "starts", "prefect"])
    parser.add_argument("--rounds", type=int, default=10, help="how often")
    parser.add_argument("--core", type=int, default=0, help="the core of `busy`")
    asked = parser.parse_args()
    if asked.bench == "busy":
        busy(asked.rounds, asked.core)
    else:
        {"quiet": quiet, "starts": starts, "prefect": prefect}[asked.bench](asked.rounds)


if __name__ == "__main__":
    main()
