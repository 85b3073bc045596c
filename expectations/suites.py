"""All suites of a dataset, and how a version keeps them: as JSON that plain Great Expectations reads."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from expectations import conversations, dataset, own, vitals
from expectations.check import Check, build_suite
from expectations.loading import quietly
from wearable_coach.records import GatePlan, SuiteName

SUITES, COLUMNS = "suites.json", "columns.parquet"


def suites_of(plan: GatePlan) -> dict[SuiteName, list[Check]]:
    """Return the checks of every suite: the product's three, and the recipe's own where it has any."""
    made: dict[SuiteName, list[Check]] = {
        "vitals": vitals.checks(),
        "conversations": conversations.checks(plan.max_tokens),
        "dataset": dataset.checks(plan),
    }
    return made | ({"own": own.checks(plan.own_suites)} if plan.own_suites else {})


def kept_files(plan: GatePlan, columns: Mapping[str, Sequence[Any]]) -> dict[str, bytes]:
    """Return the suites with this run's numbers, and the columns that they ran on, as a version keeps them."""
    return {SUITES: suites_json(plan), COLUMNS: columns_parquet(columns)}


def suites_json(plan: GatePlan) -> bytes:
    """Return every suite by name, with this run's numbers in the places of its parameters."""
    numbers = dataset.parameters(plan)
    with quietly():
        made = {
            name: _with_numbers(plain_suite(build_suite(name, checks)), numbers)
            for name, checks in suites_of(plan).items()
        }
    return (json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def plain_suite(suite: Any) -> dict[str, Any]:  # noqa: ANN401 - an ExpectationSuite
    """Return a suite without the ids that each run rolls anew."""
    made = suite.to_json_dict()
    kept = ("type", "kwargs", "severity", "description", "meta")
    plain = [{key: e[key] for key in kept if key in e} for e in made["expectations"]]
    return {"name": made["name"], "expectations": plain}


def columns_parquet(columns: Mapping[str, Any]) -> bytes:
    """Return the columns as a flat parquet file, a row a conversation; what is missing is null."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _with_numbers(value: Any, numbers: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        name = value.get("$PARAMETER")
        if isinstance(name, str):
            return numbers[name]
        return {key: _with_numbers(inner, numbers) for key, inner in value.items()}
    return [_with_numbers(v, numbers) for v in value] if isinstance(value, list) else value
