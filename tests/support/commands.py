"""Running commands in this process, as a terminal would see them, and as another user where that matters."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from typer.main import get_command

from wearable_coach.cli import app

_NOBODY = 65534
_COMMANDS = get_command(app.app)
"""Made once: typer makes it at every call, which is most of what a quick command takes."""


_CODE = (Path(sys.prefix).resolve(), Path(__file__).resolve().parents[2])
"""Where a command's own modules lie: the environment and the checkout."""


def _is_open(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)


class Ran(NamedTuple):
    """What a command left at the terminal."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What was told."""
        return self.err.splitlines()


def run(*words: str | Path) -> Ran:
    """Run a command by its own entrance; a traceback is raised, as nothing else is."""
    out, err, code = StringIO(), StringIO(), 0
    argv = ["wearable-coach", *map(str, words)]
    with (
        patch.object(sys, "argv", argv),
        patch.object(app, "app", _COMMANDS),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            app.main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return Ran(code, out.getvalue(), err.getvalue())


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Let permissions hold for whoever runs the tests: root reads everything, so it is nobody here."""
    import_module("_strptime")  # Python's own files may be where only root can read them
    if os.geteuid() != 0:
        yield
        return
    if shut := [at for at in _CODE if not all(_is_open(p) for p in (at, *at.parents))]:
        pytest.skip(
            f"another user cannot read the code itself: {shut[0]} lies where root alone may look"
        )
    for at, folders, files in os.walk(folder):
        for name in (".", *folders, *files):
            os.chown(Path(at, name), _NOBODY, _NOBODY, follow_symlinks=False)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
