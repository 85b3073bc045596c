"""The transport is imported by who asks, and by nobody else."""

import subprocess
import sys


def test_the_commands_start_without_httpx():
    program = "import sys, wearable_coach.cli.app, wearable_coach.chat.asking; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
