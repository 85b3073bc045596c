"""Which proxies are believed when they say for whom they ask: none but those that are named."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from wearable_coach.errors import BadInput

VARIABLE = "WEARABLE_COACH_TRUSTED_PROXIES"


def read_proxies(text: str | None, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return addresses and networks, out of a comma-separated text or else the environment.

    Raises:
        BadInput: one is neither; everybody at once can't be believed.
    """
    given = environment.get(VARIABLE, "") if text is None else text
    return tuple(_checked(name.strip()) for name in given.split(",") if name.strip())


def _checked(name: str) -> str:
    try:
        network = ipaddress.ip_network(name)
    except ValueError:
        message = f"trusted-proxies: {name[:60]!r} is no address or network; write them like 10.0.0.5 or 10.0.0.0/24, comma-separated"
        raise BadInput(message) from None
    if network.prefixlen == 0:
        message = f"trusted-proxies: {name} is everybody; name the proxy's own address"
        raise BadInput(message)
    return name
