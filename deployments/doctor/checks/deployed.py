"""The deployments: as prefect.yaml defines them, and open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deployments.deployed import WATCH, watch_every_s
from deployments.doctor.finding import Finding, fail, ok
from deployments.doctor.installation import Examined
from deployments.names import WATCH_VARIABLE
from deployments.pool_kinds import POOL_VARIABLE, PROCESS, kind_of


def defined(installation: Examined) -> Iterator[Finding]:
    """Look whether each deployment of prefect.yaml is there as it stands there."""
    known = {d["name"]: d for d in installation.deployed()}
    every = watch_every_s(installation.environment)
    for wanted in installation.defined():
        name = wanted["name"]
        wrong = _wrong(wanted, known.get(name)) or _too_seldom(wanted, known[name], every)
        if wrong:
            deploy = installation.prefect(_deploy(name, every, installation.environment))
            yield fail(name, wrong, deploy)
        else:
            yield ok(name, "deployed as prefect.yaml says")


def _wrong(wanted: dict[str, Any], found: dict[str, Any] | None) -> str:
    """Return what is wrong with a deployment, the worst first; empty if nothing is."""
    if found is None:
        return "not deployed"
    pool = wanted["work_pool"]["name"]
    if found["entrypoint"] != wanted["entrypoint"]:
        return f"runs {found['entrypoint']}, prefect.yaml says {wanted['entrypoint']}"
    if found["work_pool_name"] != pool:
        return f"goes to work pool {found['work_pool_name'] or 'none'}, prefect.yaml says {pool}"
    if found["paused"]:
        return "paused: nothing starts it by itself"
    limit = wanted.get("concurrency_limit", {}).get("limit")
    if limit and not found["global_concurrency_limit"]:
        return f"has no concurrency limit, prefect.yaml says {limit}"
    off = _off(wanted, found)
    return f"its schedule {', '.join(off)} is off or missing" if off else ""


def _off(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    active = {s["slug"] for s in found["schedules"] if s["active"]}
    asked = [s["slug"] for s in wanted.get("schedules", ()) if s.get("active", True)]
    return [slug for slug in asked if slug not in active]


def _too_seldom(wanted: dict[str, Any], found: dict[str, Any], every: int | None) -> str:
    """Return what a schedule has in place of the interval that is set; empty where none is set."""
    if wanted["name"] != WATCH or every is None:
        return ""
    intervals = [s["schedule"].get("interval") for s in found["schedules"] if s["active"]]
    if every in intervals:
        return ""
    return f"comes every {' and '.join(f'{i:g}' for i in intervals if i)} s, {WATCH_VARIABLE} says {every}"


def _deploy(name: str, every: int | None, environment: Mapping[str, str]) -> str:
    """Return the command that deploys; what is set otherwise is known to `set_up` alone."""
    if (kind := kind_of(environment)) != PROCESS:
        return f"{POOL_VARIABLE}={kind} python -m deployments.set_up"
    if name == WATCH and every is not None:
        return f"{WATCH_VARIABLE}={every} python -m deployments.set_up"
    return f"prefect --no-prompt deploy --name {name}"


CHECKS = (defined,)
