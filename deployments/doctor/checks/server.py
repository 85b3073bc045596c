"""The Prefect server: there, of the client's version, taking our credentials and nobody else's."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from deployments.doctor.api import Reach
from deployments.doctor.finding import CannotTell, Finding, fail, ok, skip, warn
from deployments.doctor.installation import Examined
from deployments.names import HOSTS_VARIABLE

_START = "wearable-coach up"
_REMEDIES = {
    Reach.UNSET: f"{_START}, or set PREFECT_API_URL to the server's (http://HOST:4200/api)",
    Reach.SILENT: f"{_START}, or start the server that PREFECT_API_URL names, or correct it",
    Reach.STRANGE: "set PREFECT_API_URL to the API of the server: it ends in /api",
    Reach.REFUSED: "set PREFECT_API_AUTH_STRING to the server's PREFECT_SERVER_API_AUTH_STRING; that of "
    "wearable-coach up lies in up/prefect-auth of its folder",
}
_CLOSE = (
    "wearable-coach up makes credentials by itself; else set PREFECT_SERVER_API_AUTH_STRING to USER:PASSWORD at the "
    "server and PREFECT_API_AUTH_STRING to the same at worker, receiver and here, and restart all"
)
_DOOR = "start it by wearable-coach up, or by python -m deployments.prefect_server in place of prefect server start"
_OPEN = f"{_DOOR}, with PREFECT_SERVER_CORS_ALLOWED_ORIGINS and {HOSTS_VARIABLE} unset or naming your own alone"


def reachable(installation: Examined) -> Iterator[Finding]:
    """Look whether the server answers, and whether it takes our credentials."""
    api = installation.api
    reached = api.reached()
    if reached.how is Reach.THERE:
        yield ok("server", f"answers at {_plain(api.url)}")
        return
    more = f" ({reached.detail})" if reached.detail else ""
    where = f" at {_plain(api.url)}" if api.url else ""
    yield fail("server", f"{reached.how.value}{where}{more}", _REMEDIES[reached.how])


def version(installation: Examined) -> Iterator[Finding]:
    """Look whether server and client are of one version."""
    import prefect  # noqa: PLC0415 - takes seconds

    server = _version(installation)
    if server == prefect.__version__:
        yield ok("version", f"server and client are {server}")
    elif server.split(".")[:2] == prefect.__version__.split(".")[:2]:
        yield warn(
            "version", f"server {server}, client {prefect.__version__}", "uv sync at both ends"
        )
    else:
        yield fail(
            "version", f"server {server}, client {prefect.__version__}", "uv sync at both ends"
        )


def exposure(installation: Examined) -> Iterator[Finding]:
    """Look whether strangers could read the blocks, and with them their secrets."""
    api = installation.api
    _version(installation)
    listens = str(installation.server_settings().get("api", {}).get("host") or "")
    shown = {"server": api.host, "listens on": listens}
    outside = [f"{how} {host}" for how, host in shown.items() if host and not is_loopback(host)]
    if not api.answers_strangers():
        yield ok("exposure", "a request without credentials is refused")
    elif outside:
        detail = f"anyone who reaches it reads the secrets of its blocks ({', '.join(outside)}, no authentication)"
        yield fail("exposure", detail, _CLOSE)
    else:
        detail = "no authentication: on this machine anyone reads the secrets of its blocks, and runs code"
        yield fail("exposure", detail, _CLOSE)


def pages(installation: Examined) -> Iterator[Finding]:
    """Look whether pages of other sites, in a browser that reaches the server, may ask it."""
    api = installation.api
    _version(installation)
    if api.answers_foreign_pages():
        yield fail(
            "pages", "any site's page may ask it, in the browser of whoever reaches it", _OPEN
        )
    else:
        yield ok("pages", "pages of other sites are refused")
    if api.answers_foreign_names():
        detail = (
            "answers under any name, so a site whose name is led here may ask it (DNS rebinding)"
        )
        yield fail("names", detail, _OPEN)
    else:
        yield ok("names", "names that are not its own are refused")


def database(installation: Examined) -> Iterator[Finding]:
    """Look what the server keeps its runs in, as far as it tells: its address comes masked."""
    told = installation.server_settings().get("database", {}).get("driver") or _own_driver(
        installation
    )
    if not told and not is_loopback(installation.api.host):
        yield skip("database", "the server does not tell what it keeps its runs in")
    elif "sqlite" in told or not told:
        detail = "SQLite: two runs started at once can fail with 'database is locked'; fit for one person"
        yield warn("database", detail, "deployments/compose.yaml runs it on PostgreSQL")
    else:
        yield ok("database", str(told))


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _version(installation: Examined) -> str:
    reached = installation.api.reached()
    if reached.how is not Reach.THERE:
        raise CannotTell(reached.how.value)
    return reached.version


def _own_driver(installation: Examined) -> str:
    """Return the driver that our own environment sets, which is the server's on one machine."""
    for name in ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL"):
        if url := installation.environment.get(name):
            return url.partition(":")[0]
    return ""


def _plain(url: str | None) -> str:
    """Return an address without what may stand in it of secrets."""
    import httpx  # noqa: PLC0415 - with the server alone

    try:
        return str(httpx.URL(url or "").copy_with(userinfo=b"", query=None))
    except httpx.InvalidURL:
        return "PREFECT_API_URL"


CHECKS = (reachable, version, exposure, pages, database)
