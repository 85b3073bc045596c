"""What is kept of a fault of ours: where in the code it happened, and nothing of anybody's data.

A message of an error may repeat a reading or a person's words, so messages are left out, as the values
of variables are. `WEARABLE_COACH_TRACEBACK` prints all of it for who looks into it on the spot.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from tempfile import gettempdir, mkstemp

from wearable_coach import __version__
from wearable_coach.store.home import home_folder

VARIABLE = "WEARABLE_COACH_TRACEBACK"
_FOLDER = "faults"


def keep_fault(error: BaseException, environment: Mapping[str, str]) -> Path | None:
    """Write down where an error happened, readable by its owner alone; None where nothing can be written.

    Args:
        error: The fault.
        environment: Says where the store's folder is, whose ``faults/`` takes the file if the store is
            there; else the folder for temporary files does.
    """
    if environment.get(VARIABLE):
        traceback.print_exception(error)
    text = "".join(_lines(error))
    places: tuple[Callable[[], Path], ...] = (
        lambda: _in_store(home_folder(environment)),
        lambda: Path(gettempdir()),
    )
    for folder in places:
        with suppress(OSError):
            return _written(folder(), text)
    return None


def kind_and_place(error: BaseException) -> str:
    """Return an error's type and where it was raised, for a log: ``KeyError at plan.py:82 in _week``.

    What it says is left out: that may be a person's words.
    """
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} in {last.name}"


def where_to_report() -> str:
    """Return where faults are told, as the project's own links have it; empty where they have none."""
    try:
        links = metadata.metadata("wearable-coach").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    named = dict(link.split(", ", 1) for link in links if ", " in link)
    return f"at {named['Issues']} " if "Issues" in named else ""


def _in_store(home: Path) -> Path:
    folder = home.absolute() / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)  # makes no store where there is none
    return folder


def _written(folder: Path, text: str) -> Path:
    handle, name = mkstemp(prefix="fault-", suffix=".log", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)


def _lines(error: BaseException) -> Iterator[str]:
    yield "Where a fault of wearable-coach happened. Messages and values are left out: they may be a person's.\n"
    yield f"wearable-coach {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    yield f"command: {_command()}\n\n"
    yield from _frames(error, set())


def _command() -> str:
    """Return the program and its command, without what it was given."""
    command = next((word for word in sys.argv[1:2] if word.isascii() and word.isidentifier()), "")
    return f"{Path(sys.argv[0]).name} {command}".strip()


def _frames(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    """Yield types and frames, the first error first, as a traceback has them."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    yield from _frames(before, seen)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n\n"
    for part in getattr(error, "exceptions", ()):
        yield from _frames(part, seen)
