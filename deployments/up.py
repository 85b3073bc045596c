"""The whole system on one machine, without containers: `wearable-coach up`.

A supervisor starts the Prefect server, registers blocks and deployments, starts worker,
webhook receiver, reports and caretaker, starts again what ends by itself, and stops everything when it is told to.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import httpx

from deployments.children import Child, end_marked
from deployments.installation import (
    LOOPBACK,
    ROOT,
    Installation,
    held,
    keep_secret,
    worker_limit,
)
from deployments.kept_settings import KeptSettings
from deployments.names import POOL
from deployments.prefect_auth import CLIENT_AUTH, new_auth
from deployments.receiver.signatures import new_secret, read_secrets
from deployments.register_blocks import read_url
from wearable_coach.errors import BadInput
from wearable_coach.store.permissions import owners_alone

_LOOK_EVERY_S = 0.5
_SERVER_WITHIN_S, _PARTS_WITHIN_S, _SETUP_WITHIN_S = 600.0, 300.0, 600.0
"""One slow core beside other work: an answer is waited for long, and the waiting is told."""
_TELL_EVERY_S = 15.0

Tell = Callable[[str], None]


class NotUp(BadInput):
    """A part did not come up; its log says why."""


class _Stop(BaseException):
    """SIGINT or SIGTERM came."""


def run(
    installation: Installation,
    kept: KeptSettings,
    notify_url_file: Path | None,
    tell: Tell,
    ready: Callable[[], None],
) -> None:
    """Bring everything up, keep it up, and stop it on SIGINT or SIGTERM.

    Args:
        installation: Where it lives and listens.
        kept: What it takes over of the user's variables and settings.
        notify_url_file: A file with the URL that failures are told to.
        tell: Tells progress to people.
        ready: Called once all of it answers.

    Raises:
        AlreadyUp: another supervisor holds the installation.
        BadInput: a port is taken, a folder cannot be written, or a file holds no URL or no secret.
        NotUp: a part does not come up.
    """
    if notify_url_file is not None:
        read_url(notify_url_file)
    with held(installation):
        if left := end_marked(str(installation.home)):
            tell(f"ended {left} processes that a killed run had left behind")
        for port, option in (
            (installation.server_port, "port"),
            (installation.receiver_port, "receiver-port"),
            (installation.reports_port, "reports-port"),
        ):
            _need_free(port, option)
        if kept.dropped:
            tell(f"not used, as it leads to another server: {', '.join(kept.dropped)}")
        _make_secrets(installation, tell)
        # What is wrong with them is said before anything starts.
        read_secrets(installation.secrets_file)
        environment = installation.environment(
            kept.environment, auth=installation.auth(kept.environment)
        )
        worker_limit(environment)
        children: list[Child] = []
        with _stopping():
            try:
                _bring_up(installation, environment, notify_url_file, children, tell)
                ready()
                while True:
                    for child in children:
                        child.look_after()
                    time.sleep(_LOOK_EVERY_S)
            except _Stop:
                tell("stopping; a training on its way goes on")
            finally:
                _stop_all(children, str(installation.home))


def _make_secrets(installation: Installation, tell: Tell) -> None:
    """Make the secrets that are missing, and say where; never what is in them."""
    if keep_secret(installation.secrets_file, new_secret()):
        tell(f"made a webhook secret: {installation.secrets_file}")
    auth = installation.auth_file
    if auth is not None and keep_secret(auth, new_auth(), option="prefect-auth"):
        tell(f"made what the Prefect UI asks for once: {auth}")


def _bring_up(
    installation: Installation,
    environment: Mapping[str, str],
    notify_url_file: Path | None,
    children: list[Child],
    tell: Tell,
) -> None:
    tell("starting the Prefect server")
    server = Child(installation.server(environment), tell)
    children.append(server)
    _await(server, lambda: _answers(f"{installation.api_url}/health"), _SERVER_WITHIN_S, tell)
    tell("registering work pool, blocks and deployments")
    _set_up(installation, environment, notify_url_file)
    tell("starting worker, webhook receiver and reports")
    worker = Child(installation.worker(environment), tell)
    children.append(worker)
    receiver = Child(installation.receiver(environment), tell)
    children.append(receiver)
    reports = Child(installation.reports(environment), tell)
    children.append(reports)
    _await(
        receiver, lambda: _answers(f"{installation.receiver_url}/healthz"), _PARTS_WITHIN_S, tell
    )
    _await(reports, lambda: _answers(f"{installation.reports_url}/healthz"), _PARTS_WITHIN_S, tell)
    auth = environment[CLIENT_AUTH]
    _await(worker, lambda: _has_worker(installation.api_url, auth), _PARTS_WITHIN_S, tell)
    children.append(Child(installation.caretaker(environment), tell))


def _set_up(
    installation: Installation, environment: Mapping[str, str], notify_url_file: Path | None
) -> None:
    """Make pool, blocks and deployments.

    Raises:
        NotUp: one of them cannot be made.
    """
    command = [sys.executable, "-m", "deployments.set_up"]
    if notify_url_file is not None:
        command += ["--notify-url-file", str(notify_url_file.absolute())]
    log = installation.folder / "setup.log"
    try:
        code = _run_logged(command, environment, log)
    except subprocess.TimeoutExpired:
        message = f"up: blocks and deployments were not registered within {_SETUP_WITHIN_S:.0f} s; see {log}, and start it again"
        raise NotUp(message) from None
    if code:
        message = f"up: blocks and deployments could not be registered; the end of {log} says why: {_last_line(log)}"
        raise NotUp(message)


def _run_logged(command: list[str], environment: Mapping[str, str], log: Path) -> int:
    with open(log, "ab", opener=owners_alone) as out:
        return subprocess.run(  # noqa: S603 - our own command
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            timeout=_SETUP_WITHIN_S,
            check=False,
        ).returncode


def _await(child: Child, is_ready: Callable[[], bool], within_s: float, tell: Tell) -> None:
    """Wait for a part, and tell so while it lasts.

    Raises:
        NotUp: it ended, or does not answer in time.
    """
    log, name = child.command.log, child.command.name
    told = time.monotonic()
    until = told + within_s
    while not is_ready():
        if (code := child.ended()) is not None:
            message = (
                f"up: {name} ended with code {code}; the end of {log} says why: {_last_line(log)}"
            )
            raise NotUp(message)
        if time.monotonic() > until:
            message = f"up: {name} does not answer after {within_s:.0f} s; see {log}"
            raise NotUp(message)
        if time.monotonic() - told > _TELL_EVERY_S:
            told = time.monotonic()
            tell(f"waiting for the {name}")
        time.sleep(_LOOK_EVERY_S)


def _answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(url, trust_env=False, timeout=5.0).is_success
    return False


def _has_worker(api_url: str, auth: str) -> bool:
    user, _, password = auth.partition(":")
    with suppress(httpx.HTTPError, ValueError):
        url = f"{api_url}/work_pools/{POOL}"
        found = httpx.get(url, auth=(user, password), trust_env=False, timeout=5.0)
        return found.is_success and found.json()["status"] == "READY"
    return False


def _need_free(port: int, option: str) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            message = (
                f"{option}: {port} is taken by another program; choose a free one with --{option}"
            )
            raise BadInput(message) from None


@contextmanager
def _stopping() -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into `_Stop`; later ones don't disturb the stopping."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise _Stop

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    except _Stop:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop_all(children: list[Child], mark: str) -> None:
    """Stop the worker first and the server last, so that runs can still tell how they ended."""
    for child in reversed(children):
        child.stop()
    end_marked(mark)


def _last_line(log: Path) -> str:
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
    return ""
