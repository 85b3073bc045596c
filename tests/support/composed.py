"""Processes of deployments/compose.yaml, started here as the containers would, on loopback."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.prefect_service import free_port, stop

CHECKOUT = Path(__file__).parents[2]
COMPOSE = CHECKOUT / "deployments" / "compose.yaml"
_PORTS = {"server": "4200", "receiver": "4201", "worker": "8080", "coach": "8040"}
_DEFAULT = re.compile(r"\$\{\w+:?-([^}]*)\}")


def compose_file() -> dict[str, Any]:
    """The compose file, its ``${NAME:-default}`` at their defaults."""
    made: dict[str, Any] = yaml.safe_load(_DEFAULT.sub(r"\1", COMPOSE.read_text(encoding="utf-8")))
    return made


class Place(NamedTuple):
    """Where a test's installation lives instead of in containers."""

    secrets: Path
    store: Path
    home: Path
    hosts: Mapping[str, str]
    """What compose's names and ports are here: ``4200``, whole, and ``server:4200``, in addresses."""


def on_loopback(folder: Path, postgres_port: int) -> Place:
    """A place in a folder, every service on a free port of its own."""
    hosts = {"postgres": "127.0.0.1", "5432": str(postgres_port)}
    for name, port in _PORTS.items():
        mine = str(free_port())
        hosts |= {port: mine, f"127.0.0.1:{port}": f"127.0.0.1:{mine}"}
        hosts |= {f"{name}:{port}": f"127.0.0.1:{mine}"}
    return Place(folder / "secrets", folder / "store", folder / "home", hosts)


def environment_of(service: str, place: Place) -> dict[str, str]:
    """The environment that compose gives a service, in this place, and what a process needs here."""
    given = compose_file()["services"][service]["environment"]
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "WEARABLE_"))}
    mine |= {"NO_PROXY": "127.0.0.1,localhost", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    mine["PATH"] = f"{Path(sys.executable).parent}:{mine['PATH']}"
    return mine | {name: _here(str(value), place) for name, value in given.items()}


def command_of(service: str, place: Place) -> list[str]:
    """The command that a container would run, its entrypoint before it."""
    entrypoint = ["python", "-m", "deployments.entrypoint"]
    given = compose_file()["services"][service]["command"]
    return [*entrypoint, *(_here(word, place) for word in given)]


@contextmanager
def started(service: str, place: Place, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a service in a session of its own until the block ends; what it says goes to `log`."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            command_of(service, place),
            env=environment_of(service, place),
            cwd=CHECKOUT,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        stop(process)


def wait_until_healthy(
    service: str, place: Place, process: subprocess.Popen[bytes], *, seconds: float = 120
) -> None:
    """Ask as compose would, with the service's own health check, until it says well."""
    kind, *check = compose_file()["services"][service]["healthcheck"]["test"]
    assert kind == "CMD"
    environment, until = environment_of(service, place), time.monotonic() + seconds
    here = [_here(word, place) for word in check]
    while subprocess.run(here, env=environment, cwd=CHECKOUT, check=False).returncode:
        assert process.poll() is None, f"{service} ended by itself"
        assert time.monotonic() < until, f"{service} was not well within {seconds:g} s"
        time.sleep(0.5)


def _here(word: str, place: Place) -> str:
    option, equals, value = word.rpartition("=")
    if value in place.hosts:
        return f"{option}{equals}{place.hosts[value]}"
    names = {name: here for name, here in place.hosts.items() if ":" in name}
    known = {
        "/run/secrets": str(place.secrets),
        "/data": str(place.store),
        "/tmp/prefect": str(place.home),  # noqa: S108 - compose's
        "0.0.0.0": "127.0.0.1",  # noqa: S104 - compose's
    }
    for there, here in (known | names).items():
        word = word.replace(there, here)
    return word
