"""The steps of the product, and which of them a composition ran."""

import pkgutil
from importlib import import_module

import flows.compositions
import flows.openers
import tasks
from tasks.policy import Step
from tasks.running.direct import DirectSteps

RUNNER = "tasks.running.prefect_tasks"


def modules():
    """The names of all modules that steps may stand in; none of them imports Prefect."""
    packages = (tasks, flows.openers, flows.compositions)
    found = [m.name for p in packages for m in pkgutil.walk_packages(p.__path__, f"{p.__name__}.")]
    return [name for name in found if name not in {RUNNER, "flows.openers.blocks"}]


def all_steps() -> list[Step]:
    """Every step, once, in the order of its file."""
    found = [s for m in modules() for s in vars(import_module(m)).values() if isinstance(s, Step)]
    return list(dict.fromkeys(found))


class NotedSteps(DirectSteps):
    """Runs steps in this process and keeps their names in the order in which they began."""

    def __init__(self):
        super().__init__(lambda _text: None)
        self.names = []

    def call(self, step, *args, **kwargs):
        self.names.append(step.name)
        return super().call(step, *args, **kwargs)


def names_run(flow_run_id) -> list[str]:
    """The names of the steps that a flow run has run as tasks, in the order in which they began."""
    from prefect.client.orchestration import get_client

    by_function = {step.function.__qualname__: step.name for step in all_steps()}
    with get_client(sync_client=True) as client:
        runs = [run for run in client.read_task_runs() if run.flow_run_id == flow_run_id]
    began = sorted(runs, key=lambda run: run.start_time)
    return [by_function[run.task_key.rpartition("-")[0]] for run in began]
