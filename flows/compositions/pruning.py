"""Pruning a store with all that lies in its folder on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from backends.local.pruning import judge_job_folders, remove_job_folder
from flows.openers.finetuners import JOBS_FOLDER
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.retention.groups import SETTLED, RemovalGroup, RetentionPolicy
from wearable_coach.retention.plan import RemovalPlan, make_plan, plan_of
from wearable_coach.retention.references import is_open
from wearable_coach.retention.removal import CAME_MEANWHILE, Removed, Remover
from wearable_coach.store import LocalStore, Store


class Pruned(NamedTuple):
    """A group, and what came of taking it away."""

    group: RemovalGroup
    removed: Removed


def plan_prune(store: Store, policy: RetentionPolicy, *, now: datetime) -> RemovalPlan:
    """Judge everything in the store and in its folder; nothing is changed.

    Raises:
        BadInput: a record that may refer to others cannot be read.
    """
    plan = make_plan(store, policy, now=now)
    return plan_of([*plan.goes, *plan.kept, *_on_this_machine(store, policy, now)])


def prune(
    store: Store, plan: RemovalPlan, policy: RetentionPolicy, *, now: datetime
) -> Iterator[Pruned]:
    """Take away what a plan says, one group after another, each looked at again right before.

    Raises:
        BadInput: a record cannot be read, or the place cannot be written.
    """
    remover = Remover(store, policy, now=now)
    for group in plan.goes:
        if group.kind == "local job" and isinstance(store, LocalStore):
            yield Pruned(group, _job_folder(store, group, policy, now))
        elif group.kind == "unfinished write" and isinstance(store, LocalStore):
            store.remove_unfinished(group.objects)
            yield Pruned(group, Removed(len(group.objects), group.bytes))
        else:
            yield Pruned(group, remover.remove(group))


def _job_folder(
    store: LocalStore, group: RemovalGroup, policy: RetentionPolicy, now: datetime
) -> Removed:
    fresh = next((g for g in _job_folders(store, policy, now) if g.prefix == group.prefix), None)
    if fresh is None or not fresh.goes or not remove_job_folder(fresh, store.folder / JOBS_FOLDER):
        return Removed(kept=CAME_MEANWHILE)
    return Removed(len(fresh.objects), fresh.bytes)


def _on_this_machine(store: Store, policy: RetentionPolicy, now: datetime) -> list[RemovalGroup]:
    if not isinstance(store, LocalStore):
        return []
    found = _job_folders(store, policy, now)
    for one in store.unfinished():
        found.append(
            RemovalGroup("unfinished write", one.key, (one,), one.modified).judged(now, SETTLED)
        )
    return found


def _job_folders(store: LocalStore, policy: RetentionPolicy, now: datetime) -> list[RemovalGroup]:
    ended = {j.name: j.states[-1].at for j in JobLedger(store).jobs() if not is_open(j)}
    return judge_job_folders(store.folder / JOBS_FOLDER, ended, policy, now=now)
