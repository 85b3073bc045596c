"""What a pool's processes do in the tests of the pool."""

import os
import signal
import time
from pathlib import Path

from wearable_coach.errors import BadInput


def doubled(number: int) -> int:
    """Double."""
    return 2 * number


def own_id(_number: int) -> int:
    """The process that it runs in."""
    return os.getpid()


def sleeping(seconds: float) -> float:
    """Take a while."""
    time.sleep(seconds)
    return seconds


def dying(_number: int) -> None:
    """Kill the process that it runs in, as the system does where memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def refusing() -> None:
    """Say no."""
    message = "rows: none"
    raise BadInput(message)


def noted(folder: str, number: int) -> int:
    """Write down that this was done, after a while."""
    time.sleep(0.3)
    with (Path(folder) / str(number)).open("a") as note:
        note.write(f"{os.getpid()}\n")
    return number


def noted_slowly_again(folder: str, number: int) -> int:
    """Write down that this was done, after a while; take longer where it was done before."""
    time.sleep(2.0 if (Path(folder) / str(number)).exists() else 0.0)
    return noted(folder, number)


def swelling_once(note: str, n_bytes: int) -> int:
    """Take so much memory the first time that this is done, and hold it for a while; say how often it was begun."""
    with Path(note).open("a+") as begun:
        begun.write("x")
        begun.flush()
        begun.seek(0)
        times = len(begun.read())
    if times == 1:
        held = b"x" * n_bytes
        time.sleep(120)
        del held
    return times
