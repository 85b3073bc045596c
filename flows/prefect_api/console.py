"""What a run of a command shows on the terminal: lines, no traceback. The UI keeps all of it."""

from __future__ import annotations

import logging

from prefect.logging.handlers import PrefectConsoleHandler


class OneLine(PrefectConsoleHandler):
    """Prefect's console without tracebacks; the command says itself what went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record's line."""
        kept = record.exc_info, record.exc_text
        record.exc_info = record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_info, record.exc_text = kept
