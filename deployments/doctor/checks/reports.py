"""The pages that the UI links to: whether they are served, and for signed-in people alone."""

from __future__ import annotations

from collections.abc import Iterator

from deployments.doctor.checks.server import is_loopback
from deployments.doctor.finding import Finding, fail, ok, skip
from deployments.doctor.installation import Examined
from deployments.names import REPORTS_INSIDE_VARIABLE, REPORTS_VARIABLE

_PATIENCE_S = 5.0
_START = "wearable-coach up, or python -m deployments.reports"
_UNAUTHORIZED = 401


def reports(installation: Examined) -> Iterator[Finding]:
    """Look whether the reports answer, and not to strangers."""
    environment = installation.environment
    shown = environment.get(REPORTS_VARIABLE, "")
    address = environment.get(REPORTS_INSIDE_VARIABLE) or shown
    if not address:
        detail = f"{REPORTS_VARIABLE} is not set: the UI names where pages lie, and links to none"
        yield skip("reports", detail, f"{_START}, and set it to the address that people open")
        return
    answered = _answered(address)
    if isinstance(answered, str):
        yield fail("reports", f"{address} does not show the reports ({answered})", _START)
    elif answered != _UNAUTHORIZED:
        detail = f"{address} shows a page to who is not signed in (HTTP {answered})"
        yield fail("reports", detail, "close what stands there, and start deployments.reports")
    else:
        yield ok("reports", f"shown at {shown or address} to who signs in")


def _answered(address: str) -> int | str:
    """Return how a stranger's look at the first page ends; a word where no such service answers."""
    import httpx  # noqa: PLC0415 - with this check alone

    try:
        url = httpx.URL(address.rstrip("/"))
        with httpx.Client(timeout=_PATIENCE_S, trust_env=not is_loopback(url.host)) as client:
            health = client.get(f"{url}/healthz")
            if health.status_code != httpx.codes.OK or _service(health) != "reports":
                return f"HTTP {health.status_code}, {_service(health) or 'another program'}"
            return client.get(f"{url}/").status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__


def _service(answer: object) -> str:
    try:
        return str(answer.json()["service"])  # type: ignore[attr-defined] # an answer of httpx
    except (ValueError, KeyError, TypeError):
        return ""


CHECKS = (reports,)
