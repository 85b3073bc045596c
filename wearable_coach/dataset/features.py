"""The columns of a version's files as the Hub's ``datasets`` names them, read out of the files' own schema."""

from __future__ import annotations

from typing import Any

from wearable_coach.dataset.records_file import records_schema

_MESSAGE = [{"name": "role", "dtype": "string"}, {"name": "content", "dtype": "string"}]
TRAINING_FEATURES: list[dict[str, Any]] = [{"name": "messages", "list": _MESSAGE}]
"""Of a training file's lines."""
_DTYPES = {"string": "string", "int64": "int64", "double": "float64"}


def records_features() -> list[dict[str, Any]]:
    """Return the features of ``records.parquet``, in the order of its columns."""
    return [_feature(field) for field in records_schema()]


def _feature(field: Any) -> dict[str, Any]:  # noqa: ANN401 - pyarrow comes untyped
    return {"name": field.name, **_type(field.type)}


def _type(of: Any) -> dict[str, Any]:  # noqa: ANN401 - pyarrow comes untyped
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow

    if pa.types.is_list(of):
        inner = _type(of.value_type)
        return {"list": inner.get("struct") or inner["dtype"]}
    if pa.types.is_struct(of):
        return {"struct": [_feature(field) for field in of]}
    return {"dtype": _DTYPES[str(of)]}
