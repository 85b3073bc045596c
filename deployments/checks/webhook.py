"""The webhook receiver: its secrets, and whether it answers."""

from __future__ import annotations

import base64
import binascii
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deployments.checks.finding import Finding, fail, ok, skip, warn
from deployments.checks.installation import Installation
from deployments.checks.server import is_loopback
from deployments.names import RECEIVER_PORT, RECEIVER_VARIABLE, SECRETS_VARIABLE

_PREFIX, _FEWEST_BYTES = "whsec_", 24
_BLOCK = "block:"
_PATIENCE_S = 5.0
_MAKE = f'(umask 077; echo "{_PREFIX}$(head -c 32 /dev/urandom | base64)" >> FILE), then {SECRETS_VARIABLE}=FILE'
_START = "wearable-coach up, or python -m uvicorn deployments.webhook:from_environment --factory"


def secrets(installation: Installation) -> Iterator[Finding]:
    """Look whether the webhook's secrets are there, long enough, and hidden from others."""
    named = installation.environment.get(SECRETS_VARIABLE, "")
    if not named:
        detail = f"{SECRETS_VARIABLE} is not set: no webhook is taken"
        yield skip("secrets", detail, _MAKE)
        return
    if named.startswith(_BLOCK):
        yield ok("secrets", f"in a Prefect block ({named}); doctor --only blocks loads it")
        return
    file = Path(named).expanduser()
    try:
        mode, lines = file.stat().st_mode, file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        yield fail("secrets", f"{SECRETS_VARIABLE}: cannot read {file} ({reason})", _MAKE)
        return
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        detail = f"{file} is open to every user of this machine ({stat.filemode(mode)})"
        yield fail(
            "secrets", detail, f"chmod 600 {file}, and make a new secret: others may know it"
        )
        return
    yield _judged(file, lines)


def receiver(installation: Installation) -> Iterator[Finding]:
    """Look whether the receiver answers, and whether deliveries wait in it."""
    environment = installation.environment
    asked_for = bool(environment.get(SECRETS_VARIABLE) or environment.get(RECEIVER_VARIABLE))
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


def _judged(file: Path, lines: list[str]) -> Finding:
    """Judge the secrets; their lines are named by number, never shown."""
    numbered = ((n, line.strip()) for n, line in enumerate(lines, 1))
    found = [(n, _wrong(line)) for n, line in numbered if line and not line.startswith("#")]
    if not found:
        return fail("secrets", f"{file} holds none", _MAKE)
    if wrong := [f"line {n} {what}" for n, what in found if what]:
        return fail("secrets", f"{file}: {'; '.join(wrong)}", _MAKE)
    many = f"{len(found)} are valid, the first signs" if len(found) > 1 else "one is valid"
    return ok("secrets", many)


def _wrong(line: str) -> str:
    encoded = line.removeprefix(_PREFIX)
    if encoded == line:
        return f"does not begin with {_PREFIX}"
    try:
        length = len(base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except (binascii.Error, ValueError):
        return "is no base64"
    return "" if length >= _FEWEST_BYTES else f"holds {length} bytes, need {_FEWEST_BYTES}"


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
    if not health["prefect"]:
        detail = f"the receiver does not reach Prefect; {kept} deliveries are kept until it does"
        return warn("receiver", detail, "mend the server; nothing is lost meanwhile")
    if kept:
        detail = f"{kept} deliveries wait for their run"
        return warn("receiver", detail, "they are started by themselves; if they stay, see its log")
    return ok("receiver", f"answers at {address}, no delivery waits")


CHECKS = (secrets, receiver)
