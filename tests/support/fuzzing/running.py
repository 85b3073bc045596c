"""Running an invocation in a sandbox: in a fork of a process that has everything imported, or in a new one.

A fork has real descriptors, a real end and its own state, and costs a hundredth of a new process. What
would start a server or take minutes is cut off where the work begins; everything before it is real.
"""

import io
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import NamedTuple, NoReturn

from tests.support.fuzzing.cases import Case
from tests.support.fuzzing.values import SURROUNDINGS, lay_out
from wearable_coach.errors import GateRejected

_SHORT = (
    "facts",
    "verify",
    "import",
    "sign",
    "history",
    "rollback",
    "promote",
    "prune",
    "cancel",
    "deployments",
    "deploy",
    "undeploy",
    "ask",
    "finetune",
)
_EVERY_SPAWNED = 10
"""Of so many invocations of commands that end soon by themselves, one is a process of its own."""
CUT = "cut off where the work begins"
SECONDS = 60.0
_OURS = ("wearable_coach", "flows", "tasks", "backends", "blocks", "deployments", "expectations")
_ROOT = Path(__file__).parents[3]
_IMPORTED = (
    "wearable_coach.cli", "wearable_coach.client.service", "wearable_coach.cli.coach_opening",
    "flows.openers.stores", "flows.openers.finetuners", "flows.openers.hosters", "flows.openers.chat_models", "flows.compositions.retrain", "flows.openers.contestants",
    "flows.compositions.evaluation", "flows.compositions.pruning", "tasks.running.direct", "deployments.up", "deployments.doctor.examination",
    "prefect.client.orchestration", "prefect.blocks.core", "blocks", "wearable_coach.sources.importing",
)  # fmt: skip

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full")
"""Given as outputs too: a program that puts a file in their place harms the whole machine."""


class Ran(NamedTuple):
    """How an invocation ended."""

    case: Case
    code: int | None
    """None: it did not end in time."""
    out: str
    err: str
    touched: tuple[str, ...]
    """Paths of the sandbox that are new, changed or gone."""
    seconds: float


def warm_up() -> None:
    """Import all that commands import, and cut off what would not end."""
    for name in _IMPORTED:
        import_module(name)
    for module, name in (
        ("wearable_coach.cli.refresh", "_direct"),
        ("wearable_coach.cli.refresh", "_through_prefect"),
        ("wearable_coach.cli.pipeline", "_direct"),
        ("wearable_coach.cli.pipeline", "_through_prefect"),
        ("deployments.up", "_bring_up"),
    ):
        setattr(sys.modules[module], name, _cut)
    socket.socket.listen = _cut
    kept = import_module("deployments.kept_settings")
    kept.subprocess = SimpleNamespace(
        run=_asked_here, DEVNULL=None, TimeoutExpired=subprocess.TimeoutExpired
    )
    import_module("deployments.doctor.examination").SECONDS = 1.0


def _cut(*_: object, **__: object) -> NoReturn:
    raise GateRejected(CUT)


def _asked_here(*_: object, **__: object) -> SimpleNamespace:
    """Ask Prefect what is set as the process of `kept_settings` does, here where it is imported already."""
    from prefect.context import root_settings_context

    try:
        found = root_settings_context().settings.to_environment_variables(exclude_unset=True)
    except Exception:  # noqa: BLE001 - whatever ends that process, it prints nothing
        return SimpleNamespace(stdout="")
    return SimpleNamespace(stdout=json.dumps(found))


def _no_sleep(_seconds: float) -> None:
    """End a loop of ours that waits; what libraries wait before they try again is passed over."""
    caller: str = sys._getframe(1).f_globals["__name__"]
    if caller.startswith(_OURS):
        raise GateRejected(CUT)


def run(case: Case, sandbox: Path, used: Path) -> Ran:
    """Run an invocation in a new folder `sandbox`; `used` is a store to copy where it is named."""
    forked = case.words[0] not in _SHORT or case.number % _EVERY_SPAWNED != 0
    sandbox.mkdir()
    lay_out(sandbox)
    surroundings = SURROUNDINGS[case.surroundings]
    if "used" in {*case.words, *surroundings.values()}:
        shutil.copytree(used, sandbox / "used")
    before = _seen(sandbox)
    files = sandbox.with_suffix(".out"), sandbox.with_suffix(".err")
    environment = _environment(surroundings)
    start = _fork if forked else _spawn
    started = time.monotonic()
    with _stdin(case.stdin, sandbox) as stdin:
        code = start(case, sandbox, environment, stdin, files)
    seconds = time.monotonic() - started
    out, err = (f.read_text(encoding="utf-8", errors="backslashreplace") for f in files)
    after = _seen(sandbox) if sandbox.exists() else {}
    changed = sorted(k for k in before.keys() | after.keys() if before.get(k) != after.get(k))
    changed += [name for name in _DEVICES if not Path(name).is_char_device()]
    return Ran(case, code, out, err, tuple(changed), seconds)


def _environment(surroundings: dict[str, str | None]) -> dict[str, str]:
    kept = {k: os.environ[k] for k in ("PATH", "HOME", "PREFECT_HOME", "TMPDIR") if k in os.environ}
    kept |= {"PREFECT_API_URL": "http://127.0.0.1:9/api", "DO_NOT_TRACK": "1"}
    kept |= {"PYTHONPATH": str(_ROOT)}
    return {k: v for k, v in (kept | surroundings).items() if v is not None}


@contextmanager
def _stdin(name: str, sandbox: Path) -> Iterator[int]:
    number = os.open(os.devnull if name in {"", "closed"} else sandbox / name, os.O_RDONLY)
    yield number
    os.close(number)


def _fork(
    case: Case, sandbox: Path, environment: dict[str, str], stdin: int, files: tuple[Path, Path]
) -> int | None:
    child = os.fork()
    if child:
        return _waited(child)
    try:
        _take_place(case, sandbox, stdin, files)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        code = _as_interpreter(case)
    except BaseException:  # noqa: BLE001 - the harness is wrong
        traceback.print_exc()
        code = 99
    os._exit(code)


def _spawn(
    case: Case, sandbox: Path, environment: dict[str, str], stdin: int, files: tuple[Path, Path]
) -> int | None:
    words = [w.encode(errors="surrogateescape") for w in case.words]
    process = subprocess.Popen(
        [sys.executable, "-m", "wearable_coach", *words],
        env=environment,
        preexec_fn=lambda: _take_place(case, sandbox, stdin, files),  # noqa: PLW1509 - no threads here
    )
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return None


def _take_place(case: Case, sandbox: Path, stdin: int, files: tuple[Path, Path]) -> None:
    """Put streams, folder and limits as the case has them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    out, err = (os.open(f, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) for f in files)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full if case.streams == "full-output" else out, 1)
    os.dup2(full if case.streams == "full-errors" else err, 2)
    os.dup2(stdin, 0)
    for number, name in ((0, case.stdin), (1, case.streams), (2, case.streams)):
        if name == {0: "closed", 1: "closed-output", 2: "closed-errors"}[number]:
            os.close(number)
    os.chdir(sandbox)
    if case.folder == "gone":
        (sandbox / "gone").mkdir()
        os.chdir(sandbox / "gone")
        (sandbox / "gone").rmdir()
    if case.folder == "few-files":
        resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))


def _as_interpreter(case: Case) -> int:
    """Do as Python does from its start to its end."""
    encoding = "ascii" if case.streams == "ascii" else "utf-8"
    sys.stdin = _stream(0, "r", "utf-8", "strict")  # type: ignore[assignment]
    sys.stdout = _stream(1, "w", encoding, "strict")  # type: ignore[assignment]
    sys.stderr = _stream(2, "w", encoding, "backslashreplace")  # type: ignore[assignment]
    sys.argv = ["wearable-coach", *case.words]
    time.sleep = _no_sleep
    code = 1
    try:
        sys.modules["wearable_coach.cli"].main()
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else 0 if asked.code is None else 1
    except BaseException:  # noqa: BLE001 - what Python shows
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            code = 120
    return code


def _stream(number: int, mode: str, encoding: str, errors: str) -> io.TextIOWrapper | None:
    try:
        os.fstat(number)
    except OSError:
        return None
    raw = open(number, f"{mode}b", closefd=False)  # noqa: SIM115 - as Python opens it
    return io.TextIOWrapper(raw, encoding=encoding, errors=errors, line_buffering=number == 2)  # type: ignore[arg-type]


def _waited(child: int) -> int | None:
    until = time.monotonic() + SECONDS
    pause = import_module("threading").Event()
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        pause.wait(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _seen(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what lies in a folder: kind, length and time of change of each path."""
    found = {}
    for at, folders, names in os.walk(folder):
        for name in (*folders, *names):
            stat = os.lstat(Path(at, name))
            size = 0 if name in folders else stat.st_size
            when = 0 if name in folders else stat.st_mtime_ns
            found[str(Path(at, name).relative_to(folder))] = (stat.st_mode, size, when)
    return found


def names_in(store: Path) -> tuple[str, ...]:
    """Return the names of jobs and datasets in a store."""
    jobs = sorted(file.stem for file in store.glob("jobs/*.json"))
    return ("latest", "latest", *jobs, *sorted(path.name for path in store.glob("datasets/*")))


def used_store(folder: Path) -> Path:
    """Make a store that was used for months."""
    from tests.support.old_store import used_for_months
    from wearable_coach.store import LocalStore

    used_for_months(LocalStore(folder), Random(3))
    return folder
