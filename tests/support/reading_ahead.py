"""What composed rows say, read once for all processes of a run, beside their collecting, and kept in `.cache/`.

Tests that compose rows take half with it, and so does each command that they start.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def begun(config: pytest.Config) -> subprocess.Popen[bytes] | None:
    """Start to read where all tests are asked for, or folders by several processes; a few need none of it."""
    if config.option.collectonly or config.option.keyword or hasattr(config, "workerinput"):
        return None
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        named = (Path(argument.partition("::")[0]) for argument in config.args)
        if not getattr(config.option, "tx", None) or not any(map(Path.is_dir, named)):
            return None
    command = [sys.executable, "-m", "wearable_coach.dataset.read_ahead"]
    return subprocess.Popen(command, cwd=config.rootpath)


def know_what_was_read() -> None:
    """Let this process know what is kept."""
    from wearable_coach.verification import kept_sentences

    kept_sentences.load(kept_sentences.sentences_folder(os.environ))
