"""A user's own suites: read as Great Expectations writes them, refused where they cannot run on the columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from expectations.check import OWN_RULE, Check, Severity, asked_about, kind_of
from expectations.loading import great_expectations
from wearable_coach.errors import BadInput
from wearable_coach.records import OwnSuite

_SAID_BESIDE = {"batch_id", "severity", "description", "meta"}
"""What stands beside the arguments of an expectation, and is not of them."""
_PAGE = "docs/gate.md lists the columns"


def checks(suites: Sequence[OwnSuite]) -> list[Check]:
    """Return the checks of some suites, each with a code: that of its `meta`, else its suite and number."""
    return [
        _check(suite.name, number, expectation)
        for suite in suites
        for number, expectation in enumerate(suite.expectations, 1)
    ]


def check_own_suites(suites: Sequence[OwnSuite], columns: Mapping[str, Any]) -> None:
    """Look whether own suites can run on the columns, before anything is made.

    Raises:
        BadInput: an expectation is none that Great Expectations or `expectations.custom` has, has arguments
            that it does not take, asks about a column that is not there, or has a code twice.
    """
    made = checks(suites)
    for check in made:
        _need_constructible(check)
        if "$PARAMETER" in json.dumps(check.arguments):
            message = f"own_suites: {check.source}: {check.code} asks for a $PARAMETER, which no run gives it; write its value there"
            raise BadInput(message)
        missing = [name for name in asked_about(check) if name not in columns]
        if missing:
            message = f"own_suites: {check.source}: {check.code} asks about column {missing[0]!r}, which is not there; {_PAGE}"
            raise BadInput(message)
    codes = [check.code for check in made]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        message = (
            f"own_suites: meta.code {twice!r} stands twice; give each expectation its own, or none"
        )
        raise BadInput(message)


def _check(suite: str, number: int, given: Mapping[str, Any]) -> Check:
    arguments = {k: v for k, v in given["kwargs"].items() if k not in _SAID_BESIDE}
    said = str(given.get("description") or given["type"].replace("_", " "))
    severity: Severity = (
        "critical" if given.get("severity", "critical") == "critical" else "warning"
    )
    return Check(
        code=str(given.get("meta", {}).get("code") or f"OWN-{suite.upper()}-{number}"),
        rule=OWN_RULE,
        source=suite,
        severity=severity,
        en=said,
        ko=said,
        expected=_expected(arguments),
        kind=given["type"],
        arguments=arguments,
        by_row=_is_of_rows(given["type"]),
    )


def _expected(arguments: Mapping[str, Any]) -> str:
    asked = {k: _plain(v) for k, v in arguments.items() if not k.startswith("column")}
    told = [f"{k} {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(asked.items())]
    return ", ".join(told) or "holds"


def _plain(value: object) -> object:
    """Return a number as a person wrote it: Great Expectations keeps 18 as 18.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_of_rows(kind: str) -> bool:
    """Say whether single rows can fail an expectation; none can one that is not there, which is told later."""
    great_expectations()
    from great_expectations.exceptions import ExpectationNotFoundError  # noqa: PLC0415 - slow to import

    try:
        return hasattr(kind_of(kind), "map_metric")
    except ExpectationNotFoundError:
        return False


def _need_constructible(check: Check) -> None:
    from great_expectations.compatibility.pydantic import ValidationError  # noqa: PLC0415 - slow to import
    from great_expectations.exceptions import ExpectationNotFoundError  # noqa: PLC0415

    try:
        kind_of(check.kind)(**check.arguments)
    except ExpectationNotFoundError:
        message = f"own_suites: {check.source}: {check.kind!r} is no expectation of Great Expectations nor of expectations.custom; correct its type"
        raise BadInput(message) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = (
            f"own_suites: {check.source}: {check.code}: {where}: {first['msg']}; correct it there"
        )
        raise BadInput(message) from None
