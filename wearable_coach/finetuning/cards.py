"""A job for people: a row of a table, and a card that shows requested beside effective."""

from __future__ import annotations

from wearable_coach.finetuning.contract import Estimate, Preflight
from wearable_coach.finetuning.hyperparameters import Value
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.order import JobOrder

_BARS = "▁▂▃▄▅▆▇█"


def job_row(job: Job) -> dict[str, str]:
    """Return a job as a row of short texts."""
    done = job.progress
    return {
        "job": job.name,
        "state": job.state,
        "since": f"{job.states[-1].at:%Y-%m-%d %H:%M}",
        "backend": job.order.backend,
        "dataset": job.order.dataset_version,
        "step": f"{done.step}/{done.steps}" if done.step is not None else "",
        "loss": f"{done.loss:.3f}" if done.loss is not None else "",
        "reason": job.reason or job.waits,
    }


def job_card(job: Job) -> str:
    """Return a job as Markdown."""
    seen = [f"- {s.at:%Y-%m-%d %H:%M:%S} {s.state} {s.raw} {s.detail}".rstrip() for s in job.states]
    parts = [f"# {job.name}", f"**{job.state}** {job.reason}".rstrip(), order_card(job.order)]
    if job.estimate is not None:
        parts.append(estimate_line(job.estimate))
    if job.result is not None:
        figures = ", ".join(f"{k} {v:g}" for k, v in sorted(job.result.metrics.items()))
        parts.append(f"Model: {job.result.model}\n\n{figures}".rstrip())
    return "\n\n".join([*parts, "\n".join(seen)]) + "\n"


def order_card(order: JobOrder) -> str:
    """Return an order as Markdown: dataset, base model, requested beside effective."""
    requested: dict[str, Value] = order.requested.model_dump()
    lines = ["| | requested | effective |", "|---|---|---|"]
    lines += [
        f"| {name} | {_shown(value)} | {_shown(order.effective.get(name))} |"
        for name, value in requested.items()
    ]
    besides = {name: v for name, v in order.effective.items() if name not in requested}
    lines += [f"| {name} | | {_shown(value)} |" for name, value in besides.items()]
    settings = ", ".join(f"{k}={v}" for k, v in sorted(order.settings.items()))
    told = [f"> {note}" for note in order.notes]
    head = [
        f"Dataset {order.dataset_version}, base model {order.base_model}, backend {order.backend}",
        *([f"Settings: {settings}"] if settings else []),
        *([f"Reason: {order.reason}"] if order.reason else []),
    ]
    return "\n\n".join(["  \n".join(head), "\n".join(lines), *told])


def estimate_line(estimate: Estimate) -> str:
    """Return an estimate as a sentence that says it is one."""
    money = "no money" if estimate.cost is None else f"{estimate.cost} {estimate.currency}"
    basis = f" ({estimate.basis})" if estimate.basis else ""
    hosting = f"; {estimate.hosting.line}" if estimate.hosting else ""
    return (
        f"Estimate: {estimate.tokens:,} tokens, {estimate.steps:,} steps, "
        f"{estimate.hours:.2f} h, {money}{basis}{hosting}"
    )


def preflight_lines(preflight: Preflight) -> list[str]:
    """Return a preflight as lines, one a check, the estimate last."""
    lines = [f"{'ok' if c.ok else 'NO'}  {c.name}: {c.message}" for c in preflight.checks]
    return [*lines, estimate_line(preflight.estimate)]


def sparkline(values: list[float], *, width: int = 40) -> str:
    """Return values as a line of bars, thinned to `width`; the highest is the full bar."""
    if not values:
        return ""
    stride = max(1, -(-len(values) // width))
    means = [
        sum(part) / len(part)
        for part in (values[i : i + stride] for i in range(0, len(values), stride))
    ]
    low, high = min(means), max(means)
    scale = (len(_BARS) - 1) / (high - low) if high > low else 0
    return "".join(_BARS[round((m - low) * scale)] for m in means)


def _shown(value: Value) -> str:
    if value is None:
        return "not known"
    return value if isinstance(value, str) else f"{value:g}"
