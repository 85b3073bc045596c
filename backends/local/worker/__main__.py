"""``python -m backends.local.worker JOB_FOLDER``: do a job, or what is left of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from backends.local.worker.worker import work
from wearable_coach.exits import guarded


def main() -> int:
    """Read the arguments and work."""
    parser = argparse.ArgumentParser(prog="python -m backends.local.worker", description=__doc__)
    parser.add_argument("folder", type=Path, help="the job's folder")
    parser.add_argument("--lock-fd", type=int, help="descriptor that holds the lock already")
    asked = parser.parse_args()
    return work(asked.folder, lock=asked.lock_fd)


if __name__ == "__main__":
    sys.exit(guarded("worker", main))
