"""The caretaker, who cleans up after runs and tells people, and what is left of automations before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deployments.caretaker.memory import KEY, read_record
from deployments.doctor.finding import Finding, fail, ok, warn
from deployments.doctor.installation import Examined
from deployments.names import ALERTS_BLOCK, RETIRED_AUTOMATIONS
from wearable_coach.store import Missing

_REGISTER = "python -m deployments.register_blocks"
_START = "python -m deployments.caretaker"
_LOOKED_WITHIN = timedelta(minutes=5)


def cleaning(installation: Examined) -> Iterator[Finding]:
    """Look whether somebody looks after the runs: starts again, marks what is gone, tells."""
    yield _looked_at(installation)


def alerting(installation: Examined) -> Iterator[Finding]:
    """Look whether anyone is told of runs that fail, are late or do not end."""
    named = {"name": {"any_": [ALERTS_BLOCK]}}
    if installation.api.post("/block_documents/filter", {"block_documents": named}):
        yield ok("alerting", "runs that fail, are late or do not end are told")
    else:
        register = installation.prefect(f"{_REGISTER} --notify-url-file FILE")
        yield warn("alerting", "nobody is told of a run that fails, is late or hangs", register)


def retired(installation: Examined) -> Iterator[Finding]:
    """Look whether automations of a version before tell a second time what the caretaker tells."""
    asked = {"automations": {"name": {"any_": list(RETIRED_AUTOMATIONS)}}}
    if found := installation.api.post("/automations/filter", asked):
        names = ", ".join(sorted({a["name"] for a in found}))
        yield fail(
            "retired",
            f"of a version before, tell and clean twice: {names}",
            installation.prefect(_REGISTER),
        )


def _looked_at(installation: Examined) -> Finding:
    start = installation.prefect(installation.command(_START))
    installation.api.get("/health")  # without a server there is nothing to look after
    try:
        record = read_record(installation.store().read(KEY).data)
    except Missing:
        return fail("cleaning", "nobody has ever looked after the runs", start)
    if record is None:
        return fail("cleaning", f"{KEY} in the store cannot be read", start)
    ago = installation.now - record.looked_at
    if ago > _LOOKED_WITHIN:
        detail = f"nobody has looked after the runs since {record.looked_at:%Y-%m-%d %H:%M} UTC"
        return fail("cleaning", detail, start)
    return ok("cleaning", f"runs were looked after {max(0, round(ago.total_seconds()))} s ago")


CHECKS = (cleaning, alerting, retired)
