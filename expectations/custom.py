"""Our own expectations: exact counts of a column, and the quotient of several columns.

Importing this module imports Great Expectations: do it inside functions.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Optional, Union

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    ColumnAggregateExpectation,
    MulticolumnMapExpectation,
)
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

_FLOAT_NOISE = 1e-9
"""A decimal bound is allowed; its float must not fail for the sixteenth digit."""


class ExpectColumnCountsToEqual(ColumnAggregateExpectation):
    """Expect a column's values to occur exactly as often as planned, and no others.

    A ratio (KL divergence) is blind to size and lets 699/501/300 pass for 700/500/300.
    """

    counts: dict[str, Any]
    """Value → rows, or the parameter that holds them."""
    tolerance: int = 0

    metric_dependencies = ("column.value_counts",)
    success_keys = ("counts", "tolerance")
    args_keys = ("column", "counts", "tolerance")

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002 - the signature's
        execution_engine: Any = None,  # noqa: ANN401, ARG002
    ) -> dict[str, Any]:
        seen = {str(k): int(v) for k, v in metrics["column.value_counts"].items() if v}
        planned = self._get_success_kwargs()["counts"]
        differs = {
            name: [planned.get(name, 0), seen.get(name, 0)]
            for name in sorted({*planned, *seen})
            if abs(planned.get(name, 0) - seen.get(name, 0)) > self.tolerance
        }
        return {
            "success": not differs,
            "result": {"observed_value": seen, "details": {"planned_and_seen": differs}},
        }


class _QuotientWithin(MulticolumnMapMetricProvider):
    condition_metric_name = "multicolumn_values.quotient_within"
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("scale", "power", "min_value", "max_value", "guard", "guard_from")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N805 - the decorator's
        numerator, *denominators = (column_list[name] for name in column_list.columns)
        quotient = numerator * kwargs["scale"]
        for denominator in denominators:
            quotient = quotient / denominator
        quotient = quotient ** kwargs["power"]
        within = (quotient >= kwargs["min_value"] * (1 - _FLOAT_NOISE)) & (
            quotient <= kwargs["max_value"] * (1 + _FLOAT_NOISE)
        )
        if kwargs["guard"] is not None:
            within |= column_list[kwargs["guard"]] < kwargs["guard_from"]
        return within


class ExpectColumnQuotientToBeBetween(MulticolumnMapExpectation):
    """Expect (first column · scale / the other columns) ** power to lie in a closed range.

    Rows in which a column is missing are left out, and rows whose `guard` is below `guard_from`
    pass: a stride says nothing below 1,000 steps.
    """

    scale: float = 1.0
    power: float = 1.0
    min_value: float
    max_value: float
    guard: Optional[str] = None  # noqa: UP045 - pydantic v1 models
    guard_from: Optional[float] = None  # noqa: UP045
    ignore_row_if: Union[  # noqa: UP007
        Literal["all_values_are_missing", "any_value_is_missing", "never"], None
    ] = "any_value_is_missing"

    map_metric = "multicolumn_values.quotient_within"
    success_keys = ("scale", "power", "min_value", "max_value", "guard", "guard_from", "mostly")
    args_keys = ("column_list", "scale", "power", "min_value", "max_value", "guard", "guard_from")
    library_metadata: ClassVar[dict[str, Any]] = {"maturity": "production", "tags": []}
