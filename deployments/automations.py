"""Automations of an installation: what is told to people, and what is cleaned without them.

Each is known by its name: made where it is missing, made anew in place where it differs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.automations import AutomationCore
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import EventTrigger, Posture

from deployments.names import ALERTING, CLEANING

_RUN = {"prefect.resource.id": "prefect.flow-run.*"}
_OURS = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.wearable-coach"}
_THIS_RUN, _ITS_DEPLOYMENT = "prefect.resource.id", "related:deployment:prefect.resource.id"
_BEAT, _RUNNING = "prefect.flow-run.heartbeat", "prefect.flow-run.Running"
_TAKEN, _PUT_BACK = ("Pending", "Submitting"), ("Scheduled", "Late", "AwaitingConcurrencySlot")
_ENDS = {
    f"prefect.flow-run.{state}"
    for state in ("Completed", "Failed", "TimedOut", "Cancelled", "Crashed", "Suspended", "Paused")
}
STUCK_AFTER = timedelta(hours=6)
"""Longer than any run that is well: a pipeline that waits for its fine-tuning job."""
SILENT_FOR = timedelta(seconds=90)
"""Three heartbeats; prefect.yaml sets how often they come."""
ON_ITS_WAY_FOR = timedelta(minutes=10)
"""From a worker that takes a run to the run's own first word: seconds, a minute on a busy machine."""
TOLD_AGAIN_AFTER = timedelta(hours=1)
"""A deployment whose runs are late is told of once in this time, not once a run."""

_BODY = """{{ flow.name }} / {{ flow_run.name }}: {{ flow_run.state.name }}
{{ flow_run.state.message }}
{{ flow_run|ui_url }}"""


def wanted_automations(alerts: UUID | None) -> list[AutomationCore]:
    """Return the automations of an installation.

    Args:
        alerts: The notification block's document; without one nobody can be told.
    """
    zombie, lost = CLEANING
    # Running too: a process may be gone before its first heartbeat.
    silent = _unless(after={_RUNNING, _BEAT}, expect={_BEAT, *_ENDS}, within=SILENT_FOR)
    crashed = _crash(
        "The run's process is gone: no heartbeat came. What it had published is whole; run it again."
    )
    # The server may overlook one event of two that come at once: heartbeats say too that it began.
    taken = _unless(
        after={f"prefect.flow-run.{state}" for state in _TAKEN},
        expect={_RUNNING, _BEAT, *_ENDS, *(f"prefect.flow-run.{state}" for state in _PUT_BACK)},
        within=ON_ITS_WAY_FOR,
    )
    never_came = _crash(
        "A worker took the run, and it never began: the worker is gone. Nothing was done; run it again."
    )
    cleaning = [
        _automation(zombie, "Marks a run whose process is gone.", silent, crashed),
        _automation(
            lost, "Marks a run that a worker took and that never began.", taken, never_came
        ),
    ]
    return cleaning if alerts is None else [*cleaning, *_alerting(alerts)]


def _alerting(alerts: UUID) -> list[AutomationCore]:
    failed, late, stuck = ALERTING

    def telling(what: str) -> SendNotification:
        return SendNotification(block_document_id=alerts, subject=what, body=_BODY)

    ended_badly = _when(
        expect={f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")},
        for_each={_THIS_RUN},
    )
    not_started = _when(
        expect={"prefect.flow-run.Late"}, for_each={_ITS_DEPLOYMENT}, within=TOLD_AGAIN_AFTER
    )
    not_ended = _unless(after={_RUNNING}, expect=_ENDS, within=STUCK_AFTER)
    return [
        _automation(failed, "Tells of each run that failed or crashed.", ended_badly, telling("A run failed")),
        _automation(late, "Tells, once an hour and deployment, of runs that no worker takes.", not_started, telling("A run is late: is a worker there?")),
        _automation(stuck, "Tells of a run that does not end.", not_ended, telling("A run does not end")),
    ]  # fmt: skip


def _when(**conditions: Any) -> EventTrigger:  # noqa: ANN401 - the trigger's own
    """Return a trigger on runs of our deployments; reactive unless said otherwise."""
    common = {"match": _RUN, "match_related": _OURS, "threshold": 1, "posture": Posture.Reactive}
    return EventTrigger.model_validate(common | conditions)


def _unless(*, after: set[str], expect: set[str], within: timedelta) -> EventTrigger:
    """Return a trigger on what does not happen to a run in time after something did."""
    each = {"for_each": {_THIS_RUN}, "posture": Posture.Proactive}
    return _when(after=after, expect=expect, within=within, **each)


def _crash(message: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(state=StateType.CRASHED, message=message)


def _automation(
    name: str, description: str, trigger: EventTrigger, action: ActionTypes
) -> AutomationCore:
    return AutomationCore(name=name, description=description, trigger=trigger, actions=[action])


def keep_automations(client: SyncPrefectClient, wanted: list[AutomationCore]) -> list[str]:
    """Make what is missing, replace what differs, leave the rest; return the names that changed."""
    changed = []
    for automation in wanted:
        known = client.read_automations_by_name(automation.name)
        if known and _content(known[0]) == _content(automation):
            continue
        if known:
            client.update_automation(known[0].id, automation)
        else:
            client.create_automation(automation)
        changed.append(automation.name)
    return changed


def _content(automation: AutomationCore) -> dict[str, Any]:
    content = automation.model_dump(mode="json", include={"name", "description", "trigger"})
    content["trigger"].pop("id", None)
    for key in ("after", "expect", "for_each"):
        content["trigger"][key] = sorted(content["trigger"][key])
    return content | {"actions": [a.model_dump(mode="json") for a in automation.actions]}
