"""What it runs on: Linux and macOS; on Windows in WSL. What is pure runs anywhere."""

from __future__ import annotations

import sys

from wearable_coach.errors import BadInput


def need_posix(what: str) -> None:
    """Stop on Windows itself, which lacks the file locks and process groups that this is built on.

    Args:
        what: What was about to run, for the message.

    Raises:
        BadInput: this is Windows, and not Windows' Linux.
    """
    if sys.platform == "win32":
        message = f"{what}: does not run on Windows itself; install WSL (`wsl --install`) and run it there, as on Linux"
        raise BadInput(message)
