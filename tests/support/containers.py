"""The installation of deployments/compose.yaml in real containers, where an engine runs them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.composed import CHECKOUT, compose_file
from tests.support.needs import lacking
from tests.support.prefect_service import free_port

PUBLISHED = ("server", "receiver")
BUILD_SECONDS, UP_SECONDS, COMMAND_SECONDS = 1200, 400, 120


def needs_engine() -> None:
    """Skip where no container engine answers, or one that has no images and cannot fetch them."""
    if shutil.which("docker") is None:
        lacking("containers", "no docker on PATH")
    for words in (["info"], ["compose", "version"]):
        if _docker(words).returncode:
            lacking(
                "containers",
                f"no container engine with compose here: docker {' '.join(words)} fails",
            )
    for image in _bases():
        here = _docker(["image", "inspect", image]).returncode == 0
        if not here and _docker(["pull", "--quiet", image]).returncode:
            lacking("containers", f"the engine has no {image} and cannot pull it")


class Containers(NamedTuple):
    """A running installation, a project of its own on free ports."""

    clone: Path
    project: str
    ports: dict[str, int]

    @property
    def image(self) -> str:
        """The image that was built for it alone."""
        return f"{self.project}:test"

    def compose(
        self, *words: str, seconds: float = COMMAND_SECONDS, given: bytes | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run ``docker compose WORDS`` on it."""
        files = [f"--file=deployments/{name}.yaml" for name in ("compose", "own")]
        command = ["docker", "compose", f"--project-name={self.project}", *files, *words]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WEARABLE_")}
        return subprocess.run(
            command,
            cwd=self.clone,
            env=environment,
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
        )

    def inside(self, service: str, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run a program in a service's container."""
        return self.compose("exec", "-T", service, *words)

    def states(self) -> dict[str, tuple[str, str]]:
        """State and health of each service, by name."""
        listed = self.compose("ps", "--all", "--format", "json").stdout.decode()
        each = (json.loads(line) for line in listed.splitlines() if line.startswith("{"))
        return {one["Service"]: (one["State"], one["Health"]) for one in each}

    def up(self) -> None:
        """Start what the README starts, and wait until all of it is well."""
        words = ("up", "--detach", "--wait", "server", "worker", "receiver", "caretaker")
        done = self.compose(*words, seconds=UP_SECONDS)
        assert done.returncode == 0, self.compose("logs", "--tail=60").stdout.decode()


@contextmanager
def running_containers(folder: Path) -> Iterator[Containers]:
    """Build from a fresh clone and run until the block ends; volumes and networks go with it."""
    clone = folder / "wearable-coach"
    subprocess.run(["git", "clone", "--quiet", CHECKOUT, clone], check=True)
    installation = Containers(
        clone, f"wearable-coach-{free_port()}", {name: free_port() for name in PUBLISHED}
    )
    subprocess.run([sys.executable, "-m", "deployments.make_secrets"], cwd=clone, check=True)
    with (clone / "deployments" / ".env").open("a") as settings:
        # Hundreds of megabytes of torch are not what is tried here.
        settings.write("WEARABLE_COACH_TRAINING=\n")
    _make_ones_own(clone / "deployments" / "own.yaml", installation)
    try:
        built = installation.compose("build", seconds=BUILD_SECONDS)
        assert built.returncode == 0, built.stderr.decode()[-3000:]
        installation.up()
        yield installation
    finally:
        down = ("--volumes", "--timeout=20", "--remove-orphans")
        installation.compose("down", *down, seconds=UP_SECONDS)
        _docker(["image", "rm", installation.image])


def _make_ones_own(file: Path, installation: Containers) -> None:
    """Give it an image and ports of its own: what is installed here beside it stays as it is."""
    lines = ["services:"]
    for name, service in compose_file()["services"].items():
        own = [f"    image: {installation.image}"] if "build" in service else []
        if name in installation.ports:
            there = service["ports"][0].rpartition(":")[2]
            mine = f"127.0.0.1:{installation.ports[name]}:{there}"
            own.append(f'    ports: !override ["{mine}"]')
        lines += [f"  {name}:", *own] if own else []
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _bases() -> list[str]:
    text = (CHECKOUT / "deployments" / "Dockerfile").read_text(encoding="utf-8")
    built_on = {line.split()[1] for line in text.splitlines() if line.startswith("FROM ")}
    return sorted({*built_on, compose_file()["services"]["postgres"]["image"]})


def _docker(words: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["docker", *words], capture_output=True, timeout=600, check=False)
