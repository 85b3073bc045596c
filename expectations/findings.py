"""From an outcome to a line of the report: what was seen, short and readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from expectations.columns import GateColumns
from expectations.texts.found import shown
from expectations.validation import ValidationOutcome
from wearable_coach.records import CheckResult

_SHOWN, _SHOWN_CHARACTERS = 3, 120
_OF_A_CATEGORY = frozenset({"DST-SKELETONS", "DST-COMMON", "DST-LANGUAGE"})
"""Each failing row says the same."""
_LEAKS = {"DST-PERSON": "person_id", "DST-FAMILY": "template_family"}


def check_result(outcome: ValidationOutcome, columns: GateColumns) -> CheckResult:
    """Return the report's line of one outcome."""
    check = outcome.check
    return CheckResult(
        code=check.code,
        rule=check.rule,
        source=check.source,
        suite=outcome.suite,
        severity=check.severity,
        description_en=check.en,
        description_ko=check.ko,
        success=outcome.success,
        observed=_observed(outcome, columns),
        expected=check.expected,
        failing_row_ids=() if outcome.success else outcome.failing_row_ids,
        failing_values=() if outcome.success else outcome.failing_values,
    )


def _observed(outcome: ValidationOutcome, columns: GateColumns) -> str:
    result = outcome.result
    if not outcome.success and outcome.check.code in _LEAKS:
        return _leaks(columns, outcome.check.arguments["column"], _LEAKS[outcome.check.code])
    if not outcome.success and outcome.check.code in _OF_A_CATEGORY:
        return str(result["partial_unexpected_list"][0])
    if "planned_and_seen" in (result.get("details") or {}):
        return _counts(result["observed_value"], result["details"]["planned_and_seen"])
    if "unexpected_count" in result:
        return _failing(result, outcome)
    value = result.get("observed_value")
    if isinstance(value, float):
        return f"{value:.1%}"
    return f"{value:,}" if isinstance(value, int) else shown(str(value), _SHOWN_CHARACTERS)


def _failing(result: Mapping[str, Any], outcome: ValidationOutcome) -> str:
    ids, values = outcome.failing_row_ids, outcome.failing_values
    bad = int(result["unexpected_count"] or 0)
    there = int(result["element_count"]) - int(result.get("missing_count") or 0)
    if not bad:
        return f"all {there:,} hold"
    told = [f"{i} ({v})" for i, v in zip(ids, values, strict=True)] if values else list(ids)
    few = f": {'; '.join(told[:_SHOWN])}{' …' if len(ids) > _SHOWN else ''}" if ids else ""
    return f"{bad:,} of {there:,} do not ({bad / there:.1%}){few}"


def _counts(seen: Mapping[str, int], differs: Mapping[str, Sequence[int]]) -> str:
    if not differs:
        few = len(seen) <= 2 * _SHOWN
        return ", ".join(f"{k} {n:,}" for k, n in sorted(seen.items())) if few else "as planned"
    parts = [f"{name} {got:,} (planned {want:,})" for name, (want, got) in differs.items()]
    more = len(parts) - 2 * _SHOWN
    return ", ".join(parts[: 2 * _SHOWN]) + (f" and {more} more" if more > 0 else "")


def _leaks(columns: GateColumns, column: str, field: str) -> str:
    """Name what is in two splits, with the rows where it is."""
    places = [place for place, is_alone in enumerate(columns[column]) if not is_alone]
    names = columns.read(field, places)
    leaking = list(dict.fromkeys(names))
    first = set(leaking[:_SHOWN])
    seen = [place for place, name in zip(places, names, strict=True) if name in first]
    held: dict[str, dict[str, list[str]]] = {}
    for name, split, row_id in zip(
        *(columns.read(of, seen) for of in (field, "split", "row_id")), strict=True
    ):
        held.setdefault(name, {}).setdefault(split, []).append(row_id)
    told = [
        f"{name} in "
        + " and ".join(f"{s} ({', '.join(ids[:_SHOWN])})" for s, ids in splits.items())
        for name, splits in held.items()
    ]
    return "; ".join(told) + (f" and {len(leaking) - _SHOWN} more" if len(leaking) > _SHOWN else "")
