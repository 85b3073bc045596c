"""What a run is called in the list of runs: what it does, and for which night, model or version.

A run that is not begun yet has Prefect's word for a name; these hold from its begin.
"""

from __future__ import annotations

import httpx
from prefect import get_run_logger
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectHTTPStatusError
from prefect.runtime import flow_run

from flows.compositions.night import night_of
from flows.prefect_api.round_names import round_name
from flows.prefect_api.this_run import due_at

_MOST_CHARACTERS = 120


def refresh_name(night: str = "") -> str:
    """Return ``refresh-20261128``; with ``-trial`` where it is not the whole recipe.

    Args:
        night: YYYYMMDD that it is of, where its schedule is kept; the day in Seoul if empty.
    """
    return f"refresh-{night or _night()}{_trial()}"


def pipeline_name() -> str:
    """Return ``pipeline-20261128``; with ``-trial`` where it is not the whole recipe."""
    return f"pipeline-{_night()}{_trial()}"


def watch_name() -> str:
    """Return ``watch-20261128-0215``."""
    return round_name(due_at())


def retrain_name() -> str:
    """Return ``retrain-`` and the dataset that was asked for; the run's version is known later."""
    return run_name("retrain", _asked("dataset"))


def evaluate_name() -> str:
    """Return ``evaluate-`` and the model that was asked for; the newest is known later."""
    return run_name("evaluate", _asked("candidate"))


def run_name(what: str, of: str) -> str:
    """Return a run's name; what was typed into a form is one line of some length."""
    word = "".join(c if c.isprintable() and not c.isspace() else "-" for c in of)
    return f"{what}-{word}"[:_MOST_CHARACTERS]


def call_this_run(name: str) -> None:
    """Name this run anew, now that more is known; a name is not worth a failure."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow_run.name == name:
        return
    try:
        with get_client(sync_client=True) as client:
            client.set_flow_run_name(context.flow_run.id, name)
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
        get_run_logger().warning("not renamed to %s: %s", name, type(error).__name__)
        return
    context.flow_run.name = name


def _night() -> str:
    return night_of(due_at())


def _trial() -> str:
    asked = flow_run.parameters
    rows, whole = asked.get("rows"), getattr(asked.get("recipe"), "rows", None)
    is_trial = asked.get("size") == "trial" if rows is None else rows != whole
    return "-trial" if is_trial else ""


def _asked(parameter: str) -> str:
    return str(flow_run.parameters.get(parameter) or "latest")
