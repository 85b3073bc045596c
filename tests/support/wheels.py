"""The wheel and the source package, built from this checkout as it is, and environments that have the wheel alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

CHECKOUT = Path(__file__).parents[2]


def uv() -> str:
    """The path of uv: `uv run` names its own."""
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        pytest.skip("uv is not on the PATH; python3 -m pip install uv")
    return found


def tracked_files() -> list[str]:
    """What git has of this checkout, and what is new in it and not ignored."""
    command = ["git", "-C", CHECKOUT, "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return [name for name in listed.splitlines() if (CHECKOUT / name).is_file()]


class Built(NamedTuple):
    wheel: Path
    source: Path


def build(folder: Path) -> Built:
    """Build both from a copy of the checkout in which somebody has worked."""
    copy = folder / "checkout"
    for name in tracked_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, copy / name)
    for left in (".wearable-coach/jobs/a.json", "days.jsonl", "deployments/secrets/webhook"):
        (copy / left).parent.mkdir(parents=True, exist_ok=True)
        (copy / left).write_text("private")
    _run(uv(), "build", "--quiet", "--out-dir", folder / "dist", copy)
    [wheel], [source] = (folder / "dist").glob("*.whl"), (folder / "dist").glob("*.tar.gz")
    return Built(wheel, source)


class Installed(NamedTuple):
    """An environment that holds the wheel and what it asks for, and nothing else."""

    python: Path

    @property
    def command(self) -> Path:
        return self.python.with_name("wearable-coach")

    def run(self, *words, cwd: Path, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command line outside of the checkout."""
        return subprocess.run(
            [self.command, *words],
            cwd=cwd,
            env=bare_environment(),
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def add(self, requirement: str) -> None:
        _run(uv(), "pip", "install", "--quiet", "--python", self.python, requirement)


def install(folder: Path, requirement: str) -> Installed:
    """Make an environment with what is asked for."""
    _run(uv(), "venv", "--quiet", "--no-project", "--python", sys.executable, folder)
    installed = Installed(folder / "bin" / "python")
    installed.add(requirement)
    return installed


def bare_environment() -> dict[str, str]:
    """This environment, without a word of the project's."""
    ours = ("WEARABLE_COACH_", "PYTHONPATH", "VIRTUAL_ENV", "COV_")
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)} | {"PYTHONUTF8": "1"}


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
