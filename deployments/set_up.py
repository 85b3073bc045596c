"""Prepares a running server, once or again: work pool, deployments and blocks.

`PREFECT_API_URL` and `PREFECT_API_AUTH_STRING` say which server, `WEARABLE_COACH_WATCH_EVERY_S` how often
open jobs are looked at, `WEARABLE_COACH_POOL` where runs run. Run again, it changes what has
changed and nothing else.

Example:
    python -m deployments.set_up --notify-url-file deployments/secrets/notify_url
"""

from __future__ import annotations

import argparse
import json
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import httpx

from deployments.deployed import CHECKOUT, defined, is_otherwise, write_defined
from deployments.healthcheck import is_well
from deployments.pool_kinds import base_job_template, kind_of, work_pool_of
from wearable_coach.errors import BadInput
from wearable_coach.exits import guarded

_DEPLOY = (sys.executable, "-m", "prefect", "--no-prompt", "deploy")
_MADE_OR_THERE = (201, 409)
_API_URL, _AUTH = "PREFECT_API_URL", "PREFECT_API_AUTH_STRING"
_HEADERS, _CERTIFICATES = "PREFECT_CLIENT_CUSTOM_HEADERS", "PREFECT_API_SSL_CERT_FILE"
_INSECURE = "PREFECT_API_TLS_INSECURE_SKIP_VERIFY"
_PATIENCE_S, _TRIES = 300.0, 10


def steps(notify_url_file: Path | None, prefect_file: Path | None = None) -> list[list[str]]:
    """Return the commands for an existing pool; a file that is missing or empty tells nobody.

    Args:
        notify_url_file: File with the address of alerts.
        prefect_file: What is deployed, where it isn't prefect.yaml as it stands.
    """
    register = [sys.executable, "-m", "deployments.register_blocks"]
    if notify_url_file is not None and _is_filled(notify_url_file):
        register += ["--notify-url-file", str(notify_url_file)]
    return [
        [*_DEPLOY, "--all", *(["--prefect-file", str(prefect_file)] if prefect_file else [])],
        register,
    ]


def _is_filled(file: Path) -> bool:
    return file.is_file() and bool(file.read_text(encoding="utf-8").strip())


def wait_for(api_url: str, *, patience_s: float = _PATIENCE_S) -> bool:
    """Wait until the server is well, at most `patience_s` [s]; say whether it is."""
    until = time.monotonic() + patience_s
    while not is_well(f"{api_url.rstrip('/')}/health"):
        if time.monotonic() > until:
            return False
        time.sleep(1)
    return True


def make_pool(api_url: str, environment: Mapping[str, str]) -> int:
    """Make the work pool; one that is there stays as people set it. Return the HTTP status.

    Args:
        api_url: Of the server.
        environment: Prefect's variables for it: credentials, certificates, headers.
    """
    with _client(api_url, environment) as client:
        for _ in range(_TRIES):
            pool = _pool(environment)
            status = client.post("/work_pools/", json=pool, headers=_token(client)).status_code
            if status != httpx.codes.SERVICE_UNAVAILABLE:  # SQLite: another one writes just now
                break
            time.sleep(1)
    return status


def _pool(environment: Mapping[str, str]) -> dict[str, object]:
    kind = kind_of(environment)
    template = base_job_template(kind)
    own = {} if template is None else {"base_job_template": template}
    return {"name": work_pool_of(environment), "type": kind, **own}


def _client(api_url: str, environment: Mapping[str, str]) -> httpx.Client:
    """Return a client as Prefect's own would be set, whose import takes seconds."""
    user, _, password = environment.get(_AUTH, "").partition(":")
    return httpx.Client(
        base_url=api_url,
        auth=(user, password) if user else None,
        headers=json.loads(environment.get(_HEADERS) or "{}"),
        verify=_trusted(environment),
        trust_env=False,
        timeout=30,
    )


def _trusted(environment: Mapping[str, str]) -> ssl.SSLContext | bool:
    if environment.get(_INSECURE, "").lower() in {"1", "true"}:
        return False
    file = environment.get(_CERTIFICATES)
    return ssl.create_default_context(cafile=file) if file else True


def _token(client: httpx.Client) -> dict[str, str]:
    """Return what a server with CSRF protection wants to see; another has none to give."""
    who = str(uuid4())
    answer = client.get("/csrf-token", params={"client": who})
    if not answer.is_success:
        return {}
    return {"Prefect-Csrf-Token": answer.json()["token"], "Prefect-Csrf-Client": who}


def main(arguments: list[str] | None = None) -> int:
    """Wait for the server, make the pool, then run the steps from the checkout; return an exit code.

    Raises:
        BadInput: the server does not answer, or takes no work pool, or a variable cannot be followed.
    """
    parser = argparse.ArgumentParser(prog="python -m deployments.set_up")
    parser.add_argument("--notify-url-file", type=Path, help="file with the address of alerts")
    parser.add_argument(
        "--patience", type=float, default=_PATIENCE_S, help="wait for the server at most this [s]"
    )
    options = parser.parse_args(arguments)
    api_url, content = os.environ.get(_API_URL, ""), defined(os.environ)
    if not wait_for(api_url, patience_s=options.patience):
        message = f"{_API_URL}: no Prefect server answers at {api_url!r}; start it first"
        raise BadInput(message)
    status = make_pool(api_url, os.environ)
    if status not in _MADE_OR_THERE:
        message = (
            f"work pool {work_pool_of(os.environ)}: could not be made (HTTP {status}); set ${_AUTH}"
        )
        raise BadInput(message)
    file = options.notify_url_file
    with TemporaryDirectory() as folder:
        ours = write_defined(Path(folder), content) if is_otherwise(os.environ) else None
        return run_side_by_side(steps(file.absolute() if file else None, ours))


def run_side_by_side(commands: list[list[str]]) -> int:
    """Run commands that wait mostly for imports; return the first failure's exit code, or 0."""
    running = [subprocess.Popen(command, cwd=CHECKOUT) for command in commands]  # noqa: S603 - own
    failed = [
        (c, code) for c, process in zip(commands, running, strict=True) if (code := process.wait())
    ]
    for command, code in failed:
        sys.stderr.write(f"set_up: {' '.join(command[1:])} failed (exit {code})\n")
    return failed[0][1] if failed else 0


if __name__ == "__main__":
    sys.exit(guarded("set_up", main))
