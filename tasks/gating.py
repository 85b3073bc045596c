"""The step that gates a published version from its files, wherever it lies."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from expectations.checkpoint import write_data_docs
from expectations.gate import run_gate
from tasks.part_gate import gate_parts
from tasks.policy import PATIENT, step
from wearable_coach.dataset.file_checks import file_results
from wearable_coach.dataset.parts import shards_of
from wearable_coach.dataset.published import VersionFiles, how_made
from wearable_coach.errors import BadInput, GateRejected
from wearable_coach.finetuning.datasets import manifest_of
from wearable_coach.records import CheckResult, GateReport
from wearable_coach.store import Store
from wearable_coach.store.wholeness import repair_command


@step("gate-version", PATIENT)
def gate_version(store: Store, version: str, data_docs: str = "") -> GateReport:
    """Gate a published version: its files against its manifest and records, its rows by all suites.

    Args:
        store: Where it lies.
        version: Its name.
        data_docs: A folder that Great Expectations' Data Docs are written into; "" writes none.

    Raises:
        BadInput: there is no such version, its manifest cannot be read, or Data Docs are wanted of one in parts.
    """
    files = VersionFiles(store, version, manifest_of(store, version))
    of = shards_of(files.hashes)
    if of and data_docs:
        message = f"data-docs: {version} lies in {of} parts, and Great Expectations writes Data Docs of one frame in memory; leave --data-docs out"
        raise BadInput(message)
    made = how_made(files)
    results = file_results(files, made)
    if made is None or not any(r.code == "FIL-ROWS" for r in results):
        _need_no_docs(version, data_docs)
        return GateReport(results=tuple(results), rows=int(files.manifest.get("rows") or 0))
    if of:
        report = gate_parts(files, made)
        return GateReport(results=(*results, *report.results), rows=report.rows)
    show = partial(write_data_docs, Path(data_docs), made.plan, name=version) if data_docs else None
    report = run_gate(
        list(files.rows()), made.plan, prompts=made.prompts, ordered=made.ordered, show=show
    )
    return GateReport(results=(*results, *report.results), rows=report.rows)


def need_passed(report: GateReport, version: str) -> None:
    """Stop where a published version did not pass.

    Raises:
        GateRejected: it did not; the message says what failed first and what to do.
    """
    failed = [r for r in report.results if not r.success and r.severity == "critical"]
    if not failed:
        return
    first = failed[0]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    message = (
        f"gate: {version}: {first.code}: expected {first.expected}, found {first.observed}{more}; "
        f"nothing is trained on it, {_remedy(version, failed)}"
    )
    raise GateRejected(message)


def _remedy(version: str, failed: list[CheckResult]) -> str:
    if any(r.code == "FIL-HASH" for r in failed):
        return f"run `{repair_command(version)}`"
    return "make another version with `wearable-coach refresh`"


def _need_no_docs(version: str, data_docs: str) -> None:
    if data_docs:
        message = (
            f"data-docs: {version} has no records that suites can run on; leave --data-docs out"
        )
        raise BadInput(message)
