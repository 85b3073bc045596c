"""The receiver's log: a JSON object a line, without bodies, secrets and signatures."""

from __future__ import annotations

import json
import logging

from wearable_coach.client.log_lines import lines_to_stderr

_log = logging.getLogger("wearable_coach.receiver")


def log_line(event: str, **fields: str | float | None) -> None:
    """Write a line; fields that are None are left out."""
    known = {name: value for name, value in fields.items() if value is not None}
    _log.info(json.dumps({"event": event, **known}, ensure_ascii=False))


def log_to_stderr() -> None:
    """Let this process log as lines of JSON, uvicorn's and Prefect's own words among them."""
    handler = lines_to_stderr()
    logging.getLogger().handlers = [handler]
    for name in ("wearable_coach", "uvicorn", "uvicorn.error", "prefect"):
        logging.getLogger(name).handlers = []
    for name in ("wearable_coach", "uvicorn", "prefect"):
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = [handler], False
    logging.getLogger("wearable_coach").setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").disabled = True  # each delivery has its line already
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
