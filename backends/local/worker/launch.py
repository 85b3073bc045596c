"""Starting a worker so that it outlives whoever starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from backends.local.machine import WAITING
from backends.local.worker.job_folder import JobFolder

_ROOT = Path(__file__).parents[3]
_LAUNCHER = """
import subprocess, sys
log, lock, *command = sys.argv[1:]
with open(log, "ab") as out:
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                     start_new_session=True, pass_fds=[int(lock)])
"""
"""Starts the worker and leaves: the worker is nobody's child, in a session of its own."""


def launch(folder: JobFolder, lock: int) -> None:
    """Start a worker that holds `lock` from its first moment; closes this process's descriptor.

    The lock passes on without a gap: there is no moment at which a second worker could start,
    and none at which a living job looks dead.
    """
    worker = [
        sys.executable,
        "-m",
        "backends.local.worker",
        str(folder.path),
        "--lock-fd",
        str(lock),
    ]
    command = [sys.executable, "-ISc", _LAUNCHER, str(folder / "worker.log"), str(lock), *worker]
    try:
        subprocess.run(  # noqa: S603 - our own interpreter and arguments
            command, check=True, pass_fds=[lock], cwd=_ROOT, env=_environment(folder)
        )
    finally:
        os.close(lock)


def _environment(folder: JobFolder) -> dict[str, str]:
    threads = str(folder.options().threads)
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    quiet = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error"}
    exact = {"CUBLAS_WORKSPACE_CONFIG": ":4096:8", "TOKENIZERS_PARALLELISM": "false"}
    numbers = {"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads}
    return {**WAITING, **os.environ, **offline, **quiet, **exact, **numbers, "PYTHONUTF8": "1"}
