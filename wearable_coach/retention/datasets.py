"""Dataset versions: the newest, the needed and the young stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from wearable_coach.retention.groups import (
    SETTLED,
    RemovalGroup,
    RetentionPolicy,
    by_folder,
    end_of_date,
    last_written,
)
from wearable_coach.store import Listed
from wearable_coach.store.datasets import MANIFEST

LATEST = "the latest"
OF_MODEL = "a kept model was trained or evaluated on it"


def needed_datasets(
    objects: Collection[Listed],
    policy: RetentionPolicy,
    *,
    latest: str | None,
    open_jobs: Mapping[str, str],
    of_models: Collection[str],
) -> dict[str, str]:
    """Return why a version stays, by its name, the firmest reason."""
    whole = sorted(
        prefix.split("/")[1]
        for prefix, members in by_folder(objects, 2).items()
        if any(o.key == f"{prefix}{MANIFEST}" for o in members)
    )
    newest = dict.fromkeys(
        whole[-policy.keep_datasets :], f"among the {policy.keep_datasets} newest"
    )
    pointed = {latest: LATEST} if latest else {}
    return newest | dict.fromkeys(of_models, OF_MODEL) | dict(open_jobs) | pointed


def judge_datasets(
    objects: Collection[Listed], needed: Mapping[str, str], policy: RetentionPolicy, now: datetime
) -> list[RemovalGroup]:
    """Return what becomes of every version; one without its manifest is nobody's after a day."""
    found = []
    for prefix, members in by_folder(objects, 2).items():
        version = prefix.split("/")[1]
        marker, need = f"{prefix}{MANIFEST}", needed.get(version, "")
        written = last_written(members)
        if any(o.key == marker for o in members):
            at = end_of_date(version) or written
            group = RemovalGroup("dataset", prefix, members, at, markers=(marker,))
            found.append(group.judged(now, policy.limit, need))
        else:
            group = RemovalGroup("unfinished dataset", prefix, members, written, markers=(marker,))
            found.append(group.judged(now, SETTLED, need))
    return found
