"""What a run of the tests takes, and what its last line says of the rest."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.choosing import KINDS, last_line

CHECKOUT = Path(__file__).parents[3]
FILE = """
import pytest

def test_quick(): pass

@pytest.mark.slow("{kind}")
def test_slow(): pass

def test_skipped(): pytest.skip("no such part here")
"""


@pytest.fixture
def folder(tmp_path):
    """A checkout of three tests under the conftest of this one."""
    (tmp_path / "tests" / "e2e").mkdir(parents=True)
    (tmp_path / "tests" / "unit").mkdir()
    (tmp_path / "tests" / "support").symlink_to(CHECKOUT / "tests" / "support")
    (tmp_path / "tests" / "conftest.py").write_text((CHECKOUT / "tests/conftest.py").read_text())
    (tmp_path / "pyproject.toml").write_text((CHECKOUT / "pyproject.toml").read_text())
    (tmp_path / "tests" / "e2e" / "test_a.py").write_text(FILE.format(kind="kills"))
    (tmp_path / "tests" / "unit" / "test_b.py").write_text(FILE.format(kind="browser"))
    return tmp_path


def ran(folder, *arguments, processes=("-n", "0")):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", *processes]
    command += arguments
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    lines = done.stdout.strip().splitlines()
    told = [line for line in lines if " PASSED" in line or " SKIPPED" in line]
    taken = [next(word for word in line.split() if "::" in word) for line in told]
    return done.returncode, taken, lines[-1]


def test_a_run_takes_what_is_quick_first_units_and_its_last_line_says_what_it_left_out(folder):
    code, taken, last = ran(folder)
    assert code == 0
    assert taken == [
        "tests/unit/test_b.py::test_quick",
        "tests/unit/test_b.py::test_skipped",
        "tests/e2e/test_a.py::test_quick",
        "tests/e2e/test_a.py::test_skipped",
    ]
    assert last == (
        "not run: 2 slow tests (browser 1, kills 1); pytest -m slow runs them. "
        "skipped: 2 (2: no such part here)"
    )


@pytest.mark.skipif(len(os.sched_getaffinity(0)) == 1, reason="one core")
@pytest.mark.slow("whole")
def test_all_of_them_are_shared_by_a_process_a_core_and_some_are_not(folder):
    code, taken, last = ran(folder, processes=())
    assert code == 0
    assert sorted(Counter(taken).values()) == [1] * 4
    assert last.startswith("not run: 2 slow tests (browser 1, kills 1)")
    assert last.endswith("skipped: 2 (2: no such part here)")
    for some in (["-k", "quick"], ["tests/unit"], ["tests/unit/test_b.py::test_quick"]):
        assert processes_told(folder, *some) == 0
    assert processes_told(folder) in range(2, 5)


def test_a_process_beside_others_takes_the_quick_ones_first_too_however_few(folder):
    with (folder / "tests" / "e2e" / "test_a.py").open("a", encoding="utf-8") as file:
        file.writelines(f"def test_{number}(): pass\n" for number in range(5))
    _, taken, _ = ran(folder, processes=("-n", "1"))
    assert [name.split("/")[1] for name in taken] == ["unit"] * 2 + ["e2e"] * 7


def processes_told(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    found = re.search(r"created: (\d+)/\d+ workers?", said)
    return int(found[1]) if found else 0


def test_slow_tests_are_taken_where_they_are_asked_for(folder):
    _, taken, last = ran(folder, "-m", "slow")
    assert taken == ["tests/unit/test_b.py::test_slow", "tests/e2e/test_a.py::test_slow"]
    assert last == "every test was run"
    _, taken, _ = ran(folder, "-m", "slow", "--kinds", "kills,wheel")
    assert taken == ["tests/e2e/test_a.py::test_slow"]
    code, taken, _ = ran(folder, "-m", "slow", "--kinds", "kils")
    assert (code, taken) == (pytest.ExitCode.USAGE_ERROR, [])
    _, taken, _ = ran(folder, "tests/e2e/test_a.py")
    assert "tests/e2e/test_a.py::test_slow" in taken


def test_a_kind_of_slowness_that_is_not_known_stops_the_run(folder):
    (folder / "tests" / "unit" / "test_b.py").write_text(FILE.format(kind="boring"))
    code, taken, _ = ran(folder)
    assert (code, taken) == (4, [])


def test_what_was_promised_and_is_not_there_fails(folder):
    lacking = "from tests.support.needs import lacking\ndef test_it(): lacking('torch', 'no torch')"
    for name in ("e2e/test_a.py", "unit/test_b.py"):
        (folder / "tests" / name).write_text(lacking)
    code, taken, _ = ran(folder)
    assert (code, len(taken)) == (0, 2)
    os.environ["TESTS_MUST_HAVE"] = "browser,torch"
    try:
        code, taken, _ = ran(folder)
    finally:
        del os.environ["TESTS_MUST_HAVE"]
    assert (code, taken) == (1, [])


def test_nothing_left_out_is_said_too():
    assert last_line({}, {}) == "every test was run"
    assert all(KINDS.values())
