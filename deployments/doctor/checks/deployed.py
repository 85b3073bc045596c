"""The deployments: as prefect.yaml defines them, and open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deployments.doctor.finding import Finding, fail, ok
from deployments.doctor.installation import Examined


def defined(installation: Examined) -> Iterator[Finding]:
    """Look whether each deployment of prefect.yaml is there as it stands there."""
    known = {d["name"]: d for d in installation.deployed()}
    for wanted in installation.defined():
        name = wanted["name"]
        wrong = _wrong(wanted, known.get(name))
        if wrong:
            deploy = installation.prefect(f"prefect --no-prompt deploy --name {name}")
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


CHECKS = (defined,)
