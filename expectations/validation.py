"""Running suites on columns: one ephemeral context a run, ids only for what failed."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from expectations.check import OWN_RULE, Check, build_suite, needed_by
from expectations.columns import NAMES, TEXTS, GateColumns
from expectations.loading import great_expectations, quietly
from expectations.shown import shown_values
from wearable_coach.errors import BadInput
from wearable_coach.memory import give_back
from wearable_coach.records import SuiteName

MOST_NAMED = 100_000
"""Rows that the findings of a run name in all; more are counted alone, and named when these are composed anew."""
_LEAST_NAMED = 100
"""Rows that a finding names whatever others named before."""
CELLS_AT_ONCE = 2_000_000
"""Values of a frame: 20,000 rows are validated in one, of more rows some columns at a time."""
_SOURCE = "rows"
_COUNTED = ("element_count", "missing_count", "unexpected_count")
_WITH_PLACES = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
}


class ValidationOutcome(NamedTuple):
    """What Great Expectations says of one check."""

    check: Check
    suite: SuiteName
    success: bool
    result: Mapping[str, Any]
    failing_row_ids: tuple[str, ...] = ()
    failing_values: tuple[str, ...] = ()
    """What each of these rows holds, readable."""


class Validator:
    """Validates columns in a context of its own: contexts are never shared between tasks."""

    def __init__(self, parameters: Mapping[str, Any], most_named: int = MOST_NAMED) -> None:
        """Open an ephemeral context that sends nothing and draws no progress bars."""
        self._parameters, self._left = dict(parameters), most_named
        with quietly():
            self._context = quiet_context()
        self._batch: tuple[object, Any] = (None, None)

    def validate(
        self, name: SuiteName, checks: Sequence[Check], columns: GateColumns
    ) -> list[ValidationOutcome]:
        """Return what each check says, in the order of `checks`."""
        said: dict[str, ValidationOutcome] = {}
        in_parts = [check for check in checks if is_of_texts(check, columns)]
        with quietly():
            for check in in_parts:
                said[check.code] = self._said_in_parts(name, check, columns)
            for names, some in portions([c for c in checks if c not in in_parts], columns):
                said |= self._said(name, some, columns, names)
        return [said[check.code] for check in checks]

    def _said(
        self, name: SuiteName, checks: Sequence[Check], columns: GateColumns, names: tuple[str, ...]
    ) -> dict[str, ValidationOutcome]:
        batch = self._batch_of(columns, names)
        results = self._run(batch, name, checks, "BASIC")
        failed = [c for c in checks if c.by_row and not results[c.code].success]
        found = self._run(batch, name, failed, _WITH_PLACES) if failed else {}
        named = {
            code: self._named(result.result.get("unexpected_index_list") or [], columns)
            for code, result in found.items()
        }
        return {
            c.code: ValidationOutcome(
                check=c,
                suite=name,
                success=bool(results[c.code].success),
                result=results[c.code].result,
                failing_row_ids=tuple(named.get(c.code, ())),
                failing_values=shown_values(c, [*named.get(c.code, {}).values()], columns),
            )
            for c in checks
        }

    def _said_in_parts(
        self, name: SuiteName, check: Check, columns: GateColumns
    ) -> ValidationOutcome:
        """Return what a check that rows fail each by itself says, a part of the rows at a time."""
        import pandas as pd  # noqa: PLC0415 - slow to import

        counted: Counter[str] = Counter(dict.fromkeys(_COUNTED, 0))
        places: list[int] = []
        for start, part in columns.parts(sorted(needed_by(check, columns))):
            batch = self._batch_from(pd.DataFrame(part))
            result = self._run(batch, name, [check], _WITH_PLACES)[check.code].result
            counted.update({count: int(result.get(count) or 0) for count in _COUNTED})
            places += [start + place for place in result.get("unexpected_index_list") or ()]
        there = counted["element_count"] - counted["missing_count"]
        hold = there - counted["unexpected_count"]
        success = hold == there or hold / there >= check.arguments.get("mostly", 1)
        named = {} if success else self._named(places, columns)
        shown = shown_values(check, [*named.values()], columns)
        return ValidationOutcome(check, name, success, dict(counted), tuple(named), shown)

    def _named(self, places: Sequence[int], columns: GateColumns) -> dict[str, int]:
        """Return the ids of rows that are named, each with the first place where it is."""
        most = max(self._left, _LEAST_NAMED)
        named: dict[str, int] = {}
        for row_id, place in zip(columns.read("row_id", places[:most]), places, strict=False):
            named.setdefault(str(row_id), place)
        self._left -= len(named)
        return named

    def _batch_of(self, columns: GateColumns, names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a Great Expectations batch
        """Return the batch of some columns; those that were asked for just before are made once."""
        key, batch = self._batch
        if key != (id(columns), names):
            self._batch = (None, None)
            self._forget()
            batch = self._batch_from(data_frame(columns, names))
            self._batch = ((id(columns), names), batch)
        return batch

    def _batch_from(self, frame: Any) -> Any:  # noqa: ANN401 - of pandas and Great Expectations
        """Return a frame as a batch; a source holds all that it was ever given, so that each has its own."""
        self._forget()
        sources = self._context.data_sources
        asset = sources.add_pandas(_SOURCE).add_dataframe_asset("columns")
        whole = asset.add_batch_definition_whole_dataframe("all")
        return whole.get_batch({"dataframe": frame})

    def _forget(self) -> None:
        """Let the frame go that was given last, before the next one is made."""
        sources = self._context.data_sources
        if _SOURCE in sources.all():
            sources.delete(_SOURCE)
            gc.collect()  # what it held refers to itself
            give_back()

    def _run(
        self,
        batch: Any,  # noqa: ANN401 - a Great Expectations batch
        name: SuiteName,
        checks: Sequence[Check],
        result_format: object,
    ) -> dict[str, Any]:
        result = batch.validate(
            build_suite(name, checks),
            result_format=result_format,
            expectation_parameters=self._parameters,
        )
        by_code = {r.expectation_config.meta["code"]: r for r in result.results}
        for check in checks:
            _raise_on_fault(check, by_code[check.code])
        return by_code


def quiet_context() -> Any:  # noqa: ANN401 - an EphemeralDataContext
    """Return a context of one's own that keeps nothing, sends nothing and draws no progress bars."""
    context = great_expectations().get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context


def is_of_texts(check: Check, columns: GateColumns) -> bool:
    """Say whether a check is about texts that differ from row to row, and of each by itself: it needs not all at once."""
    is_apart = check.by_row and not re.search(
        r"unique|increasing|decreasing", check.kind, re.IGNORECASE
    )
    return is_apart and not needed_by(check, columns).isdisjoint((*TEXTS, *NAMES))


def portions(
    checks: Sequence[Check], columns: GateColumns
) -> list[tuple[tuple[str, ...], list[Check]]]:
    """Return checks with the columns of the frame that they run on: no more values at once than are few."""
    most = max(1, CELLS_AT_ONCE // max(1, columns.rows))
    if len(columns) <= most:
        return [(tuple(columns), list(checks))]
    found: list[tuple[set[str], list[Check]]] = []
    for check in checks:
        needed = needed_by(check, columns)
        fitting = next((f for f in found if needed and len(f[0] | needed) <= most), None)
        if needed and fitting is not None:
            fitting[0].update(needed)
            fitting[1].append(check)
        else:
            found.append((needed, [check]))
    return [(tuple(sorted(names)), some) for names, some in found]


def data_frame(columns: GateColumns, names: Sequence[str]) -> Any:  # noqa: ANN401 - pandas, slow to import
    """Return columns as what Great Expectations validates.

    Where no column is named, it is the rows' number and the columns' names that are asked about: every
    column is there, and holds nothing.
    """
    import pandas as pd  # noqa: PLC0415 - slow to import

    if not names:
        return pd.DataFrame(False, index=range(columns.rows), columns=list(columns))  # noqa: FBT003 - a value
    return pd.DataFrame({name: columns[name] for name in names})


def _raise_on_fault(check: Check, result: Any) -> None:  # noqa: ANN401 - a validation result
    """Tell an expectation that could not be evaluated from one that failed."""
    fault = result.exception_info or {}
    infos = [fault] if "raised_exception" in fault else list(fault.values())
    for info in infos:
        if info.get("raised_exception"):
            why = f"{check.code} could not be evaluated: {info['exception_message']}"
            if check.rule == OWN_RULE:
                message = f"own_suites: {check.source}: {why}; correct it there"
                raise BadInput(message)
            message = f"expectation {why}"
            raise RuntimeError(message)
