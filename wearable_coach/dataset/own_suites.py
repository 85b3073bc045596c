"""A user's own Great Expectations suites, as a recipe names them: JSON files, read before anything is made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text
from wearable_coach.input_values import json_of, place_of
from wearable_coach.records import OwnSuite

_REMEDY = "give a suite as Great Expectations writes it (docs/gate.md)"
_NOT_IN_A_CODE = re.compile(r"[^0-9A-Za-z_-]+")


def read_own_suites(paths: Sequence[str]) -> tuple[OwnSuite, ...]:
    """Return the suites of some files, each under its own name.

    Raises:
        BadInput: a file cannot be read, or holds no suite; or two suites have one name.
    """
    suites = tuple(_read(path) for path in paths)
    names = [suite.name for suite in suites]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        message = f"own_suites: two suites are named {twice!r}; give each a name of its own"
        raise BadInput(message)
    return suites


def own_suites_in(suites: Mapping[str, Any]) -> tuple[OwnSuite, ...]:
    """Return the own suites that a version keeps in its ``suites.json``, as they were run.

    Raises:
        BadInput: they are no suites.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for expectation in _expectations(suites.get("own", {"expectations": []}), "suites.json"):
        source = str(expectation.get("meta", {}).get("source", "own"))
        found.setdefault(source, []).append(expectation)
    return tuple(OwnSuite(name=name, expectations=tuple(e)) for name, e in found.items())


def _read(path: str) -> OwnSuite:
    try:
        data = json_of(read_text(Path(path)))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"own_suites: cannot read {path} ({reason}); name a JSON file"
        raise BadInput(message) from None
    except ValueError as error:
        message = f"own_suites: {path} is not JSON{place_of(error)}; {_REMEDY}"
        raise BadInput(message) from None
    expectations = _expectations(data, path)
    if not expectations:
        message = f"own_suites: {path} holds no expectation; {_REMEDY}"
        raise BadInput(message)
    name = data.get("name") or Path(path).stem
    return OwnSuite(name=_NOT_IN_A_CODE.sub("-", str(name)), expectations=tuple(expectations))


def _expectations(data: object, path: str) -> list[dict[str, Any]]:
    """Return the expectations of a suite's JSON, with what is read of each in its form."""
    given = data.get("expectations") if isinstance(data, Mapping) else None
    if not isinstance(given, list):
        message = f"own_suites: {path} has no list `expectations`; {_REMEDY}"
        raise BadInput(message)
    for number, one in enumerate(given, 1):
        if not isinstance(one, dict) or not isinstance(one.get("type"), str):
            message = f"own_suites: {path}: expectation {number} has no `type`; {_REMEDY}"
            raise BadInput(message)
        wrong = next((k for k in ("kwargs", "meta") if not isinstance(one.get(k, {}), dict)), None)
        if wrong is not None:
            message = f"own_suites: {path}: expectation {number}: `{wrong}` is no object; {_REMEDY}"
            raise BadInput(message)
    return [
        {**one, "kwargs": one.get("kwargs", {}), "meta": one.get("meta") or {}} for one in given
    ]
