"""A dataset and its gate as tables and a few lines, for artifacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flows.compositions.refreshed import Refreshed
from tasks.dataset import RefreshRequest
from wearable_coach.records import CheckResult, GateReport

_MOST_SHOWN = 5


def gate_table(report: GateReport) -> list[dict[str, Any]]:
    """Return the gate as a table: a row an expectation, those that failed first."""
    by_weight = sorted(report.results, key=lambda r: (r.success, r.severity == "warning"))
    return [
        {
            "code": result.code,
            "verdict": _verdict(result),
            "found": result.observed,
            "allowed": result.expected,
            "rows": _few(result.failing_row_ids),
            "values": _few(result.failing_values, "; "),
            "expectation": result.description_en,
            "rule": result.rule,
        }
        for result in by_weight
    ]


def gate_line(report: GateReport) -> str:
    """Return the gate in a line."""
    met = sum(r.success for r in report.results)
    word = "passed" if report.passed else "refused"
    return f"gate {word}, {met} of {len(report.results)} expectations met, {report.rows:,} rows"


def counts_table(counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Return rows by category and split."""
    return [
        {"category": category, **splits, "rows": sum(splits.values())}
        for category, splits in counts.items()
    ]


def card_head(request: RefreshRequest, result: Refreshed, page: str) -> str:
    """Return the head of a dataset's card as Markdown; `page` names the whole of it."""
    published = result.published
    splits: dict[str, int] = {}
    for by_split in result.counts.values():
        for split, n in by_split.items():
            splits[split] = splits.get(split, 0) + n
    made = "made by this run" if published.created else "was there already, the same content"
    told = [
        ("Version", f"`{published.version}`, {made}"),
        ("Night", request.date),
        (
            "Conversations",
            f"{result.rows:,} ({', '.join(f'{n:,} {s}' for s, n in splits.items())})",
        ),
        ("From real days", f"{result.real_rows:,} rows; {result.rejected_days:,} days not taken"),
        ("Composed anew", f"{result.refused:,} attempts that the verifier refused"),
        ("Gate", gate_line(result.report)),
        ("Latest", "yes" if result.is_latest else "no, that stays as it is"),
        ("Repaired", ", ".join(published.repaired)),
        ("Seed", str(request.seed)),
        ("Card", page),
        ("Lies in", f"`{published.where}`"),
    ]
    rows = [f"| {name} | {value} |" for name, value in told if value]
    return "\n".join(["| | |", "|---|---|", *rows, ""])


def _verdict(result: CheckResult) -> str:
    if result.success:
        return "met"
    return "warned" if result.severity == "warning" else "failed"


def _few(all_of_them: Sequence[str], between: str = ", ") -> str:
    shown = between.join(all_of_them[:_MOST_SHOWN])
    more = len(all_of_them) - _MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
