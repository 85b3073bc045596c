"""Exact counts of a column's values."""

from __future__ import annotations

from typing import Any, ClassVar, Union

from great_expectations.compatibility import pydantic
from great_expectations.core.suite_parameters import SuiteParameterDict
from great_expectations.expectations.expectation import (
    ColumnAggregateExpectation,
    render_suite_parameter_string,
)
from great_expectations.render import RenderedStringTemplateContent

from .words import DATA_QUALITY, sentence, template


class ExpectColumnCountsToEqual(ColumnAggregateExpectation):
    """Expect a column's values to occur exactly as often as planned, and no others.

    A ratio (ExpectColumnKLDivergenceToBeLessThan) is blind to size and lets 699/501/300 pass for
    700/500/300; a value set says nothing of how many.

    Args:
        column: The column.
        counts: Value, as text → rows planned.
        tolerance: Rows by which each count may differ.
    """

    counts: Union[dict[str, int], SuiteParameterDict] = pydantic.Field(  # noqa: UP007 - pydantic v1
        description="Value, as text → rows planned. Values that are not named are planned 0 times."
    )
    tolerance: int = pydantic.Field(0, ge=0, description="Rows by which each count may differ.")

    metric_dependencies = ("column.value_counts",)
    success_keys = ("counts", "tolerance")
    args_keys = ("column", "counts", "tolerance")
    library_metadata: ClassVar[dict[str, Any]] = DATA_QUALITY

    class Config:
        """As Great Expectations' own describe themselves."""

        title = "Expect column counts to equal"

        @staticmethod
        def schema_extra(schema: dict[str, Any], model: Any) -> None:  # noqa: ANN401 - the hook's
            """Add what the class says of itself to its JSON schema."""
            ColumnAggregateExpectation.Config.schema_extra(schema, model)
            schema["description"] = sentence(model)

    @classmethod
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: Any = None,  # noqa: ANN401 - the renderers' signature
        result: Any = None,  # noqa: ANN401, ARG003
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003
    ) -> list[RenderedStringTemplateContent]:
        return template(
            configuration, "values occur as planned, give or take $tolerance rows: $counts"
        )

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
