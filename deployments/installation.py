"""An installation on one machine: its folders, addresses, and what its processes are told."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from deployments.children import MARK, Command
from deployments.make_secrets import make_secret
from deployments.names import (
    LEAST_WORKER_LIMIT,
    POOL,
    RECEIVER_VARIABLE,
    REPORTS_PORT,
    REPORTS_STORE_VARIABLE,
    REPORTS_VARIABLE,
    SECRETS_VARIABLE,
    WATCH_VARIABLE,
    WORKER_LIMIT_VARIABLE,
)
from deployments.pool_kinds import POOL_VARIABLE, PROCESS
from deployments.prefect_auth import CLIENT_AUTH, SERVER_AUTH, checked_auth, read_auth
from wearable_coach.errors import BadInput
from wearable_coach.store.permissions import OWNER_FOLDER

ROOT = Path(__file__).parents[1]
LOOPBACK = "127.0.0.1"
_LEASES = "prefect.server.concurrency.lease_storage.filesystem"
_LATE_AFTER_S, _QUERY_S, _RUNS_KEPT_S = 60, 2, 30 * 24 * 3600
_DEFAULTS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": str(_LATE_AFTER_S),
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(_RUNS_KEPT_S),
    "PREFECT_WORKER_QUERY_SECONDS": str(_QUERY_S),
    # In memory, a restart of the server would end what runs under a deployment's limit.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": _LEASES,
    "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "json",
    "PYTHONUNBUFFERED": "1",
    "DO_NOT_TRACK": "1",
}
"""What holds unless the user set it."""


class Installation(NamedTuple):
    """Where an installation lives and listens."""

    home: Path
    """Folder of the store; absolute."""
    server_port: int
    receiver_port: int
    webhook_secrets: Path | None = None
    prefect_auth: Path | None = None
    own_auth: bool = False
    """Whether the user set the server's credentials, so that no file holds them."""
    watch_every_s: int | None = None
    """How often open jobs are looked at; None leaves it to prefect.yaml."""
    reports_port: int = REPORTS_PORT
    reports_store: str = ""
    """The store that the reports show; empty: its own."""

    @property
    def folder(self) -> Path:
        """Its own things: logs, lock, webhook secret."""
        return self.home / "up"

    @property
    def ui_url(self) -> str:
        """Where a browser finds Prefect."""
        return f"http://{LOOPBACK}:{self.server_port}"

    @property
    def api_url(self) -> str:
        """Where flows and workers find Prefect."""
        return f"{self.ui_url}/api"

    @property
    def receiver_url(self) -> str:
        """Where webhooks are posted to."""
        return f"http://{LOOPBACK}:{self.receiver_port}"

    @property
    def reports_url(self) -> str:
        """Where a browser finds the store's reports."""
        return f"http://{LOOPBACK}:{self.reports_port}"

    @property
    def shown_store(self) -> str:
        """The store that the reports show."""
        return self.reports_store or str(self.home)

    @property
    def secrets_file(self) -> Path:
        """The webhook secrets, one a line."""
        return self.webhook_secrets or self.folder / "webhook-secrets"

    @property
    def auth_file(self) -> Path | None:
        """The file with what the Prefect server is signed in to with; None where a setting has it."""
        return None if self.own_auth else self.prefect_auth or self.folder / "prefect-auth"

    def auth(self, kept: Mapping[str, str]) -> str:
        """Return what the Prefect server is signed in to with.

        Raises:
            BadInput: it cannot be read, or is none.
        """
        if self.auth_file is None:
            return checked_auth(kept[SERVER_AUTH], SERVER_AUTH)
        return read_auth(self.auth_file)

    def environment(self, outer: Mapping[str, str], *, auth: str) -> dict[str, str]:
        """Return what every process of it is told.

        Args:
            outer: What it takes over of the user's variables and settings; these go before our defaults.
            auth: What the Prefect server is signed in to with.
        """
        path = os.pathsep.join([str(Path(sys.executable).parent), outer.get("PATH", os.defpath)])
        direct = ",".join(filter(None, [LOOPBACK, "localhost", outer.get("NO_PROXY")]))
        return {
            **_DEFAULTS,
            **outer,
            "NO_PROXY": direct,
            "PATH": path,
            MARK: str(self.home),
            "WEARABLE_COACH_HOME": str(self.home),
            SECRETS_VARIABLE: str(self.secrets_file),
            RECEIVER_VARIABLE: self.receiver_url,
            POOL_VARIABLE: PROCESS,  # its worker takes runs as processes
            **({WATCH_VARIABLE: str(self.watch_every_s)} if self.watch_every_s else {}),
            REPORTS_VARIABLE: self.reports_url,
            REPORTS_STORE_VARIABLE: self.shown_store,
            "PREFECT_HOME": str(self.home / "prefect"),
            "PREFECT_API_URL": self.api_url,
            "PREFECT_UI_URL": self.ui_url,
            SERVER_AUTH: auth,
            CLIENT_AUTH: auth,
        }

    def server(self, environment: Mapping[str, str]) -> Command:
        """Return the command of the Prefect server."""
        start = ("-m", "deployments.prefect_server", "--host", LOOPBACK)
        return self._command("server", (*start, "--port", str(self.server_port)), environment)

    def worker(self, environment: Mapping[str, str]) -> Command:
        """Return the command of the worker."""
        start = ("-m", "prefect", "worker", "start", "--pool", POOL, "--name", "wearable-coach-up")
        limit = ("--limit", str(worker_limit(environment)))
        arguments = (*start, *limit, "--no-create-pool-if-not-found", "--install-policy", "never")
        return self._command("worker", arguments, environment)

    def caretaker(self, environment: Mapping[str, str]) -> Command:
        """Return the command of the caretaker, who looks after the runs."""
        return self._command("caretaker", ("-m", "deployments.caretaker"), environment)

    def receiver(self, environment: Mapping[str, str]) -> Command:
        """Return the command of the webhook receiver."""
        listen = ("--host", LOOPBACK, "--port", str(self.receiver_port))
        return self._command("receiver", ("-m", "deployments.receiver", *listen), environment)

    def reports(self, environment: Mapping[str, str]) -> Command:
        """Return the command of the service that shows the reports."""
        listen = ("--host", LOOPBACK, "--port", str(self.reports_port))
        return self._command("reports", ("-m", "deployments.reports", *listen), environment)

    def _command(
        self, name: str, arguments: tuple[str, ...], environment: Mapping[str, str]
    ) -> Command:
        log = self.folder / f"{name}.log"
        return Command(name, (sys.executable, *arguments), environment, log)


def worker_limit(environment: Mapping[str, str]) -> int:
    """Return how many runs the worker has at once.

    Each is a process with Prefect in it. Fewer than the deployments may have together let a training
    that is waited for hold up the watching.

    Raises:
        BadInput: what is set is no whole number above 0.
    """
    given = environment.get(WORKER_LIMIT_VARIABLE, "")
    if not given:
        return max(LEAST_WORKER_LIMIT, os.cpu_count() or 1)
    if not given.isdecimal() or int(given) < 1:
        message = f"{WORKER_LIMIT_VARIABLE}: {given!r} is no whole number above 0; set one, or unset it for {LEAST_WORKER_LIMIT}"
        raise BadInput(message)
    return int(given)


def keep_secret(file: Path, value: str, *, option: str = "webhook-secrets") -> bool:
    """Make a secret where its file is missing, for its owner's eyes only; say whether.

    Args:
        file: Where it lies.
        value: What a new one is.
        option: What names another file.

    Raises:
        BadInput: the folder cannot be written.
    """
    try:
        file.parent.mkdir(OWNER_FOLDER, parents=True, exist_ok=True)
        return make_secret(file, value)
    except OSError as error:
        message = f"{option}: cannot write {file} ({error.strerror}); name another with --{option}"
        raise BadInput(message) from None


class AlreadyUp(Exception):
    """Another supervisor holds this installation; carries what it wrote down."""

    def __init__(self, told: dict[str, str]) -> None:
        """Hold the addresses."""
        super().__init__("already up")
        self.told = told


@contextmanager
def held(installation: Installation) -> Iterator[None]:
    """Hold the installation: one supervisor at a time; a killed one lets go by itself.

    Raises:
        AlreadyUp: another one holds it.
        BadInput: the folder cannot be written.
    """
    file = installation.folder / "lock"
    try:
        for folder in (file.parent, installation.home / "prefect"):
            folder.mkdir(OWNER_FOLDER, parents=True, exist_ok=True)
            folder.chmod(OWNER_FOLDER)  # made by a version before
        handle = file.open("a+", encoding="utf-8")
    except OSError as error:
        message = f"out: cannot write {file.parent} ({error.strerror}); name another folder"
        raise BadInput(message) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyUp(_told(handle.name)) from None
        handle.truncate(0)
        handle.write(json.dumps(addresses(installation)))
        handle.flush()
        yield


def addresses(installation: Installation) -> dict[str, str]:
    """Return what a person or a program needs to find it: of secrets, the files."""
    auth = installation.auth_file
    return {
        "ui": installation.ui_url,
        "api": installation.api_url,
        **({} if auth is None else {"prefect_auth": str(auth)}),
        "webhook": f"{installation.receiver_url}/webhooks/retrain",
        "webhook_secrets": str(installation.secrets_file),
        "reports": installation.reports_url,
        "reports_store": installation.shown_store,
        "home": str(installation.home),
        "logs": str(installation.folder),
        **({"watch_every_s": str(every)} if (every := installation.watch_every_s) else {}),
    }


def _told(lock: str) -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(Path(lock).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # it is just being written
    return told
