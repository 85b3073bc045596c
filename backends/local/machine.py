"""What this machine has to train with: packages, memory, disk, a GPU."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("torch", "transformers", "peft", "safetensors", "tokenizers")
INSTALL = "python3 -m pip --python .venv/bin/python install -r requirements-local.txt"
INSTALL_QLORA = "python3 -m pip --python .venv/bin/python install bitsandbytes"
_ASK_TORCH = "import torch; print(sum(torch.cuda.mem_get_info(n)[0] for n in range(torch.cuda.device_count())))"


def missing_packages() -> list[str]:
    """Return the packages of the group `local` that are not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


def gpu_bytes() -> int:
    """Return the free memory of the GPUs that torch would use, all together; 0 without one [bytes].

    Asked in a process of its own: importing torch takes seconds, and a CUDA context stays.
    """
    try:
        asked = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", _ASK_TORCH], capture_output=True, check=True, timeout=120
        )
        return int(asked.stdout.split()[-1])
    except (subprocess.SubprocessError, OSError, ValueError, IndexError):
        return 0


def memory_bytes() -> int:
    """Return the memory that a process could have now [bytes]."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return int(next(n for n in lines if n.startswith("MemAvailable")).split()[1]) * 1024
    except (OSError, StopIteration):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def free_disk_bytes(folder: Path) -> int:
    """Return the free space where a folder is or will be [bytes]."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def default_threads() -> int:
    """Return how many threads to train with: the cores that this process may use, at most four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(4, cores or 1)


WAITING = {"OMP_WAIT_POLICY": "PASSIVE"}
"""For torch's threads: with another program on a core, threads that spin at every barrier are eight
times slower than threads that sleep; alone they gain nothing."""


def wait_asleep() -> None:
    """Let torch's threads sleep at barriers; to be called before torch is first imported."""
    for name, value in WAITING.items():
        os.environ.setdefault(name, value)
