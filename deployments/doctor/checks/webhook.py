"""The webhook receiver: its secrets, and whether it answers."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deployments.doctor.checks.server import is_loopback
from deployments.doctor.finding import Finding, fail, ok, skip, warn
from deployments.doctor.installation import Examined
from deployments.names import RECEIVER_PORT, RECEIVER_VARIABLE, SECRETS_VARIABLE
from deployments.receiver.secrets import BLOCK
from deployments.receiver.signatures import PREFIX, read_secrets
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store.home import home_folder

SECRETS_OF_UP = Path("up", "webhook-secrets")
_PATIENCE_S = 5.0
_SECRET = f'echo "{PREFIX}$(head -c 32 /dev/urandom | base64)"'
_MAKE = f"(umask 077; {_SECRET} >> FILE), then {SECRETS_VARIABLE}=FILE"
_START = "wearable-coach up, or python -m deployments.receiver"


def secrets(installation: Examined) -> Iterator[Finding]:
    """Look whether the webhook's secrets are there, long enough, and hidden from others."""
    named = _named(installation.environment)
    if not named and (elsewhere := installation.environment.get(RECEIVER_VARIABLE)):
        yield skip("secrets", f"the receiver at {elsewhere} reads its own, where it runs")
        return
    if not named:
        detail = f"{SECRETS_VARIABLE} is not set: no webhook is taken"
        yield skip("secrets", detail, _MAKE)
        return
    if named.startswith(BLOCK):
        yield ok("secrets", f"in a Prefect block ({named}); doctor --only blocks loads it")
        return
    file = expanded(Path(named))
    try:
        read_secrets(file)
    except BadInput as error:
        anew = f"(umask 077; {_SECRET} > {file}.new && mv {file}.new {file})"
        yield fail("secrets", str(error), f"correct that, or make the file anew: {anew}")
        return
    mode = file.stat().st_mode
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        detail = f"{file} is open to every user of this machine ({stat.filemode(mode)})"
        yield fail(
            "secrets", detail, f"chmod 600 {file}, and make a new secret: others may know it"
        )
    else:
        yield ok("secrets", f"{file}: {_count(file)} valid, the first signs")


def receiver(installation: Examined) -> Iterator[Finding]:
    """Look whether the receiver answers, and whether deliveries wait in it."""
    environment = installation.environment
    asked_for = bool(_named(environment) or environment.get(RECEIVER_VARIABLE))
    address = environment.get(RECEIVER_VARIABLE) or f"http://127.0.0.1:{RECEIVER_PORT}"
    try:
        health = _health(address)
    except _Silent as error:
        told = f"{address} does not answer as a receiver ({error})"
        yield fail("receiver", told, _START) if asked_for else skip("receiver", "none runs here")
        return
    yield _judged_health(address, health)


class _Silent(Exception):
    """Nothing that is a receiver answers."""

    def __init__(self, what: str) -> None:
        """Say what does."""
        super().__init__(what)


def _named(environment: Mapping[str, str]) -> str:
    """Return where the secrets are: as set, else where `wearable-coach up` puts them."""
    of_up = home_folder(environment) / SECRETS_OF_UP
    return environment.get(SECRETS_VARIABLE) or (str(of_up) if of_up.exists() else "")


def _count(file: Path) -> int:
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def _health(address: str) -> Mapping[str, Any]:
    import httpx  # noqa: PLC0415 - with this check alone

    try:
        url = httpx.URL(f"{address.rstrip('/')}/healthz")
        # No proxy of the environment stands between this machine and itself.
        answer = httpx.get(url, timeout=_PATIENCE_S, trust_env=not is_loopback(url.host))
        health = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _Silent(type(error).__name__) from None
    except ValueError:
        what = f"HTTP {answer.status_code}, no JSON"
        raise _Silent(what) from None
    if not isinstance(health, Mapping) or not {"status", "prefect", "kept"} <= {*health}:
        what = f"HTTP {answer.status_code}, another program"
        raise _Silent(what)
    return health


def _judged_health(address: str, health: Mapping[str, Any]) -> Finding:
    kept = health["kept"]
    if kept is None:
        detail = "the receiver cannot read its store: deliveries are refused"
        return fail(
            "receiver", detail, "wearable-coach doctor --only store, where the receiver runs"
        )
    if health.get("writable") is False:
        detail = "the receiver cannot write to its store: deliveries are refused"
        return fail("receiver", detail, "free space and mend permissions there; it tries by itself")
    if not health["prefect"]:
        detail = f"the receiver does not reach Prefect; {kept} deliveries are kept until it does"
        return warn("receiver", detail, "mend the server; nothing is lost meanwhile")
    if kept:
        detail = f"{kept} deliveries wait for their run"
        return warn("receiver", detail, "they are started by themselves; if they stay, see its log")
    return ok("receiver", f"answers at {address}, no delivery waits")


CHECKS = (secrets, receiver)
