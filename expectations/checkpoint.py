"""A Great Expectations checkpoint over all suites, and its Data Docs, which need nothing from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from expectations.columns import GateColumns
from expectations.docs_on_board import bring_on_board
from expectations.loading import great_expectations
from expectations.suites import suites_json
from expectations.validation import data_frame, quiet_context, quietly
from wearable_coach.records import GatePlan

_SITE = "data_docs"
_WITH_IDS = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row_id"]}


def write_data_docs(folder: Path, plan: GatePlan, columns: GateColumns, *, name: str) -> bool:
    """Run the suites as a checkpoint and write its Data Docs into a folder, ``index.html`` first.

    Args:
        folder: Where the pages go; made where it is not there.
        plan: What the gate is to find.
        columns: The flat frame.
        name: What the run is called in the pages.

    Returns:
        Whether every expectation held, warnings too.
    """
    gx = great_expectations()
    with quietly():
        context = quiet_context()
        context.add_data_docs_site(_SITE, _site(folder))
        rows = context.data_sources.add_pandas("dataset").add_dataframe_asset("conversations")
        data = rows.add_batch_definition_whole_dataframe(name)
        definitions = [
            context.validation_definitions.add(
                gx.ValidationDefinition(name=suite.name, data=data, suite=context.suites.add(suite))
            )
            for suite in _suites(gx, plan)
        ]
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name="gate",
                validation_definitions=definitions,
                actions=[gx.checkpoint.UpdateDataDocsAction(name=_SITE, site_names=[_SITE])],
                result_format=_WITH_IDS,
            )
        )
        run_id = gx.RunIdentifier(run_name=name)
        result = checkpoint.run({"dataframe": data_frame(columns, tuple(columns))}, run_id=run_id)
    bring_on_board(folder)
    return bool(result.success)


def _suites(gx: Any, plan: GatePlan) -> list[Any]:  # noqa: ANN401 - the module, suites
    made = json.loads(suites_json(plan))
    return [gx.ExpectationSuite(**suite) for suite in made.values()]


def _site(folder: Path) -> dict[str, Any]:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(folder.absolute()),
        },
    }
