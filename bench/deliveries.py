"""What many good deliveries at once do to one machine: `wearable-coach up` on SQLite, its worker limited.

`uv run python bench/deliveries.py [deliveries] [seconds]`: so many signed deliveries in so many
seconds. Says how the senders were answered, how the runs ended, when the last one did, how many
engines there were at once, the highest load, and the longest that the server took to say it is well.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]

if __name__ == "__main__":
    command = [sys.executable, "-m", "tests.support.pressing", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=CHECKOUT, check=False).returncode)
