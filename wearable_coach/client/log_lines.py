"""The log of a service: a JSON object a line; what an error says is left out, it may quote a person."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

OURS = "wearable_coach."
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "fastapi")
_LONGEST, _FRAMES = 300, 8
_AGAIN_AFTER_S, _MOST_KNOWN = 60.0, 200


class JsonLines(logging.Formatter):
    """Puts the time before our own lines, and everybody else's first words into an object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, **_told(record), **_error(record)}, ensure_ascii=False)


class Seldom(logging.Filter):
    """Lets the same words of others pass once a minute: who sends rubbish must not fill the disk."""

    def __init__(self) -> None:
        """Know none."""
        super().__init__()
        self._known: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is written; the one that is says how many were not."""
        if record.name.startswith(OURS):
            return True
        key, now = (record.name, str(record.msg)), time.monotonic()
        due, missed = self._known.get(key, (0.0, 0))
        if now < due:
            self._known[key] = (due, missed + 1)
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[key] = (now + _AGAIN_AFTER_S, 0)
        record.missed = missed
        return True


def lines_to_stderr() -> logging.Handler:
    """Return the handler of a service's log.

    What the server's own loggers say comes there too, also where a library took them to itself: Prefect does,
    once a block is opened.
    """
    for name in _SERVERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(Seldom())
    return handler


def _told(record: logging.LogRecord) -> dict[str, Any]:
    said = record.getMessage()
    if record.name.startswith(OURS) and said.startswith("{"):
        own: dict[str, Any] = json.loads(said)
        return own
    first = said.strip().partition("\n")[0][
        :_LONGEST
    ]  # asyncio's later lines quote what was raised
    fields = {"event": "log", "level": record.levelname, "logger": record.name, "message": first}
    missed = getattr(record, "missed", 0)
    return {**fields, "missed": missed} if missed else fields


def _error(record: logging.LogRecord) -> dict[str, Any]:
    """Return what was raised and where, without its words."""
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    return {"error": kind.__name__, "frames": frames[-_FRAMES:]}
