"""Which of the user's Prefect settings an installation keeps: all but those that lead to another server.

Prefect reads settings from variables, profiles and files; an installation has a PREFECT_HOME of its own
and so sees no profile, and what it sets as variables goes before every file. So Prefect itself is asked
what is set, by a process of its own: importing it takes seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from deployments.prefect_auth import CLIENT_AUTH, SERVER_AUTH
from wearable_coach.errors import BadInput

_ANOTHERS = frozenset(
    {
        "PREFECT_API_URL",
        "PREFECT_API_KEY",
        CLIENT_AUTH,
        "PREFECT_UI_URL",
        "PREFECT_UI_API_URL",
        "PREFECT_SERVER_UI_API_URL",
        "PREFECT_HOME",
        "PREFECT_PROFILE",
        "PREFECT_PROFILES_PATH",
        "PREFECT_SERVER_API_HOST",
        "PREFECT_SERVER_API_PORT",
    }
)
"""What leads to another server than this one, and to its profiles."""

_READ = {"PREFECT_PROFILE", "PREFECT_PROFILES_PATH"}
"""Not passed on, but what they lead to is read."""

_SET_BY_US = {"PREFECT_SERVER_ANALYTICS_ENABLED"}
_BASE_PATH, _HEADERS = "PREFECT_SERVER_API_BASE_PATH", "PREFECT_CLIENT_CUSTOM_HEADERS"
_ASK = (
    "import json, sys; from prefect.settings import get_current_settings as s; "
    "json.dump(s().to_environment_variables(exclude_unset=True), sys.stdout)"
)
_WITHIN_S = 300.0


class KeptSettings(NamedTuple):
    """What an installation takes over."""

    environment: dict[str, str]
    """Variables, and settings under Prefect's own names."""
    dropped: tuple[str, ...]
    """Settings that are set and not taken over."""


def kept_settings(outer: Mapping[str, str]) -> KeptSettings:
    """Return what is kept of the variables and of what Prefect reads elsewhere.

    Args:
        outer: The variables of this process.

    Raises:
        BadInput: a setting cannot be read, or an installation cannot work with it.
    """
    _need_workable(outer)  # quickly
    asked = _asked(outer) if _may_be_set(outer, Path.cwd()) else {}
    found = {**outer, **asked}
    _need_workable(found)
    unannounced = _READ | (
        {CLIENT_AUTH} if found.get(CLIENT_AUTH) == found.get(SERVER_AUTH) else set()
    )
    kept = {name: value for name, value in found.items() if name not in _ANOTHERS}
    return KeptSettings(kept, tuple(sorted(n for n in _ANOTHERS - unannounced if found.get(n))))


def _may_be_set(outer: Mapping[str, str], folder: Path) -> bool:
    if any(name.upper().startswith("PREFECT_") for name in outer.keys() - _SET_BY_US):
        return True
    profiles = Path(outer.get("HOME") or Path.home()) / ".prefect" / "profiles.toml"
    if any(file.exists() for file in (profiles, folder / ".env", folder / "prefect.toml")):
        return True
    project = folder / "pyproject.toml"
    return project.is_file() and b"[tool.prefect" in project.read_bytes()


def _asked(outer: Mapping[str, str]) -> dict[str, str]:
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", _ASK],
            env=dict(outer),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_WITHIN_S,
            check=False,
        )
        found: dict[str, str] = json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        message = (
            "prefect: its settings cannot be read; `prefect config validate` says which is wrong"
        )
        raise BadInput(message) from None
    return found


def _need_workable(found: Mapping[str, str]) -> None:
    if base := found.get(_BASE_PATH):
        message = f"{_BASE_PATH}: is {base!r}, and the server of `up` is found at /api; unset it"
        raise BadInput(message)
    if "authorization" in found.get(_HEADERS, "").lower():
        message = f"{_HEADERS}: sets Authorization, which is how the server of `up` is signed in to; take it out"
        raise BadInput(message)


def own_auth(kept: KeptSettings, file: Path | None) -> bool:
    """Say whether the user set the server's credentials, and named no file with them.

    Raises:
        BadInput: both.
    """
    own = bool(kept.environment.get(SERVER_AUTH))
    if own and file is not None:
        message = f"prefect-auth: {SERVER_AUTH} is set too; unset it, or leave --prefect-auth out"
        raise BadInput(message)
    return own
