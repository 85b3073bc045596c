"""The receiver's log: a JSON object a line, without bodies, secrets and signatures."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

_log = logging.getLogger("wearable_coach.receiver")


def told(event: str, **fields: str | float | None) -> None:
    """Write a line; fields that are None are left out."""
    known = {name: value for name, value in fields.items() if value is not None}
    _log.info(json.dumps({"event": event, **known}, ensure_ascii=False))


class JsonLines(logging.Formatter):
    """Puts the time before our own lines, and everybody else's words into an object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if record.name == _log.name:
            return json.dumps({"at": at, **json.loads(record.getMessage())}, ensure_ascii=False)
        words = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        line = {"at": at, "event": "log", **words, **_error(record)}
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Let this process log as lines of JSON, uvicorn's own words among them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    _log.handlers, _log.propagate = [handler], False
    _log.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "prefect"):
        logging.getLogger(name).handlers = []
    for name in ("uvicorn", "prefect"):
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = [handler], False
    logging.getLogger("uvicorn.access").disabled = True  # each delivery has its line already
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _error(record: logging.LogRecord) -> dict[str, object]:
    """Return what was raised and where; its own words may quote a body."""
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    return {"error": kind.__name__, "frames": frames[-8:]}
