"""One expectation of ours: its code, rule, source and words, and the call that makes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from expectations.loading import great_expectations
from wearable_coach.records import SuiteName

Severity = Literal["critical", "warning"]
OWN_RULE = "OWN"
"""The rule of what a recipe's own suites expect: the user's."""


class Check(NamedTuple):
    """An expectation before Great Expectations sees it."""

    code: str
    """Stable code, e.g. VIT-RESTING_HEART_RATE-RANGE."""
    rule: str
    """Id of the rule, e.g. STD-VIT-001."""
    source: str
    """Where the number comes from."""
    severity: Severity
    en: str
    ko: str
    expected: str
    """What is asked for, short and readable, with this run's numbers."""
    kind: str
    """Name of the expectation class, e.g. ExpectColumnValuesToBeBetween."""
    arguments: Mapping[str, Any]
    by_row: bool = True
    """Whether single rows can fail it and be quarantined."""
    shows: tuple[str, ...] = ()
    """Columns that a finding shows of a failing row; empty shows those that are asked about."""


def parameter(name: str) -> dict[str, str]:
    """Return the placeholder of a number that is known at run time only."""
    return {"$PARAMETER": name}


def holds(  # noqa: PLR0913 - keyword-only facts of one check
    column: str,
    *,
    code: str,
    rule: str,
    source: str,
    en: str,
    ko: str,
    expected: str,
    severity: Severity = "critical",
    by_row: bool = True,
    mostly: float | dict[str, str] | None = None,
    shows: tuple[str, ...] = (),
) -> Check:
    """Return the check that a boolean column is true in every row (or in `mostly` of them)."""
    arguments = {"column": column, "value_set": [True]} | (
        {} if mostly is None else {"mostly": mostly}
    )
    return Check(
        code,
        rule,
        source,
        severity,
        en,
        ko,
        expected,
        "ExpectColumnValuesToBeInSet",
        arguments,
        by_row,
        shows,
    )


def asked_about(check: Check) -> tuple[str, ...]:
    """Return the columns that an expectation is about."""
    given = check.arguments
    single = [given[key] for key in ("column", "column_A", "column_B") if key in given]
    return (*single, *given.get("column_list", ()))


def needed_by(check: Check, columns: Iterable[str]) -> set[str]:
    """Return the columns that an expectation has to find in its frame, those of its row condition among them."""
    condition = json.dumps(check.arguments.get("row_condition"), ensure_ascii=False, default=str)
    words = set(re.findall(r"\w+", condition))
    return {*asked_about(check), *words.intersection(columns)}


def build_suite(name: SuiteName, checks: Sequence[Check]) -> Any:  # noqa: ANN401 - an ExpectationSuite
    """Build the Great Expectations suite of some checks."""
    gx = great_expectations()
    return gx.ExpectationSuite(name=name, expectations=[_expectation(c) for c in checks])


def _expectation(check: Check) -> Any:  # noqa: ANN401 - an Expectation
    return kind_of(check.kind)(
        **check.arguments,
        severity=check.severity,
        description=check.en if check.ko == check.en else f"{check.en} / {check.ko}",
        meta={
            "code": check.code,
            "rule": check.rule,
            "source": check.source,
            "severity": check.severity,
        },
    )


def kind_of(name: str) -> Any:  # noqa: ANN401 - a class of expectations
    """Return the class of expectations of a name, in either of the ways that it is written.

    Raises:
        ExpectationNotFoundError: there is none that is imported.
    """
    great_expectations()
    from great_expectations.expectations.registry import get_expectation_impl  # noqa: PLC0415 - slow to import
    from great_expectations.util import camel_to_snake  # noqa: PLC0415

    return get_expectation_impl(camel_to_snake(name) if name[:1].isupper() else name)
