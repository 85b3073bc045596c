"""Whether what is served goes as its evaluation found, as services said when last asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deployments.doctor.checks.stores import opened
from deployments.doctor.finding import Finding, fail, ok, skip, warn
from deployments.doctor.installation import Examined
from wearable_coach.client.service_counts import KEYS_VARIABLE, URL_VARIABLE, services_of
from wearable_coach.drift.looking import EVERY_VARIABLE, ServedDrift, drift_of, served_every
from wearable_coach.drift.watched import Watched, read_watched
from wearable_coach.errors import CoachError

_NAME = "served rates"
_PATIENCE = 3
"""So many intervals late, nobody looks any more."""


def served_rates(installation: Examined) -> Iterator[Finding]:
    """Say whether the rates of what is served were last seen within what the evaluation found."""
    ask = installation.command("wearable-coach served")
    try:
        services = services_of(installation.environment)
        every = served_every(installation.environment)
        store = opened(installation)
        watched = read_watched(store)
        drift = drift_of(store, watched, at=installation.now)
    except CoachError as error:
        yield fail(_NAME, str(error), f"do that, then {ask}")
        return
    if drift is None:
        yield ok(_NAME, "no model is served, so there is nothing to compare")
    elif services is None:
        told = f"nobody asks what is served: {URL_VARIABLE} is not set"
        yield skip(_NAME, told, f"set it where the worker runs, and {KEYS_VARIABLE}")
    elif watched.looked_at is None:
        yield skip(_NAME, "no service was asked yet", ask)
    else:
        yield _found(drift, watched, installation, every)


def _found(
    drift: ServedDrift, watched: Watched, installation: Examined, every: timedelta | None
) -> Finding:
    ask = installation.command("wearable-coach served")
    if drift.verdict == "left":
        evaluate = installation.command(f"wearable-coach evaluate {drift.entry.model}")
        rollback = installation.command("wearable-coach rollback")
        return fail(_NAME, drift.words, f"{evaluate}, or {rollback}")
    if every is None:
        return warn(_NAME, f"nobody looks: {EVERY_VARIABLE} is 0", f"unset it, or {ask} now and then")  # fmt: skip
    if watched.looked_at is None or installation.now - watched.looked_at > _PATIENCE * every:
        told = f"services were last asked at {watched.looked_at:%Y-%m-%d %H:%M} UTC, and are due every {every}"
        remedy = f"{ask}, and wearable-coach doctor --only runs says whether the watch runs"
        return warn(_NAME, told, remedy)
    if watched.faults:
        return fail(_NAME, drift.words, f"do that, then {ask}")
    if drift.verdict == "unknown":
        evaluate = installation.command(f"wearable-coach evaluate {drift.entry.model}")
        return warn(_NAME, drift.words, f"{evaluate}, and promote that")
    return ok(_NAME, drift.words) if drift.verdict == "within" else skip(_NAME, drift.words)
