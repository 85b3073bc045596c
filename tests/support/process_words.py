"""What processes were started with, where one may end, or not have begun, while it is looked at."""

import psutil


def words_of(process):
    """The words a process was started with; none of one that has ended, or that a system does not tell of."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []
