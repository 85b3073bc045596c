"""What a run leaves in the Prefect UI: of a dataset, of a refusal, of an evaluation, of a job.

Each holds its content, so that nothing needs to be opened to know it, and links to its page where one is
served. Keys carry the store's name: the history of one store is not mixed with another's. An artifact that
cannot be left is warned of, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from prefect import get_run_logger
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.compositions.evaluation import Evaluated
from flows.compositions.refreshed import Refreshed
from flows.prefect_api.served_pages import page_link
from flows.prefect_api.shown_tables import card_head, counts_table, gate_line, gate_table
from tasks.dataset import RefreshRequest
from wearable_coach.errors import CoachError, GateRejected
from wearable_coach.evaluation.shelf import report_key
from wearable_coach.finetuning.cards import job_card, job_row
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.records import GateReport
from wearable_coach.reporting.evaluation_summary import (
    headline_table,
    verdict_markdown,
    verdict_word,
)
from wearable_coach.store import Store
from wearable_coach.store.naming import store_slug
from wearable_coach.store.parsing import record_of

_Args = ParamSpec("_Args")


def _never_in_the_way(show: Callable[_Args, None]) -> Callable[_Args, None]:
    """Let a run go on whose artifact cannot be left: what it made is made."""

    @wraps(show)
    def shown(*args: _Args.args, **kwargs: _Args.kwargs) -> None:
        try:
            show(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever the server, the network or a page does
            what = f"{show.__name__}: {type(error).__name__}: {error}"
            get_run_logger().warning("not shown in the UI (%s)", what.partition("\n")[0])

    return shown


@_never_in_the_way
def show_dataset(request: RefreshRequest, result: Refreshed) -> None:
    """Leave the card's head, the counts and the gate of a dataset, and a link to its card."""
    store, version = request.store, result.published.version
    folder = f"datasets/{version}"
    page = _place(store, f"{folder}/report.html")
    title = f"{version}: {result.rows:,} rows, seed {request.seed}"
    create_markdown_artifact(
        key=_key("dataset-card", store),
        markdown=card_head(request, result, page),
        description=title,
    )
    create_table_artifact(
        key=_key("dataset-counts", store), table=counts_table(result.counts), description=title
    )
    _show_gate(store, folder, result.report, version)
    _show_link(
        "dataset-report", store, f"{folder}/report.html", f"Dataset card of {version}",
        "Counts, distributions, samples and what the gate said",
    )  # fmt: skip


@_never_in_the_way
def show_refusal(what: str, error: CoachError, store: Store | None = None) -> None:
    """Leave why a run came to nothing; of a dataset that its gate refused, the whole gate."""
    refused = error.refused if isinstance(error, GateRejected) else ""
    where = "" if store is None else f"-{store_slug(store)}"
    lines = [f"**{_REFUSED.get(what, 'Stopped.')}** {error}"]
    if store is not None and refused:
        lines.append(f"Page: {_place(store, f'{refused}/report.html')}")
    create_markdown_artifact(
        key=f"{what}-refused{where}", markdown="\n\n".join(lines), description=_first(str(error))
    )
    if store is not None and refused:
        report = record_of(store.read(f"{refused}/gate.json").data, GateReport)
        _show_gate(store, refused, report, f"{refused.partition('/')[2]}, refused")
        _show_link("refused-report", store, f"{refused}/report.html", "Why it was refused", _first(str(error)))  # fmt: skip


@_never_in_the_way
def show_evaluation(store: Store, done: Evaluated) -> None:
    """Leave the verdict, the headline figures and a link to the report as artifacts."""
    found, key = done.evaluation, report_key(done.evaluation)
    title = f"{found.candidate}: {verdict_word(found)}"
    markdown = f"{verdict_markdown(found)}\n보고서: {_place(store, key)}\n"
    create_markdown_artifact(
        key=_key("evaluation-verdict", store), markdown=markdown, description=title
    )
    create_table_artifact(
        key=_key("evaluation-headline", store), table=headline_table(found), description=title
    )
    _show_link(
        "evaluation-report", store, key, f"평가 보고서 {found.candidate}",
        "판정, 구간이 있는 지표, 가장 나빴던 답변",
    )  # fmt: skip


@_never_in_the_way
def show_job(store: Store, job: Job) -> None:
    """Leave the card of a job."""
    create_markdown_artifact(
        key=_key("finetuning-job", store),
        markdown=job_card(job),
        description=f"{job.name}: {job.state}, trains on {job.order.dataset_version}",
    )


@_never_in_the_way
def show_jobs(store: Store) -> None:
    """Leave all jobs of the ledger that can be read as a table; of the others the round has told."""
    jobs = [*JobLedger(store).jobs(lambda *_: None)]
    create_table_artifact(
        key=_key("finetuning-jobs", store),
        table=[job_row(job) for job in jobs],
        description=f"{len(jobs)} jobs of {store.where('jobs')}",
    )


_REFUSED = {
    "refresh": "Not published.",
    "retrain": "Not submitted.",
    "evaluation": "Not evaluated.",
}


def _show_gate(store: Store, folder: str, report: GateReport, title: str) -> None:
    page = _place(store, f"{folder}/gate.json")
    create_table_artifact(
        key=_key("gate", store),
        table=gate_table(report),
        description=f"{title}: {gate_line(report)}. All of it: {page}",
    )


def _show_link(key: str, store: Store, page: str, text: str, about: str) -> None:
    """Leave a link to a page, where it leads somewhere."""
    if (link := page_link(store, page)) is not None:
        create_link_artifact(key=_key(key, store), link=link, link_text=text, description=about)


def _key(what: str, store: Store) -> str:
    return f"{what}-{store_slug(store)}"


def _place(store: Store, key: str) -> str:
    """Return a page as Markdown: a link where one is served, else where it lies, in words."""
    link = page_link(store, key)
    return f"[{key}]({link})" if link else f"`{store.where(key)}`"


def _first(text: str) -> str:
    return text.partition("\n")[0]
