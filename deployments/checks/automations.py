"""The automations: zombie runs are cleaned, and people are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deployments.checks.finding import Finding, fail, ok, warn
from deployments.checks.installation import Installation
from deployments.names import ALERTING, ALERTS_BLOCK, CLEANING

_REGISTER = "python -m deployments.register_blocks"


def cleaning(installation: Installation) -> Iterator[Finding]:
    """Look whether runs whose process is gone are cleaned up."""
    yield _there(installation, "cleaning", CLEANING, installation.prefect(_REGISTER))


def alerting(installation: Installation) -> Iterator[Finding]:
    """Look whether anyone is told of runs that fail, are late or do not end."""
    register = installation.prefect(f"{_REGISTER} --notify-url-file FILE")
    named = {"name": {"any_": [ALERTS_BLOCK]}}
    if installation.api.post("/block_documents/filter", {"block_documents": named}):
        yield _there(installation, "alerting", ALERTING, register)
    else:
        yield warn("alerting", "nobody is told of a run that fails, is late or hangs", register)


def _there(installation: Installation, what: str, names: tuple[str, ...], register: str) -> Finding:
    asked = {"automations": {"name": {"any_": list(names)}}}
    found: list[dict[str, Any]] = installation.api.post("/automations/filter", asked)
    enabled = {a["name"]: a["enabled"] for a in found}
    if missing := [n for n in names if n not in enabled]:
        return fail(what, f"missing: {', '.join(missing)}", register)
    if off := [n for n in names if not enabled[n]]:
        resume = installation.prefect(*(f'prefect automation resume "{n}"' for n in off))
        return fail(what, f"off: {', '.join(off)}", resume)
    return ok(what, ", ".join(n.removeprefix("wearable-coach: ") for n in names))


CHECKS = (cleaning, alerting)
