"""CPU of a round of `watch-finetuning` with no open job: `python bench/watch.py [rounds] [jobs]`.

A real server (SQLite), a real worker of a process pool, a store with so many ended jobs whose ends are told.
Rounds are asked for one after the other, once as Prefect's engine runs them and once as the deployment does,
and each is waited for. CPU seconds are user + system: of the run's process with all that it starts (what the
worker has reaped), and of worker and server beside it, less what they use in the same time with no round.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]

if __name__ == "__main__":
    command = [sys.executable, "-m", "tests.support.watch_rounds", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=CHECKOUT, check=False).returncode)
