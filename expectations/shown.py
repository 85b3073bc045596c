"""What a failing row holds, in the few words that a person reads in a finding."""

from __future__ import annotations

import math
from collections.abc import Sequence

from expectations.check import Check, asked_about
from expectations.columns import GateColumns

_CHARACTERS = 120


def shown_values(check: Check, places: Sequence[int], columns: GateColumns) -> tuple[str, ...]:
    """Return what each of some rows holds in the columns of a check, e.g. ``heart_rate 251``.

    A flag says nothing beyond the check's own words: where it shows nothing else, neither does this.
    """
    names = [name for name in check.shows or asked_about(check) if name in columns]
    if not places or not names or _is_flag(check):
        return ()
    held = zip(*(columns.read(name, places) for name in names), strict=True)
    return tuple(
        ", ".join(f"{name} {_readable(value)}" for name, value in zip(names, of, strict=True))
        for of in held
    )


def _is_flag(check: Check) -> bool:
    return not check.shows and check.arguments.get("value_set") == [True]


def _readable(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, float):
        return f"{value:.10g}"
    text = "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode()
        for c in str(value)
    )
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"
