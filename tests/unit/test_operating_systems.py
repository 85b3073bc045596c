"""Where it runs: what is pure anywhere, all of it on Linux and macOS, and Windows is told of WSL.

Windows is played: its name, without the modules and functions that it lacks. What is not ours is
imported before, as it is here.
"""

import subprocess
import sys

import pytest

PACKAGES = "import fastapi.middleware, httpx, jinja2, jsonlines, prometheus_client, pydantic, uvicorn.protocols.http.h11_impl, yaml\n"
PLAYED = """
import asyncio, concurrent.futures.process, getpass, multiprocessing.connection, os, signal, ssl, sys

class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "grp", "pwd", "pty", "resource", "syslog", "termios"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules.pop(name, None)
for name in ("fchmod", "fork", "getuid", "geteuid", "killpg", "setsid", "sysconf", "uname"):
    delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2"):
    delattr(signal, name)
sys.meta_path.insert(0, Lacking())
sys.platform = "win32"
"""


def on_windows(program, *arguments, before=""):
    command = [sys.executable, "-c", before + PLAYED + program, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_library_is_imported_whole_and_answers_on_windows(tmp_path):
    done = on_windows(
        """
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
import wearable_coach
for found in walk_packages(wearable_coach.__path__, "wearable_coach."):
    if not found.name.startswith(("wearable_coach.cli.", "wearable_coach.__main__")):
        import_module(found.name)
from wearable_coach.client import Coach
from wearable_coach.store import LocalStore
with Coach(LocalStore(Path(sys.argv[1]))) as coach:
    print(coach.interpret({"resting_heart_rate": 62}, {"age": 45}).source)
""",
        str(tmp_path),
        before=PACKAGES,
    )
    assert (done.stdout, done.returncode) == ("rules\n", 0), done.stderr


def test_a_folder_is_not_written_on_windows_and_a_line_says_where(tmp_path):
    done = on_windows(
        """
from pathlib import Path
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore
store = LocalStore(Path(sys.argv[1]))
writes = (lambda: store.create("a", b""), store.check_writable, lambda: store.remove("a"))
for write in writes:
    try:
        write()
    except BadInput as error:
        print(error)
""",
        str(tmp_path),
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 3, done.stderr
    assert all(line.startswith("store: ") and "WSL" in line for line in lines)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--help"], ["facts"], ["refresh", "--direct"], ["up"]])
def test_each_command_says_on_windows_that_wsl_runs_it(words):
    done = on_windows(
        "sys.argv[0] = 'wearable-coach'\nfrom wearable_coach.cli import main\nmain()", *words
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("wearable-coach: ")
    assert "WSL" in done.stderr


@pytest.mark.parametrize("package", ["flows", "backends", "blocks", "deployments"])
def test_the_workflow_names_wsl_where_it_cannot_be_imported(package):
    done = on_windows(f"import {package}")
    assert done.returncode == 1
    assert "BadInput: wearable-coach: does not run on Windows itself" in done.stderr
    assert "WSL" in done.stderr.splitlines()[-1]
