"""Installations for the doctor's checks, and what they say."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from deployments.doctor.api import Api
from deployments.doctor.finding import Finding
from deployments.doctor.installation import Examined

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def installation(
    environment: dict[str, str] | None = None, *, place: Path | str = "", now: datetime = NOW
) -> Examined:
    """Return an installation with this environment alone, and no server, whatever else runs here."""
    made = Examined(environment or {}, now=now, place=str(place))
    vars(made)["_api"] = Api(None)
    return made


def only(findings: Iterable[Finding]) -> Finding:
    """Return the one finding of a check."""
    (found,) = findings
    return found


def statuses(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the status by name."""
    return {f.name: f.status for f in findings}
