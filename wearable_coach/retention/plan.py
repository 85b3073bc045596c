"""The plan of a prune: everything in the store, judged."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from wearable_coach.promotion.pointer import read_promoted
from wearable_coach.retention.aged import judge_aged
from wearable_coach.retention.datasets import judge_datasets, needed_datasets
from wearable_coach.retention.groups import Kind, RemovalGroup, RetentionPolicy
from wearable_coach.retention.models import judge_models
from wearable_coach.retention.references import datasets_of_open_jobs, needed_models
from wearable_coach.retention.shelf import ShelfReader
from wearable_coach.store import Store
from wearable_coach.store.datasets import pointed_version


class Referring(NamedTuple):
    """Datasets, models and evaluations, judged, and what is needed of them."""

    groups: list[RemovalGroup]
    needs: dict[str, str]
    """Why a group stays, by its prefix."""


class RemovalPlan(NamedTuple):
    """What would go, and what stays."""

    goes: tuple[RemovalGroup, ...]
    kept: tuple[RemovalGroup, ...]

    def kept_counts(self) -> dict[tuple[Kind, str], int]:
        """Return how many stay, by kind and reason."""
        found: Counter[tuple[Kind, str]] = Counter()
        for group in self.kept:
            several = group.kind in {"answers", "events", "webhooks"}
            found[group.kind, group.why] += len(group.objects) if several else 1
        return dict(sorted(found.items()))


def make_plan(store: Store, policy: RetentionPolicy, *, now: datetime) -> RemovalPlan:
    """Judge everything in the store; nothing is changed.

    Raises:
        BadInput: a record that may refer to others cannot be read.
    """
    return plan_of(
        [*judge_referring(ShelfReader(store), policy, now).groups, *judge_aged(store, policy, now)]
    )


def plan_of(groups: list[RemovalGroup]) -> RemovalPlan:
    """Part what goes from what stays."""
    return RemovalPlan(tuple(g for g in groups if g.goes), tuple(g for g in groups if not g.goes))


def judge_referring(reader: ShelfReader, policy: RetentionPolicy, now: datetime) -> Referring:
    """Judge what refers to one another: the pointer and the jobs are read after the listings.

    Raises:
        BadInput: a record cannot be read.
    """
    shelf = reader.shelf()
    needed = needed_models(shelf.jobs, read_promoted(reader.store).promoted)
    models = judge_models(reader, shelf, needed, policy, now)
    datasets = needed_datasets(
        shelf.datasets,
        policy,
        latest=pointed_version(reader.store),
        open_jobs=datasets_of_open_jobs(shelf.jobs),
        of_models=models.datasets,
    )
    needs = {g.prefix: g.why for g in models.groups if not g.goes}
    needs |= needed.models | {f"datasets/{version}/": why for version, why in datasets.items()}
    return Referring(
        [*judge_datasets(shelf.datasets, datasets, policy, now), *models.groups], needs
    )
