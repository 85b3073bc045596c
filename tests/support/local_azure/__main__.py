"""Run the local Azure by hand: it prints the environment to export, and listens until stopped."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import threading
from pathlib import Path

from tests.support.local_azure.server import LocalAzure
from tests.support.local_azure.state import DEFAULT_SCRIPT, REGION


def main() -> None:
    """Listen until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.support.local_azure", description=__doc__
    )
    parser.add_argument("--port", type=int, default=0, help="port on loopback; free one if 0")
    parser.add_argument(
        "--states",
        default=",".join(DEFAULT_SCRIPT),
        help="the state that each poll of a job sees; the last one stays",
    )
    parser.add_argument("--reason", default="User error: CUDA out of memory", help="of a failure")
    parser.add_argument("--region", default=REGION, help="where workspace and account lie")
    parser.add_argument("--folder", type=Path, help="where ca.pem goes; a new folder if not given")
    options = parser.parse_args()
    script = tuple(options.states.split(","))
    state = {"script": script, "reason": options.reason, "region": options.region}
    with LocalAzure(options.port, options.folder, **state) as azure:
        for name, value in azure.environment.items():
            sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
        sys.stdout.write(f"# control: curl -X POST '{azure.address}/jobs/NAME?state=Completed'\n")
        sys.stdout.flush()
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        stopped.wait()


if __name__ == "__main__":
    main()
