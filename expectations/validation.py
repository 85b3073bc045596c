"""Running suites on columns: one ephemeral context a run, ids only for what failed."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from expectations.check import OWN_RULE, Check, build_suite
from expectations.loading import great_expectations
from expectations.shown import shown_values
from wearable_coach.errors import BadInput
from wearable_coach.records import SuiteName

_WITH_IDS = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["row_id"],
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

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        """Open an ephemeral context that sends nothing and draws no progress bars."""
        self._parameters = dict(parameters)
        with quietly():
            source = quiet_context().data_sources.add_pandas("rows")
            self._asset = source.add_dataframe_asset("columns")
            self._whole = self._asset.add_batch_definition_whole_dataframe("all")
        self._batch: tuple[object, Any] = (None, None)

    def validate(
        self, name: SuiteName, checks: Sequence[Check], columns: Mapping[str, Sequence[Any]]
    ) -> list[ValidationOutcome]:
        """Return what each check says, in the order of `checks`."""
        with quietly():
            batch = self._batch_of(columns)
            results = self._run(batch, name, checks, "BASIC")
            failed = [c for c in checks if c.by_row and not results[c.code].success]
            with_ids = self._run(batch, name, failed, _WITH_IDS) if failed else {}
        ids = {code: _row_ids(result.result) for code, result in with_ids.items()}
        return [
            ValidationOutcome(
                check=c,
                suite=name,
                success=bool(results[c.code].success),
                result=results[c.code].result,
                failing_row_ids=ids.get(c.code, ()),
                failing_values=shown_values(c, ids.get(c.code, ()), columns),
            )
            for c in checks
        ]

    def _batch_of(self, columns: Mapping[str, Sequence[Any]]) -> Any:  # noqa: ANN401 - a Great Expectations batch
        """Return the batch of some columns; those of the suite before are made once."""
        if self._batch[0] is not columns:
            batch = self._whole.get_batch({"dataframe": data_frame(columns)})
            self._batch = (columns, batch)
        return self._batch[1]

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


def data_frame(columns: Mapping[str, Sequence[Any]]) -> Any:  # noqa: ANN401 - pandas, slow to import
    """Return columns as what Great Expectations validates."""
    import pandas as pd  # noqa: PLC0415 - slow to import

    return pd.DataFrame(dict(columns))


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


def _row_ids(result: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of bad rows; they come as a dict a row, or as dicts of lists."""
    found = result.get("unexpected_index_list") or []
    parts = [found] if isinstance(found, Mapping) else found
    ids = [part["row_id"] for part in parts]
    flat = [i for one in ids for i in (one if isinstance(one, list) else [one])]
    return tuple(dict.fromkeys(str(i) for i in flat))


@contextmanager
def quietly() -> Iterator[None]:
    """Keep deprecations inside Great Expectations, and its notes, from the user's screen."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
