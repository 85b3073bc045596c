"""Why Prefect's own server did not start, in one line with a remedy."""

from __future__ import annotations

from wearable_coach.errors import BadInput


class NoPrefect(BadInput):
    """Prefect cannot be used as it is set up here."""


# What Prefect and SQLite write to a log: the server is another process and gives no code.
_CAUSES = (
    (
        ("Can't locate revision",),
        "{database} was made by a newer Prefect than this one",
        "move it away, or name another folder with PREFECT_HOME",
    ),
    (
        ("file is not a database", "database disk image is malformed"),
        "{database} is damaged",
        "move it away (a new one is made; runs of before are not in it)",
    ),
    (
        ("database is locked",),
        "{database} is held by another program",
        "end that program, or name another folder with PREFECT_HOME",
    ),
    (
        ("readonly database", "unable to open database file", "Permission denied"),
        "{database} cannot be opened and written",
        "make it and its folder writable, or name another folder with PREFECT_HOME",
    ),
    (
        ("database or disk is full", "disk I/O error", "No space left"),
        "{database} cannot be written: no room",
        "free room, or name another folder with PREFECT_HOME",
    ),
)


def told_cause(log: str, *, database: str) -> str:
    """Say in one line why the server ended, from what it wrote.

    Args:
        log: What it wrote.
        database: Where its database lies.
    """
    for signs, what, remedy in _CAUSES:
        if any(sign in log for sign in signs):
            return f"prefect: {what.format(database=database)}; {remedy}"
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    # What follows a traceback is uvicorn's farewell; the exception's own line says more.
    last = next((line for line in reversed(lines) if "Error" in line.partition(":")[0]), "")
    why = last or (lines[-1] if lines else "it said nothing")
    return f"prefect: its own server ended by itself ({why})"
