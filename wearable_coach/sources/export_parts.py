"""An export that came in several zips, as Google Takeout's do: ``takeout-…-001.zip``, ``-002.zip``; read as the one that it is.

Zips of one name but for the number, each with a folder ``Takeout`` in it, are one export: named one by one, as the folder that
holds them, or one of them with the others beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.sources.exports import Export, is_export, open_export

_PART = re.compile(r"(.+)-(\d{3})\.zip", re.IGNORECASE)
_TOP = "Takeout/"
Parts = tuple[Path, ...]


def exports_in(paths: Iterable[Path], tell: Callable[[str], None]) -> Iterator[Parts]:
    """Yield the parts of each export among paths; most have one.

    Args:
        paths: As they were given.
        tell: Takes what is to be said: of parts that nobody named, or that are not there.

    Raises:
        BadInput: a zip among them cannot be read.
    """
    given = list(paths)
    done: set[str] = set()
    for path in given:
        stem = _stem(path)
        if stem is None:
            yield (path,)
        elif stem not in done:
            done.add(stem)
            named = [p for p in given if _stem(p) == stem]
            yield _told(named, _with_those_beside(named, stem), tell)


def zips_in(folder: Path, tell: Callable[[str], None]) -> Parts:
    """Return the parts of the one export that a folder holds; nothing where it holds none.

    Raises:
        BadInput: it holds parts of several.
    """
    found = [path for path in sorted(expanded(folder).glob("*.zip")) if _stem(path)]
    stems = sorted({str(_stem(path)) for path in found})
    if len(stems) > 1:
        message = f"file: {folder} holds zips of {len(stems)} exports ({', '.join(stems)}); name the zips of each"
        raise BadInput(message)
    return _told(found, found, tell)


@contextmanager
def open_parts(parts: Sequence[Path]) -> Iterator[Export]:
    """Open an export of one or several parts; a file that two of them have is the first's.

    Raises:
        BadInput: one cannot be read.
    """
    with ExitStack() as stack:
        opened = [stack.enter_context(open_export(path)) for path in parts]
        if len(opened) == 1:
            yield opened[0]
            return
        holders = {m.name: export for export in reversed(opened) for m in export.members}
        members = {m.name: m for export in reversed(opened) for m in export.members}
        name = f"{_stem(parts[0])}.zip"
        yield Export(name, tuple(members.values()), lambda n: holders[n].opener(n), is_zip=True)


def _stem(path: Path) -> str | None:
    """Return what the zips of an export have in common; None of what is no such zip."""
    found = _PART.fullmatch(path.name)
    if found is None or not is_export(path) or expanded(path).is_dir():
        return None
    with open_export(path) as export:
        is_part = any(member.name.startswith(_TOP) for member in export.members)
    return found[1] if is_part else None


def _with_those_beside(named: Sequence[Path], stem: str) -> list[Path]:
    by_name = {path.name: path for path in named}
    for path in named:
        beside = expanded(path).parent.glob(f"*-[0-9][0-9][0-9]{path.suffix}")
        for other in beside:
            if other.name not in by_name and _stem(other) == stem:
                by_name[other.name] = other
    return [by_name[name] for name in sorted(by_name)]


def _told(named: Sequence[Path], found: Sequence[Path], tell: Callable[[str], None]) -> Parts:
    """Return the parts, and tell what a person would not expect of them."""
    names = {path.name for path in named}
    for path in found:
        if path.name not in names:
            tell(f"{path.name}: of the same export as {named[0].name} beside it, read with it")
    matches = filter(None, (_PART.fullmatch(path.name) for path in found))
    numbers = {int(match[2]) for match in matches}
    lacking = sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
    if lacking:
        shown = ", ".join(f"-{number:03d}" for number in lacking)
        tell(
            f"{found[0].name}: its export's zips {shown} are not beside it; what they hold is missing"
        )
    return tuple(found)
