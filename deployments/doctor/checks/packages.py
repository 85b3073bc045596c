"""Packages: Python, the bounds that break silently, and what local training needs."""

from __future__ import annotations

import platform
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from deployments.doctor.finding import Finding, fail, ok, warn
from deployments.doctor.installation import Examined

_OURS = "wearable-coach"
_PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"
_SYNC = "uv sync --inexact"
"""It leaves what was installed beside the lock, as torch is."""
_LOCAL = "python3 -m pip --python .venv/bin/python install -r requirements-local.txt"
_ELSE = {
    "sqlalchemy": "the scheduler creates no runs, and nothing says so",
    "fastapi": "the server does not start",
    "prefect": "what this project found out of Prefect may not hold",
}
"""What comes of a package out of bounds."""


def python(_: Examined) -> Iterator[Finding]:
    """Look whether this Python is one that the project is made for."""
    bounds, here = metadata(_OURS)["Requires-Python"], platform.python_version()
    if SpecifierSet(bounds).contains(here, prereleases=True):
        yield ok("python", f"{here} is within {bounds}")
    else:
        yield fail("python", f"{here} is outside {bounds}", f"uv python install 3.13 && {_SYNC}")


def workflow(_: Examined) -> Iterator[Finding]:
    """Look whether each package of the workflow is there, within its bounds."""
    asked = requirements("workflow")
    wrong = list(_out_of_bounds(asked))
    for requirement, found in wrong:
        is_there = f"{found} is outside {requirement.specifier}" if found else "is not installed"
        then = _ELSE.get(requirement.name, "the workflow may not run")
        yield fail(requirement.name, f"{is_there}: {then}", _SYNC)
    if not wrong:
        pinned = ", ".join(f"{name} {version(name)}" for name in _ELSE)
        yield ok("workflow", f"{len(asked)} packages are within their bounds ({pinned})")


def local_training(_: Examined) -> Iterator[Finding]:
    """Look whether this machine could train."""
    wrong = list(_out_of_bounds(requirements("local")))
    if wrong:
        named = ", ".join(f"{r.name} {found or 'is missing'}" for r, found in wrong)
        yield warn("local training", f"not possible on this machine: {named}", _LOCAL)
    else:
        yield ok("local training", f"torch {version('torch')} and the packages beside it are there")


def requirements(group: str) -> list[Requirement]:
    """Return what a dependency group of the checkout asks for."""
    groups = tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))["dependency-groups"]
    return [Requirement(line) for line in groups[group]]


def _out_of_bounds(asked: list[Requirement]) -> Iterator[tuple[Requirement, str]]:
    for requirement in asked:
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            yield requirement, ""
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            yield requirement, found


CHECKS = (python, workflow, local_training)
