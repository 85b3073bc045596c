"""How often something is done, as a variable of the environment sets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from wearable_coach.errors import BadField


def every_of(
    environment: Mapping[str, str], variable: str, *, default_s: int, most_s: int
) -> timedelta | None:
    """Return how often something is done, set in whole seconds; None where it never is.

    Raises:
        BadField: what is set is no whole number of seconds up to `most_s`.
    """
    given = environment.get(variable, "") or str(default_s)
    if not (given.isascii() and given.isdecimal() and int(given) <= most_s):
        what = f"{given!r} is no whole number of seconds up to {most_s}; set one, 0 for never, or unset it"
        raise BadField(variable, what)
    return timedelta(seconds=int(given)) or None
