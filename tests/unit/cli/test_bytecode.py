"""Bytecode of what a command imports: there after the first one, on a machine that forbids it too."""

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from wearable_coach.cli import bytecode, facts


@pytest.mark.skipif(
    Path(sys.prefix) != bytecode.CHECKOUT / ".venv", reason="the environment is not the checkout's"
)
def test_a_command_leaves_bytecode_in_the_checkouts_own_environment():
    kept = Path(cache_from_source(facts.__file__))
    kept.unlink(missing_ok=True)
    command = [sys.executable, "-m", "wearable_coach", "facts"]
    subprocess.run(
        command, stdin=subprocess.DEVNULL, check=True, env=os.environ | {bytecode.FORBIDS: "1"}
    )
    assert kept.exists()


@pytest.mark.parametrize("own", [True, False])
def test_another_environment_is_its_owners(monkeypatch, tmp_path, own):
    monkeypatch.setattr(sys, "prefix", str(bytecode.CHECKOUT / ".venv" if own else tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv(bytecode.FORBIDS, "1")
    bytecode.keep_bytecode()
    assert sys.dont_write_bytecode is not own
    assert (bytecode.FORBIDS in os.environ) is not own
