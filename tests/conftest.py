"""For all tests: what a run takes and says at its end, Ctrl-C, turns of the machine, leftovers, caches, and Hypothesis.

A shell starts what it runs in the background with SIGINT ignored, and whatever tests start would inherit that.

Hypothesis reads the constants of every module that is loaded, once, in its first draw. With all of
the project loaded that takes longer than its check of slow strategies allows.
"""

import gc
import os
import signal
import subprocess
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from tests.support.choosing import (
    chosen_kinds,
    in_order,
    kind_of,
    last_line,
    left_out,
    processes_of,
)
from tests.support.reading_ahead import begun, know_what_was_read
from wearable_coach.cli.bytecode import keep_bytecode

keep_bytecode()
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "wearable-coach", settings.default, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("wearable-coach")

_turns = TemporaryDirectory(prefix="turns-")
os.environ["WEARABLE_COACH_MACHINE_FOLDER"] = _turns.name
"""Tests wait for no training of the person whose machine it is, nor for those beside them."""

os.environ.setdefault("WEARABLE_COACH_CACHE", str(Path(__file__).parents[1] / ".cache"))
"""What tests read ahead serves the next ones, whatever home they have."""

_not_run: Counter[str] = Counter()
_skipped: Counter[str] = Counter()
_reading: list[subprocess.Popen[bytes]] = []


def pytest_addoption(parser):
    parser.addoption(
        "--kinds", default="", help="with -m slow: tests of these kinds alone, such as kills,wheel"
    )


@pytest.fixture(scope="module", autouse=True)
def _its_leftovers(request):
    """Collect what a module left, under its own filters: another would fail for a socket that is not its own."""
    yield
    if any(mark.name == "filterwarnings" for mark in request.node.iter_markers()):
        gc.collect()


@pytest.hookimpl(trylast=True)  # after -k and -m
def pytest_collection_modifyitems(config, items):
    items[:] = in_order(items)
    if kinds := chosen_kinds(config.getoption("--kinds")):
        others = [item for item in items if kind_of(item) not in kinds]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if kind_of(item) in kinds]
    if config.option.markexpr:
        return
    dropped = left_out(items, config.args)
    if dropped:
        _not_run.update(kind_of(item) for item in dropped)
        config.hook.pytest_deselected(items=dropped)
        gone = set(dropped)
        items[:] = [item for item in items if item not in gone]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    return processes_of(config)


def pytest_sessionstart(session):
    if reading := begun(session.config):
        _reading.append(reading)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    gc.disable()  # ten thousand tests and all that they import, and none of it rubbish
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished():
    _have_read()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    if hasattr(session.config, "workerinput"):
        know_what_was_read()
    elif _reading and not session.config.option.tx:  # of several processes when they have collected
        _have_read()
        know_what_was_read()
    gc.freeze()  # what is there by now stays: no collecting looks at it again


def _have_read():
    for reading in _reading:
        assert reading.wait() == 0, "python -m wearable_coach.dataset.read_ahead says why"
    _reading.clear()


def pytest_sessionfinish(session):
    for reading in _reading:
        reading.kill()
    if hasattr(session.config, "workerinput"):
        session.config.workeroutput["not_run"] = dict(_not_run)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    told = getattr(node, "workeroutput", {})
    _not_run.update(Counter(told.get("not_run", {})) - _not_run)  # each has left out the same


def pytest_runtest_logreport(report):
    if report.skipped and isinstance(report.longrepr, tuple):
        _skipped[report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_unconfigure(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not reporter.stats or hasattr(config, "workerinput"):
        return
    reporter.write_line(last_line(_not_run, _skipped))
