"""What a pool's processes do in the tests of the pool."""

import os
import signal
import time


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
