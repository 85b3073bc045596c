"""Bytecode of what a command imports, kept in the checkout's own environment.

Some machines forbid Python to write it (PYTHONDONTWRITEBYTECODE). `uv` installs none, so that every start
would compile a thousand files anew: ten CPU seconds and more of each `refresh`. An environment that the
checkout made for itself gets it with the first command, as pip would have put it there. Compiling all of it
at install (`compile-bytecode` of uv) costs 35 CPU seconds for ten times as many files as are ever imported.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
FORBIDS = "PYTHONDONTWRITEBYTECODE"


def keep_bytecode() -> None:
    """Let this process, and what it starts, write bytecode where the environment is the checkout's own."""
    if os.environ.get(FORBIDS) and Path(sys.prefix) == CHECKOUT / ".venv":
        del os.environ[FORBIDS]
        sys.dont_write_bytecode = False
