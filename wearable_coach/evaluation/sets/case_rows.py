"""The rows of a file of cases: JSON or JSON lines, wrapped as people wrap their test sets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.sets.case_names import case_names, letters, part_of, word_of
from wearable_coach.input_files import MOST_BYTES, read_text
from wearable_coach.input_values import json_of


def rows_of(path: Path) -> list[Any]:
    """Return what a file holds, a case each, whatever it is wrapped in.

    Taken are a list; one case; JSON lines; an object with one list of cases (``test_cases``, ``cases``, ``tests``,
    ``data`` …) beside words about the file; cases by their ids; and lists by their kinds (``{"health": [...], "chat": [...]}``).

    Raises:
        BadInput: the file cannot be read, or something stands beside its cases that may be some.
    """
    try:
        text = read_text(path, encoding="utf-8-sig", most_bytes=MOST_BYTES)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        message = f"cases: cannot read {path} ({why}); give a JSON or JSON-lines file"
        raise BadInput(message) from None
    try:
        whole = json_of(text)
    except ValueError:
        return [_line(line, n, path) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if isinstance(whole, dict):
        return _unwrapped(whole, path)
    return whole if isinstance(whole, list) else [whole]


def _line(line: str, number: int, path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json_of(line)
    except ValueError as error:
        message = f"{path.name}, line {number}: not JSON ({error}); write one object a line"
        raise BadInput(message) from None


def _unwrapped(whole: Mapping[str, Any], path: Path) -> list[Any]:
    wrapped = [key for key in whole if _is_wrapper(key, whole[key])]
    if wrapped:
        _need_nothing_beside(whole, wrapped[0], path)
        return _listed(whole[wrapped[0]])
    if whole and all(word_of("kinds", key) and isinstance(whole[key], list) for key in whole):
        return _of_kinds(whole)
    return [whole]


def _is_wrapper(key: str, value: object) -> bool:
    """Say whether a value is the cases of a file: a list under such a name, or objects by their ids."""
    names = {letters(name) for name in case_names()["wrappers"]}
    if letters(key) not in names:
        return False
    return isinstance(value, list) or (
        isinstance(value, dict) and bool(value) and all(isinstance(v, dict | list) for v in value.values())
    )  # fmt: skip


def _need_nothing_beside(whole: Mapping[str, Any], wrapper: str, path: Path) -> None:
    known = {letters(name) for name in case_names()["beside"]}
    for key, value in whole.items():
        if key == wrapper or letters(key) in known or isinstance(value, str | None):
            continue
        message = f"{path.name}: {key!r} beside {wrapper} is not known; put it into each case, or take it out"
        raise BadInput(message)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return value
    if all(word_of("kinds", key) and isinstance(value[key], list) for key in value):
        return _of_kinds(value)
    return [{"id": key, **row} if isinstance(row, dict) else row for key, row in value.items()]


def _of_kinds(lists: Mapping[str, Any]) -> list[Any]:
    """Return cases that stand under their kinds; one that names its own keeps it."""
    return [_of_kind(row, kind) for kind, rows in lists.items() for row in rows]


def _of_kind(row: Any, kind: str) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(row, dict) or any(part_of("case", key) == "kind" for key in row):
        return row
    return {**row, "kind": kind}
