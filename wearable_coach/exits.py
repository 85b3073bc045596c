"""How a program of this project ends: one meaning for each exit code, one line, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

from wearable_coach.errors import BadInput, CoachError, Refusal

DONE: Final = 0
REFUSED: Final = 1
"""The answer is no: gate, verification, promotion, cost cap, a job that failed, a red check."""
BAD_INPUT: Final = 2
"""What was given, or what is around the program, cannot be worked with."""
FAULT: Final = 70
"""`EX_SOFTWARE` of sysexits.h: the program is wrong, not its input."""
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""Nobody reads the output any more, so that nobody can tell whether all of it was done."""

_HEAD, _TAIL = 500, 300
"""Of a message so much is shown, its remedy stands at its end; a name may be as long as a page."""
_OURS = frozenset(
    {"wearable_coach", "expectations", "backends", "blocks", "tasks", "flows", "deployments"}
)
_NETWORK = frozenset(
    {
        ("httpx", "TransportError"),
        ("httpx", "HTTPStatusError"),
        ("ssl", "SSLError"),
        ("socket", "gaierror"),
    }
)
_REMEDIES: Mapping[str, str] = {
    "ENOSPC": "make room there",
    "EDQUOT": "make room there",
    "EACCES": "check its permissions",
    "EPERM": "check its permissions",
    "EROFS": "name a place that can be written",
    "ENOENT": "name what is there",
    "ENOTDIR": "name what is there",
    "EISDIR": "name a file",
    "ELOOP": "its links lead in a circle; name the file itself",
    "ENAMETOOLONG": "give a shorter name",
    "EMFILE": "raise the limit on open files (ulimit -n)",
    "ENFILE": "raise the limit on open files",
    "ENOMEM": "free some memory",
}


class End(NamedTuple):
    """How a program ends."""

    code: int
    line: str
    """What standard error says; nothing if empty."""


def guarded(name: str, run: Callable[[], int | None]) -> int:
    """Run a program and return its exit code; whatever goes wrong is one line on standard error.

    Args:
        name: The program, as the line begins.
        run: What it does; None is `DONE`.
    """
    try:
        _need_streams()
        code = run() or DONE
        sys.stdout.flush()
    except SystemExit as asked:
        code = _of_exit(asked, name)
    except BaseException as error:  # noqa: BLE001 - the last place where anything can be said
        code = _say(name, end_of(error))
    for stream in (sys.stdout, sys.stderr):
        _drop(stream)
    return code


def end_of(error: BaseException) -> End:
    """Return the exit code and the line of an error."""
    if isinstance(error, CoachError):
        return End(REFUSED if isinstance(error, Refusal) else BAD_INPUT, str(error))
    if isinstance(error, KeyboardInterrupt):
        return End(INTERRUPTED, "interrupted")
    if isinstance(error, BrokenPipeError):
        return End(BROKEN_PIPE, "")
    surroundings = _surroundings(error)
    return End(BAD_INPUT, surroundings) if surroundings else _fault(error)


def one_line(text: str) -> str:
    """Return a text as one line that no terminal takes for an order."""
    words = text.strip()
    if len(words) > _HEAD + _TAIL:
        words = f"{words[:_HEAD]} … {words[-_TAIL:]}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def _surroundings(error: BaseException) -> str:
    """Say what around the program is amiss, where that is it."""
    if isinstance(error, MemoryError):
        return "memory: there is none left; free some, or ask for less at once"
    if isinstance(error, UnicodeEncodeError):
        return f"text: cannot be written as {error.encoding}; give UTF-8, and export PYTHONIOENCODING=utf-8"
    if isinstance(error, UnicodeError):
        return "text: is not UTF-8; save it as UTF-8"
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] not in {*_OURS, ""}:
        return f"packages: {error.name} cannot be imported; install them again, e.g. python3 -m uv sync"
    if _is_network(error):
        return f"network: {type(error).__name__}; check the address, and that the other side runs and takes you in"
    return _of_system(error) if isinstance(error, OSError) else ""


def _of_system(error: OSError) -> str:
    import errno  # noqa: PLC0415 - for the rare case

    if error.filename is None and error.errno == errno.ENOENT:  # os.getcwd's
        return "working folder: it is gone; change to one that is there"
    what = error.filename if isinstance(error.filename, str | Path) else "reading or writing"
    reason = error.strerror or type(error).__name__
    remedy = _REMEDIES.get(errno.errorcode.get(error.errno or 0, ""), "look what is there")
    return f"{what}: {reason}; {remedy}"


def _is_network(error: BaseException) -> bool:
    """Say whether an error, or what it came of, is a network's; its clients are not imported for that."""
    kinds = {(kind.__module__.partition(".")[0], kind.__name__) for kind in type(error).__mro__}
    ours = isinstance(error, ConnectionError | TimeoutError) or not kinds.isdisjoint(_NETWORK)
    return ours or (error.__cause__ is not None and _is_network(error.__cause__))


def _fault(error: BaseException) -> End:
    from wearable_coach.faults import keep_fault, where_to_report  # noqa: PLC0415 - for the rare case

    kept = keep_fault(error, os.environ)
    file = f"with {kept}" if kept else "with what you did (no log could be written)"
    line = f"a fault of ours, not of your input ({type(error).__name__}); please report it {where_to_report()}{file}"
    return End(FAULT, line)


def _need_streams() -> None:
    """Put what swallows everything where a standard stream is closed, so that no file takes its place.

    Raises:
        BadInput: standard output is closed, so that results would be lost unsaid.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as the program runs
    if sys.stdout is None:
        message = "output: standard output is closed; send it to a file, a pipe or /dev/null"
        raise BadInput(message)


def _of_exit(asked: SystemExit, name: str) -> int:
    if isinstance(asked.__context__, BrokenPipeError):  # typer makes 1 of it
        return BROKEN_PIPE
    if isinstance(asked.code, str):
        return _say(name, End(BAD_INPUT, asked.code))
    return asked.code or DONE


def _drop(stream: IO[str] | None) -> None:
    """Empty a stream's buffer; what cannot be written would fail once more, with a code of Python's own."""
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _say(name: str, end: End) -> int:
    with suppress(OSError, ValueError):
        if end.line:
            sys.stderr.write(f"{name}: {one_line(end.line)}\n")
        sys.stderr.flush()
    return end.code
