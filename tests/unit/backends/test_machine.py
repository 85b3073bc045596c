"""What this machine has, asked where Linux's own ways of asking are not there, as on a Mac."""

import os
from pathlib import Path

import psutil
import pytest

from backends.local import machine


@pytest.fixture
def no_linux(monkeypatch):
    read_text = Path.read_text

    def read(path, *args, **kwargs):
        if path.parts[:2] == ("/", "proc"):
            raise FileNotFoundError(path)
        return read_text(path, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", read)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)


@pytest.mark.usefixtures("no_linux")
def test_without_proc_the_memory_is_that_of_the_whole_machine():
    assert machine.memory_bytes() == psutil.virtual_memory().total


@pytest.mark.usefixtures("no_linux")
def test_without_affinity_every_core_counts():
    assert machine.default_threads() == min(4, os.cpu_count())
