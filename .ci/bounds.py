"""The upper bounds of pyproject.toml: why each is there, and which tests show it.

    python .ci/bounds.py list
    python .ci/bounds.py open [NAME …] <pyproject.toml

*list*: a line each, tab-separated: name, bound, tests, reason. *open*: pyproject.toml without the bounds of the
named packages, of all where none is named. `newest` beside this file tries what lies beyond the bounds.
"""
# ruff: noqa: INP001, T201

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
_NAME, _UPPER = re.compile(r"[A-Za-z0-9_.-]+"), re.compile(r"<[0-9][0-9.]*")
_SCHEDULED = "tests/e2e/test_clean_clone.py::test_open_jobs_are_looked_at_every_two_minutes"
"""A real server starts, takes deployments, and its scheduler creates runs of a schedule."""


class Why(NamedTuple):
    """Why a package has an upper bound."""

    reason: str
    tests: str
    """What fails beyond the bound while the reason holds; paths that pytest takes."""


WHY = {
    "prefect": Why(
        "the tables that a short-lived server begins with are those of this minor version",
        f"{_SCHEDULED} tests/flow tests/unit/flows/test_own_server_schema.py",
    ),
    "fastapi": Why("beyond it Prefect's server does not start", _SCHEDULED),
    "sqlalchemy": Why(
        "beyond it Prefect's scheduler creates no runs, and nothing says so", _SCHEDULED
    ),
    "great-expectations": Why(
        "its suites' JSON and what its import leaves out are of this minor version",
        "tests/unit/expectations",
    ),
    "pandas": Why("a new major version may compute columns otherwise", "tests/unit/expectations"),
    "pydantic": Why(
        "a new major version reads records otherwise", "tests/unit/store tests/unit/finetuning"
    ),
    "prefect-dask": Why(
        "its task runner and the futures that it gives are used as this minor version has them",
        "tests/flow/test_dask_steps.py",
    ),
    "httpx": Why(
        "a new major version of the client's transport", "tests/unit/client tests/unit/chat"
    ),
}
"""Of what `uv sync` installs."""

NOT_TRIED = {
    "transformers": "needs torch: trained with by the slow tests, and pinned in requirements-local.txt",
    "mutmut": "run by hand",
    "mlflow-skinny": "of the group tracking, which `uv sync` leaves out; a new major version may write runs otherwise",
}


class Bound(NamedTuple):
    """An upper bound that stands in pyproject.toml."""

    name: str
    upper: str


def bounds(text: str) -> list[Bound]:
    """Return every upper bound of a package, each package once, the lowest where there are several."""
    content = tomllib.loads(text)
    project = content["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values(), *content["dependency-groups"].values()]  # fmt: skip
    found: dict[str, Bound] = {}
    for one in _bounded(line for lines in lists for line in lines if isinstance(line, str)):
        known = found.setdefault(one.name, one)
        if _as_numbers(one.upper) < _as_numbers(known.upper):
            found[one.name] = one
    return sorted(found.values())


def _bounded(lines: Iterator[str]) -> Iterator[Bound]:
    for line in lines:
        name, upper = _NAME.match(line), _UPPER.search(line)
        if name and upper:
            yield Bound(name[0].lower(), upper[0])


def _as_numbers(upper: str) -> list[int]:
    return [int(part) for part in upper.removeprefix("<").split(".")]


def opened(text: str, names: Sequence[str]) -> str:
    """Return pyproject.toml without the upper bounds of the named packages, of all where none is named."""
    wanted = names or [one.name for one in bounds(text)]
    for name in wanted:
        text = re.sub(rf'("{re.escape(name)})([^"]*?),?{_UPPER.pattern}([^"]*")', r"\1\2\3", text)
    return text


def main(arguments: Sequence[str]) -> int:
    """List the bounds, or open them."""
    if arguments[:1] == ["open"]:
        print(opened(sys.stdin.read(), arguments[1:]), end="")
        return 0
    if arguments != ["list"]:
        print(__doc__, file=sys.stderr)
        return 2
    for one in bounds(PYPROJECT.read_text(encoding="utf-8")):
        if one.name in WHY:
            why = WHY[one.name]
            print(one.name, one.upper, why.tests, why.reason, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
