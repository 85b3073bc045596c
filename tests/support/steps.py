"""The steps of the product, and which of them a composition ran."""

import pkgutil
import time
from importlib import import_module

import flows.compositions
import flows.openers
import tasks
from tasks.policy import Step
from tasks.running.direct import DirectSteps

RUNNERS = {"tasks.running.prefect_tasks", "tasks.running.dask_tasks"}
OF_FLOWS_ALONE = {
    "open-store", "wants-refresh", "is-deployed", "need-retrain", "start-retrain", "reached-by-server",
    "look-at-schedule",
}  # fmt: skip
"""Steps that a flow takes around its composition: a command has opened its store before."""


def modules():
    """The names of all modules that steps may stand in; none of them imports Prefect."""
    packages = (tasks, flows.openers, flows.compositions)
    starters = ["flows.starters.retrain", "flows.starters.evaluation"]
    found = [m.name for p in packages for m in pkgutil.walk_packages(p.__path__, f"{p.__name__}.")]
    return starters + [name for name in found if name not in RUNNERS | {"flows.openers.blocks"}]


def all_steps() -> list[Step]:
    """Every step, once, in the order of its file."""
    found = [s for m in modules() for s in vars(import_module(m)).values() if isinstance(s, Step)]
    return list(dict.fromkeys(found))


def try_again_at_once():
    """Let steps that are tried again not wait before it: where a test plants a fault for ever, time mends nothing."""
    for one in all_steps():
        pauses = (0.05,) * len(one.policy.delays_s)
        object.__setattr__(one, "policy", one.policy._replace(delays_s=pauses))


class NotedSteps(DirectSteps):
    """Runs steps in this process and keeps their names in the order in which they began."""

    def __init__(self):
        super().__init__(lambda _text: None)
        self.names = []

    def call(self, step, *args, **kwargs):
        self.names.append(step.name)
        return super().call(step, *args, **kwargs)


def task_runs(flow_run_id, count, seconds=60):
    """The task runs of a flow run in the order in which they began, once there are so many.

    The server writes them down in the background, so that they may come after the run's end.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    only = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
    until = time.monotonic() + seconds
    with get_client(sync_client=True) as client:
        while True:
            found = client.read_task_runs(flow_run_filter=only)
            ended = [run for run in found if run.state is not None and run.state.is_final()]
            if len(ended) >= count or time.monotonic() > until:
                return sorted(ended, key=lambda run: run.start_time)
            time.sleep(0.2)


def names_run(flow_run_id, count) -> list[str]:
    """The names of the steps of a flow run's composition, in the order in which its tasks began."""
    by_function = {step.function.__qualname__: step.name for step in all_steps()}
    until, names = time.monotonic() + 60, []
    while len(names) < count and time.monotonic() < until:
        runs = task_runs(flow_run_id, count)
        names = [by_function[run.task_key.rpartition("-")[0]] for run in runs]
        names = [name for name in names if name not in OF_FLOWS_ALONE]
    return names
