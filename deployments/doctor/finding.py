"""What a check found, and what to do about it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Status = Literal["ok", "warn", "fail", "skip"]


class Finding(NamedTuple):
    """One line of the report. Neither text ever holds a secret."""

    name: str
    status: Status
    detail: str
    remedy: str = ""
    """A command to run or a thing to do; empty where there is nothing to do."""


class CannotTell(Exception):
    """What a check needs is not there; that is told elsewhere."""


def ok(name: str, detail: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(name, "ok", detail)


def warn(name: str, detail: str, remedy: str = "") -> Finding:
    """Return that something works, but not as one may think."""
    return Finding(name, "warn", detail, remedy)


def fail(name: str, detail: str, remedy: str) -> Finding:
    """Return that something does not work."""
    return Finding(name, "fail", detail, remedy)


def skip(name: str, detail: str, remedy: str = "") -> Finding:
    """Return that something was not looked at."""
    return Finding(name, "skip", detail, remedy)
