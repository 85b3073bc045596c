"""The address of the Prefect API that is configured, found where Prefect looks for it, without importing it.

Importing Prefect takes seconds of CPU, and most often nothing is set. What is read here is what Prefect 3.8
reads, in its order: the environment, `.env`, `prefect.toml`, `[tool.prefect]` of `pyproject.toml`, the
active profile. The first that holds the address decides; an empty one says that there is none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

URL = "PREFECT_API_URL"
_PROFILE, _PROFILES_PATH, _HOME = "PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_HOME"


def configured_url(environment: Mapping[str, str], folder: Path) -> str | None:
    """Return the address that is configured; None where there is none.

    Args:
        environment: The variables of this process.
        folder: Where it was started.

    Raises:
        NoPrefect: what is set cannot be read; Prefect itself says what is wrong.
    """
    try:
        found = next(_addresses(environment, folder), None)
    except (OSError, ValueError, AttributeError, TypeError):  # of another form than it should be
        from flows.prefect_api.reaching import settings_of_prefect  # noqa: PLC0415 - takes seconds

        found = settings_of_prefect()[0].api.url
    return str(found) if found else None


def _addresses(environment: Mapping[str, str], folder: Path) -> Iterator[Any]:
    """Yield the addresses that are set, the strongest first."""
    variables = {name.upper(): value for name, value in environment.items()}
    dotenv = _dotenv(folder / ".env")
    tables = _toml(folder / "prefect.toml"), _of_project(folder / "pyproject.toml")
    for source in (variables, dotenv):
        if (found := source.get(URL)) is not None:
            yield found
    for table in tables:
        if (found := table.get("api", {}).get("url")) is not None:
            yield found
    profiles = _profiles_path(environment, dotenv, tables)
    found = _active_profile(_toml(folder / profiles), environment).get(URL)
    if found is not None:
        yield found


def _dotenv(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    import dotenv  # noqa: PLC0415 - seldom there

    values = dotenv.dotenv_values(file, encoding="utf-8")
    return {name.upper(): value for name, value in values.items() if value is not None}


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _of_project(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = _toml(file).get("tool", {}).get("prefect", {})
    return found


def _profiles_path(
    environment: Mapping[str, str], dotenv: Mapping[str, str], tables: tuple[dict[str, Any], ...]
) -> Path:
    named = [environment.get(_PROFILES_PATH), dotenv.get(_PROFILES_PATH)]
    named += [table.get("profiles_path") for table in tables]
    home = environment.get(_HOME)
    default = Path(home) if home else Path.home() / ".prefect"
    return Path(next(filter(None, named), default / "profiles.toml"))


def _active_profile(profiles: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what the active profile sets; Prefect's own default profile sets no address."""
    active = environment.get(_PROFILE) or profiles.get("active")
    found: dict[str, Any] = profiles.get("profiles", {}).get(active, {}) if active else {}
    return found
