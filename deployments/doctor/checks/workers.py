"""The work pool and those who work on it."""

from __future__ import annotations

from collections.abc import Iterator

from deployments.caretaker.pool import is_alive
from deployments.doctor.finding import Finding, fail, ok, skip
from deployments.doctor.installation import Examined
from deployments.pool_kinds import kind_of, work_pool_of

_METRICS = ("PREFECT_CLIENT_METRICS_ENABLED", "PREFECT_CLIENT_ENABLE_METRICS")
_TAKES = {"process": "processes", "docker": "containers", "kubernetes": "jobs of a cluster"}
_TEMPLATE = "--base-job-template deployments/pools/kubernetes.json"


def pool(installation: Examined) -> Iterator[Finding]:
    """Look whether the work pool is there, of the right kind, and open."""
    name, kind = work_pool_of(installation.environment), kind_of(installation.environment)
    found = installation.api.get(f"/work_pools/{name}")
    if found is None:
        detail = f"there is no work pool {name}"
        yield fail("work pool", detail, installation.prefect(_create(name, kind)))
    elif found["type"] != kind:
        detail = f"{name} is of type {found['type']}; the deployments need {kind}"
        delete = f"prefect --no-prompt work-pool delete {name}"
        remedy = installation.prefect(
            delete, _create(name, kind), "prefect --no-prompt deploy --all"
        )
        yield fail("work pool", detail, remedy)
    elif found["is_paused"]:
        yield fail(
            "work pool",
            f"{name} is paused",
            installation.prefect(f"prefect work-pool resume {name}"),
        )
    elif found["concurrency_limit"] == 0:
        detail = f"{name} has a concurrency limit of 0: no run starts"
        clear = f"prefect work-pool clear-concurrency-limit {name}"
        yield fail("work pool", detail, installation.prefect(clear))
    else:
        yield ok("work pool", f"{name} takes runs as {_TAKES[kind]}")


def worker(installation: Examined) -> Iterator[Finding]:
    """Look whether a worker is there that gives signs of life."""
    name, kind = work_pool_of(installation.environment), kind_of(installation.environment)
    found = installation.api.post(f"/work_pools/{name}/workers/filter", {})
    if found is None:
        yield skip("worker", f"there is no work pool {name}")
        return
    start = installation.prefect(f"prefect worker start --pool {name} --type {kind}")
    alive = [w for w in found if is_alive(w, installation.now)]
    if alive:
        yield ok("worker", f"{len(alive)} online")
    elif found:
        last = max(str(w["last_heartbeat_time"] or "") for w in found)[:19]
        yield fail("worker", f"none is online; the last sign of life was {last} UTC", start)
    else:
        yield fail("worker", "none was ever started: runs stay Late", start)


def client_metrics(installation: Examined) -> Iterator[Finding]:
    """Look whether worker and runs are told to serve metrics, all at one port: all but one fail."""
    told = [n for n in _METRICS if installation.environment.get(n, "").lower() in {"1", "true"}]
    if told:
        detail = f"{told[0]} is on: the worker takes the port, and every run that it starts fails"
        yield fail(
            "client metrics",
            detail,
            f"unset {told[0]}; the server's and the receiver's /metrics stay",
        )


def _create(name: str, kind: str) -> str:
    template = f" {_TEMPLATE}" if kind == "kubernetes" else ""
    return f"prefect work-pool create {name} --type {kind}{template}"


CHECKS = (pool, worker, client_metrics)
