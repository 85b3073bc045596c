"""Where a recipe takes vitals from: files of real days, what is said of their tables, and their share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from wearable_coach.errors import BadInput
from wearable_coach.records import Record
from wearable_coach.sources.table_options import TableOptions, said_options

Share = Annotated[float, Field(ge=0, le=1)]
MissingMark = Annotated[str, Field(coerce_numbers_to_str=True, min_length=1)]


class SourceMix(Record):
    """Where vitals come from."""

    vitals: tuple[str, ...] = Field(
        (),
        description="Files of real days: exports of phones and watches, LifeSnaps or Fitabase, CSV or JSON lines",
    )
    real_share: Share | None = Field(
        None, description="Share of rows from real days; empty takes 0.3, or what the files give"
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="What columns of tables are that their names do not say, as 심박수: heart_rate; id says whose day it is, - leaves a column aside",
    )
    missing: tuple[MissingMark, ...] = Field(
        (), description="What cells of tables say where nothing was measured, beside the usual"
    )

    @property
    def table_options(self) -> TableOptions:
        """What is said of the tables among the files."""
        return said_options(self.columns, self.missing)

    @model_serializer(mode="wrap")
    def _none_unsaid(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what is said of no table: a manifest without is as it was before it could be said."""
        written: dict[str, Any] = write(self)
        return {k: v for k, v in written.items() if v or k not in {"columns", "missing"}}

    @model_validator(mode="after")
    def _tables_are_said(self) -> SourceMix:
        if (self.columns or self.missing) and not self.vitals:
            message = (
                "columns and missing tell of tables but vitals names no file; add --vitals FILE"
            )
            raise ValueError(message)
        try:
            said_options(self.columns, self.missing)
        except BadInput as error:
            raise ValueError(str(error)) from None
        return self

    @model_validator(mode="after")
    def _real_share_has_files(self) -> SourceMix:
        if self.real_share and not self.vitals:
            message = (
                f"real_share is {self.real_share:g} but vitals names no file; add --vitals FILE"
            )
            raise ValueError(message)
        return self
