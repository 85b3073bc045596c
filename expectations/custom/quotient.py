"""The quotient of several columns, within a range."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Optional, Union

from great_expectations.compatibility import pydantic
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    MulticolumnMapExpectation,
    render_suite_parameter_string,
)
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)
from great_expectations.render import RenderedStringTemplateContent

from .words import DATA_QUALITY, sentence, template

_FLOAT_NOISE = 1e-9
"""A decimal bound is allowed; its float must not fail for the sixteenth digit."""
_METRIC = "multicolumn_values.quotient_within"


class _QuotientWithin(MulticolumnMapMetricProvider):
    condition_metric_name = _METRIC
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

    Args:
        column_list: The column above the line, then those below it.
        scale: Factor of the column above the line.
        power: Power of the quotient; 0.5 is its root.
        min_value: Least value, itself allowed.
        max_value: Greatest value, itself allowed.
        guard: One of the columns, below whose `guard_from` a row passes.
        guard_from: Value of `guard` from which a row is judged.
    """

    scale: float = pydantic.Field(1.0, description="Factor of the column above the line.")
    power: float = pydantic.Field(1.0, description="Power of the quotient; 0.5 is its root.")
    min_value: float = pydantic.Field(description="Least value, itself allowed.")
    max_value: float = pydantic.Field(description="Greatest value, itself allowed.")
    guard: Optional[str] = pydantic.Field(  # noqa: UP045 - pydantic v1 models
        None, description="One of the columns, below whose `guard_from` a row passes."
    )
    guard_from: Optional[float] = pydantic.Field(  # noqa: UP045
        None, description="Value of `guard` from which a row is judged."
    )
    ignore_row_if: Union[  # noqa: UP007
        Literal["all_values_are_missing", "any_value_is_missing", "never"], None
    ] = "any_value_is_missing"

    map_metric = _METRIC
    success_keys = ("scale", "power", "min_value", "max_value", "guard", "guard_from", "mostly")
    args_keys = ("column_list", "scale", "power", "min_value", "max_value", "guard", "guard_from")
    library_metadata: ClassVar[dict[str, Any]] = DATA_QUALITY

    class Config:
        """As Great Expectations' own describe themselves."""

        title = "Expect column quotient to be between"

        @staticmethod
        def schema_extra(schema: dict[str, Any], model: Any) -> None:  # noqa: ANN401 - the hook's
            """Add what the class says of itself to its JSON schema."""
            MulticolumnMapExpectation.Config.schema_extra(schema, model)
            schema["description"] = sentence(model)

    @classmethod
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: Any = None,  # noqa: ANN401 - the renderers' signature
        result: Any = None,  # noqa: ANN401, ARG003
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
    ) -> list[RenderedStringTemplateContent]:
        text = "($column_list, the first · $scale over the others) ** $power is between $min_value and $max_value"
        if configuration.kwargs.get("guard") is not None:
            text += ", where $guard is at least $guard_from"
        return template(configuration, text)
