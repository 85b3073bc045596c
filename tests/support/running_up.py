"""`wearable-coach up` as a person runs it, in a folder of its own, on free ports, stopped at the end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil

from deployments.children import MARK, end_marked
from tests.support.prefect_service import free_port
from tests.support.process_words import words_of

UP_SECONDS, _TRIES = 240, 20
_OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


class Up:
    """A running installation."""

    def __init__(self, home: Path, options: tuple[str, ...]) -> None:
        self.home = home
        home.parent.mkdir(parents=True, exist_ok=True)
        self.said = home.parent / f"{home.name}-up.txt"
        self.command = [sys.executable, "-m", "wearable_coach", "up", "--out", str(home), *options]
        self.start()

    def start(self) -> None:
        """Start it and wait until it prints its addresses."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "WEARABLE"))}
        own["WEARABLE_COACH_MACHINE_FOLDER"] = str(self.home.parent / "machine")
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                self.command, stdout=subprocess.PIPE, stderr=said, env=own, start_new_session=True
            )
        assert self.process.stdout is not None
        self._close = contextlib.ExitStack()
        self._close.enter_context(self.process.stdout)
        printed = b""
        until = time.monotonic() + UP_SECONDS
        while b"}" not in printed:
            line = self.process.stdout.readline()
            assert line, f"it ended by itself:\n{self.said.read_text()}"
            assert time.monotonic() < until
            printed += line
        self.addresses: dict[str, str] = json.loads(printed)
        # SQLite waits up to a minute for another writer before it answers.
        user, _, password = self.auth.partition(":")
        api = httpx.Client(
            base_url=self.addresses["api"], auth=(user, password), trust_env=False, timeout=120
        )
        self.api = self._close.enter_context(api)

    @property
    def auth(self) -> str:
        """What its Prefect server is signed in to with."""
        return Path(self.addresses["prefect_auth"]).read_text(encoding="utf-8").strip()

    def send(self, method: str, path: str, body: Any) -> httpx.Response:
        """Send to the Prefect API, again where SQLite is held by another writer."""
        for _ in range(_TRIES):
            answer = self.api.request(method, path, json=body)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(0.5)
        assert answer.is_success, answer.text
        return answer

    def post(self, path: str, **body: Any) -> Any:
        """Post to the Prefect API."""
        return self.send("POST", path, body).json()

    def run(self, deployment: str, **parameters: Any) -> str:
        """Start a deployment's run and return its id."""
        found = self.api.get(f"/deployments/name/{deployment}").json()
        made = self.post(
            f"/deployments/{found['id']}/create_flow_run",
            parameters=parameters,
            state={"type": "SCHEDULED"},
        )
        return str(made["id"])

    def asked(self, deployment: str) -> list[dict[str, Any]]:
        """The runs that were asked for, not those of a schedule."""
        found = self.api.get(f"/deployments/name/{deployment}").json()
        only = {"deployment_id": {"any_": [found["id"]]}}
        runs: list[dict[str, Any]] = self.post("/flow_runs/filter", flow_runs=only)
        return [run for run in runs if not run["auto_scheduled"]]

    def state(self, run: str) -> dict[str, Any]:
        """The state of a run."""
        found: dict[str, Any] = self.api.get(f"/flow_runs/{run}").json()["state"]
        return found

    def ended(self, run: str, seconds: float) -> dict[str, Any]:
        """Wait for a run's end and return its state."""
        until(lambda: self.state(run)["type"] in _OVER, seconds)
        return self.state(run)

    def processes(self) -> list[psutil.Process]:
        """Every process of it but the supervisor."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == str(self.home):
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found

    def named(self, word: str) -> list[psutil.Process]:
        """Its processes with a word in their command."""
        found = []
        for process in self.processes():
            found += [process] if word in words_of(process) else []
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(60)
        self._close.close()
        return code


@contextlib.contextmanager
def running_up(home: Path, *options: str) -> Iterator[Up]:
    """Bring an installation up; end all of it with the block."""
    options_of_ports = ("--port", "--receiver-port", "--reports-port")
    ports = [part for option in options_of_ports for part in (option, str(free_port()))]
    up = Up(home, (*ports, *options))
    try:
        yield up
    finally:
        if up.process.poll() is None:
            up.stop()
        end_marked(str(home))


def until(look: Callable[[], Any], seconds: float) -> Any:
    """Look until something is there."""
    over = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        assert time.monotonic() < over, "it did not come"
        time.sleep(0.5)
