"""How a run ends, in words that people read: its state is named by what came of it, its message has the figures.

The list of runs shows name and state; the message stands on the run's page, in its events and in alerts. A state
is of Prefect's own type (Completed, Failed) whatever its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.compositions.evaluation import Evaluated
from flows.compositions.pipeline import PipelineResult
from flows.compositions.refreshed import Refreshed
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.finetuning.polling import Polled
from wearable_coach.finetuning.submission import Submitted
from wearable_coach.hosting.keeping import HostingLook
from wearable_coach.promotion.pointer import Entry
from wearable_coach.records import GateReport

PUBLISHED, UNCHANGED, ORDERED, ALARM = "Published", "Unchanged", "Ordered", "Alarm"
_OPEN = "nothing open"
_MOST_JOBS = 3


def refreshed_end(result: Refreshed) -> State[Any]:
    """Return the end of a run that made a dataset, or came to one that was there."""
    name = PUBLISHED if result.published.created else UNCHANGED
    return Completed(name=name, message=refreshed_line(result), data=result)


def submitted_end(submitted: Submitted) -> State[Any]:
    """Return the end of a run that ordered a job, or came to one that was there."""
    name = ORDERED if submitted.created else UNCHANGED
    return Completed(name=name, message=submitted_line(submitted), data=submitted.job.name)


def evaluated_end(done: Evaluated, entry: Entry | None, told: dict[str, Any]) -> State[Any]:
    """Return the end of a run that evaluated a model; `told` is what it returns."""
    name = verdict_name(done.evaluation, entry)
    return Completed(name=name, message=evaluated_line(done, entry), data=told)


def pipeline_end(result: PipelineResult, entry: Entry | None) -> State[Any]:
    """Return the end of a run of the whole loop."""
    dataset = result.refreshed.published.version
    message = f"{dataset} → {evaluated_line(result.evaluated, entry)}"
    name = verdict_name(result.evaluated.evaluation, entry)
    return Completed(name=name, message=message, data=result)


def watched_end(
    looks: Sequence[Polled], ended: list[str], standing: Sequence[HostingLook] = ()
) -> State[Any]:
    """Return the end of a round; `ended` is what it returns.

    What people are to be told of ends it as Failed, once: the caretaker tells of runs that failed.
    """
    alarms = [_alarm_line(look) for look in looks if _is_alarm(look)]
    alarms += [look.message for look in standing if look.kind == "alarm"]
    if alarms:
        return Failed(name=ALARM, message="; ".join(alarms))
    return Completed(message=watched_line([*looks, *standing]), data=ended)


def _is_alarm(look: Polled) -> bool:
    return look.kind == "alarm" or (look.kind == "ended" and look.state == "Failed")


def _alarm_line(look: Polled) -> str:
    return look.message if look.kind == "alarm" else f"{look.name} {look.state}: {look.message}"


def verdict_name(found: Evaluation, entry: Entry | None) -> str:
    """Return a verdict as a state's name: Promoted, Better (and not served), Held or Rejected."""
    if entry is not None:
        return "Promoted"
    return {"promote": "Better", "hold": "Held", "reject": "Rejected"}[found.decision.verdict]


def refreshed_line(result: Refreshed) -> str:
    """Return what came of a refresh: version, conversations, gate."""
    version = result.published.version
    rows = f"{result.rows:,} conversations, gate passed {_met(result.report)}"
    if not result.is_latest:
        rows += ", latest stays as it is"
    if result.published.created:
        return f"{version}: {rows}"
    mended = f", {', '.join(result.published.repaired)} repaired" * bool(result.published.repaired)
    return f"nothing new: same as {version}{mended} ({rows})"


def submitted_line(submitted: Submitted) -> str:
    """Return what came of an order: job, state, dataset, backend."""
    job = submitted.job
    known = "" if submitted.created else "nothing new: "
    return (
        f"{known}{job.name} is {job.state}: {job.order.dataset_version} on {job.order.base_model} "
        f"({job.order.backend})"
    )


def evaluated_line(done: Evaluated, entry: Entry | None) -> str:
    """Return what came of an evaluation: verdict, the headline figures, and whether it is served."""
    found = done.evaluation
    served = f"; served from now on (entry {entry.serial})" if entry else ""
    known = "" if done.created else "known already, "
    return f"{found.candidate}: {known}{found.decision.verdict}{_against(found)}{served}"


def watched_line(looks: Sequence[Polled | HostingLook]) -> str:
    """Return what a round saw: each job with its state, the first few by name."""
    if not looks:
        return _OPEN
    said = [f"{look.name} {'ended ' if look.kind == 'ended' else ''}{look.state}" for look in looks]
    more = f", and {len(said) - _MOST_JOBS} more" if len(said) > _MOST_JOBS else ""
    return ", ".join(said[:_MOST_JOBS]) + more


def _met(report: GateReport) -> str:
    return f"{sum(r.success for r in report.results)} of {len(report.results)}"


def _against(found: Evaluation) -> str:
    """Return the candidate's first headline figure, beside that of the model that it would replace."""
    shares = {
        model.name: {f.measure: f.share for f in model.headline if f.share is not None}
        for model in found.models
    }
    mine = shares.get(found.candidate, {})
    if not mine:
        return ""
    measure, share = next(iter(mine.items()))
    other = shares.get(found.decision.rival or "", {}).get(measure)
    beside = "" if other is None else f" against {other:.1%} of {found.decision.rival}"
    return f", {measure} {share:.1%}{beside}"
