"""What a run leaves in the Prefect UI: of a dataset, of an evaluation."""

from __future__ import annotations

from pathlib import Path

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.compositions.evaluation import Evaluated
from flows.compositions.refresh import Refreshed
from tasks.dataset import RefreshRequest
from wearable_coach.reporting.evaluation_summary import (
    headline_table,
    verdict_markdown,
    verdict_word,
)


def show_dataset(request: RefreshRequest, result: Refreshed) -> None:
    """Leave the counts as a table and a link to the dataset card as artifacts."""
    table = [
        {"category": category, **splits, "rows": sum(splits.values())}
        for category, splits in result.counts.items()
    ]
    create_table_artifact(
        key="dataset-counts",
        table=table,
        description=f"{result.published.version}: {result.rows:,} rows, seed {request.seed}",
    )
    create_link_artifact(
        key="dataset-report",
        link=link_to(f"{result.published.where}/report.html"),
        link_text=f"Dataset card of {result.published.version}",
        description="Counts, distributions, samples and what the gate said",
    )


def show_evaluation(done: Evaluated) -> None:
    """Leave the verdict, the headline figures and a link to the report as artifacts."""
    found = done.evaluation
    create_markdown_artifact(key="evaluation-verdict", markdown=verdict_markdown(found))
    create_table_artifact(
        key="evaluation-headline",
        table=headline_table(found),
        description=f"{found.candidate}: {verdict_word(found)}",
    )
    create_link_artifact(
        key="evaluation-report",
        link=link_to(done.report),
        link_text=f"평가 보고서 {found.candidate}",
        description="판정, 구간이 있는 지표, 가장 나빴던 답변",
    )


def link_to(where: str) -> str:
    """Return a link that a browser opens: a URL as it is, a path as ``file://``."""
    return where if "://" in where else Path(where).absolute().as_uri()
