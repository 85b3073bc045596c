"""A Prefect server for one command, on a free port of loopback: started here, stopped with the command.

Prefect starts one by itself too. Ours is told of while it is waited for, waits longer, ends in one line
where it cannot start, runs no service that has nothing to do in a minute, and spares the command the
import of the server.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from typing import IO

import httpx

from flows.prefect_api.own_server_faults import NoPrefect, told_cause

LOOPBACK = "127.0.0.1"
WITHIN_S = 300
"""Unless PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS is set: one slow core beside other work."""

_PROCESS = Path(__file__).with_name("own_server_process.py")
_LOOK_EVERY_S, _TELL_EVERY_S, _ENDS_WITHIN_S = 0.1, 10.0, 90.0
_FORCED = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    # Nobody sees its log but us, who look there for why it did not start.
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}
_AUTH = {"PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"}
_UNLESS_SET = {
    # Its own name, under which it has no page: no page may read it.
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://{LOOPBACK}",
    # The types of blocks that Prefect ships: a server that stays registers them, and is not told that it is done.
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
}


class OwnServer:
    """A server of one command."""

    def __init__(self, settings: Mapping[str, str], *, database: str, within_s: float) -> None:
        """Remember how to start it.

        Args:
            settings: What the user set, by environment variable: it wins over ours.
            database: Where its database lies, for messages.
            within_s: How long its start is waited for.
        """
        self._environment = {**os.environ, **_UNLESS_SET, **settings, **_FORCED}
        self.auth = "" if _AUTH & settings.keys() else f"command:{token_urlsafe(24)}"
        """What requests must carry: nobody else on this machine, and no page, asks it. Empty: the user's own."""
        if self.auth:
            self._environment |= dict.fromkeys(_AUTH, self.auth)
        self._database, self._within_s = database, within_s
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._answered = False
        self.api_url = ""

    def start(self) -> None:
        """Start it; it does not answer yet.

        Raises:
            NoPrefect: there is no room for its process or its log.
        """
        self._started = time.monotonic()
        try:
            with socket.socket() as listening:
                listening.bind((LOOPBACK, 0))  # held from here on: nobody takes it meanwhile
                self.api_url = f"http://{LOOPBACK}:{listening.getsockname()[1]}/api"
                self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`
                self._process = self._run(listening.fileno(), self._log)
        except OSError as error:
            message = f"prefect: its own server could not be started ({error.strerror}); free room in {tempfile.gettempdir()}"
            raise NoPrefect(message) from None
        atexit.register(self.stop)

    def _run(self, listening: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-P", str(_PROCESS), str(listening)],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[listening],
            start_new_session=True,  # Ctrl-C is the command's: it still tells how its run ended
        )

    def wait(self, tell: Callable[[str], None], *, aside: str) -> None:
        """Wait until it answers, and tell so while it lasts.

        Args:
            tell: Told now and then.
            aside: What is told with it, such as how to do without.

        Raises:
            NoPrefect: it ended, or does not answer in time; the message says why and what to do.
        """
        last_told_s = self._started
        with httpx.Client(trust_env=False, timeout=5.0) as client:
            while not _answers(client, self.api_url):
                self._need_patience()
                if time.monotonic() - last_told_s >= _TELL_EVERY_S:
                    last_told_s = time.monotonic()
                    tell(f"waiting for Prefect's own server (it starts once a command{aside})")
                time.sleep(_LOOK_EVERY_S)
        self._answered = True

    def _need_patience(self) -> None:
        assert self._process is not None  # noqa: S101 - started
        assert self._log is not None  # noqa: S101
        ended = self._process.poll() is not None
        if not ended and time.monotonic() - self._started < self._within_s:
            return
        self._log.seek(0)
        log = self._log.read().decode(errors="replace")
        self.stop()
        if ended:
            raise NoPrefect(told_cause(log, database=self._database))
        message = f"prefect: its own server did not answer within {self._within_s:.0f} s; set PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS higher"
        raise NoPrefect(message)

    def stop(self) -> None:
        """Stop it and wait for its end: it writes down what it was told, if it was told anything."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is None:
            return
        if not self._answered:
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_ENDS_WITHIN_S)
        process.kill()
        process.wait()
        if self._log is not None:
            self._log.close()


def _answers(client: httpx.Client, api_url: str) -> bool:
    with suppress(httpx.HTTPError):
        return client.get(f"{api_url}/health").is_success
    return False
