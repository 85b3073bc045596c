"""A real PostgreSQL on loopback, from the server programs that are there, started and stopped here."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.needs import lacking

_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNTS = ("postgres", "nobody")


class Postgres(NamedTuple):
    """A running PostgreSQL."""

    port: int
    password: str
    programs: Path
    """Folder of `pg_dump`, `psql` and the rest."""
    host: str = "127.0.0.1"
    user: str = "prefect"
    database: str = "prefect"

    @property
    def environment(self) -> dict[str, str]:
        """What libpq programs (`pg_dump`, `psql`) need to find it."""
        return {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.database,
        }

    def run(self, program: str, *arguments: str, text: str | None = None) -> str:
        """Run one of its programs against it; return what it prints."""
        done = subprocess.run(
            [self.programs / program, *arguments],
            env={**os.environ, **self.environment},
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def programs_folder() -> Path:
    """Return the folder of PostgreSQL's programs; skip where there are none."""
    newest = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    if found is None:
        lacking(
            "postgres",
            "PostgreSQL's server programs are not here (Debian: apt-get install postgresql)",
        )
    return Path(found).resolve().parent


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run an empty database with a password on a free port; gone afterwards."""
    programs = programs_folder()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    made = Postgres(_free_port(), secrets.token_urlsafe(18), programs)
    server = None
    try:
        _initialise(made, folder)
        server = _start(made, folder)
        _wait_for(made, server)
        made.run("createdb", made.database)
        yield made
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # SIGTERM would wait for its clients
            server.wait(timeout=30)
        shutil.rmtree(folder)


def _initialise(made: Postgres, folder: Path) -> None:
    who, secret = _account(), folder / "password"
    secret.write_text(made.password)
    for path in (secret, folder):
        path.chmod(0o700)
        if who is not None:
            os.chown(path, who.pw_uid, who.pw_gid)
    command = [made.programs / "initdb", "--pgdata", folder / "data", "--username", made.user]
    command += ["--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"]
    done = subprocess.run(command, **_as_account(folder), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def _start(made: Postgres, folder: Path) -> subprocess.Popen[bytes]:
    command = [made.programs / "postgres", "-D", folder / "data", "-h", made.host]
    command += ["-p", str(made.port), "-k", folder, "-c", "fsync=off"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, **_as_account(folder), **quiet)


def _wait_for(made: Postgres, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    ready = [made.programs / "pg_isready", "-q", "-h", made.host, "-p", str(made.port)]
    while subprocess.run(ready, check=False).returncode:
        assert server.poll() is None, "PostgreSQL ended by itself"
        assert time.monotonic() < until, "PostgreSQL did not answer within a minute"
        time.sleep(0.1)


def _account() -> pwd.struct_passwd | None:
    """Return who runs it: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _ACCOUNTS if name in known)


def _as_account(folder: Path) -> dict:
    who = _account()
    if who is None:
        return {"cwd": folder}
    return {"cwd": folder, "user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
