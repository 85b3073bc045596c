"""What nothing refers to and that goes by its age alone: half-made datasets, refusals, answers, events, deliveries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from wearable_coach.retention.groups import (
    HALF_MADE,
    Kind,
    RemovalGroup,
    RetentionPolicy,
    by_folder,
    end_of_date,
    last_written,
)
from wearable_coach.retention.shelf import ours
from wearable_coach.store import Listed, Missing, Store
from wearable_coach.store.layout import MAKING
from wearable_coach.store.parsing import object_of

NOT_KNOWN = "has no run yet, or cannot be read"
WAITING = "waiting to be delivered"
_WAITING = "webhooks/waiting/"


class _Rule(NamedTuple):
    """By what objects are parted."""

    policy: RetentionPolicy
    now: datetime
    age: Callable[[Listed], datetime | None] = lambda one: one.modified
    """Of when an object is; None where that is not known, and it stays."""


def judge_aged(store: Store, policy: RetentionPolicy, now: datetime) -> list[RemovalGroup]:
    """Return what becomes of everything that goes by its age alone."""
    return [
        *half_made(store, now),
        *_refused(store, policy, now),
        *_answers(store, policy, now),
        *_by_age("events", "events/", ours(store, "events/"), _Rule(policy, now)),
        *_webhooks(store, policy, now),
    ]


def half_made(store: Store, now: datetime) -> Iterable[RemovalGroup]:
    """Yield each place where a dataset of many shards is made, or was when its run was killed.

    Its receipts go first: what has none is made again, should a run go on with the rest.
    """
    for prefix, members in by_folder(ours(store, MAKING), 2).items():
        receipts_first = tuple(sorted(members, key=lambda o: not o.key.endswith(".json")))
        group = RemovalGroup("half-made dataset", prefix, receipts_first, last_written(members))
        yield group.judged(now, HALF_MADE)


def _refused(store: Store, policy: RetentionPolicy, now: datetime) -> Iterable[RemovalGroup]:
    for prefix, members in by_folder(ours(store, "refused/"), 2).items():
        at = end_of_date(prefix.split("/")[1]) or last_written(members)
        yield RemovalGroup("refused report", prefix, members, at).judged(now, policy.limit)


def _answers(store: Store, policy: RetentionPolicy, now: datetime) -> Iterable[RemovalGroup]:
    for prefix, members in by_folder(ours(store, "answers/"), 2).items():
        yield from _by_age("answers", prefix, members, _Rule(policy, now))


def _webhooks(store: Store, policy: RetentionPolicy, now: datetime) -> Iterable[RemovalGroup]:
    """Deliveries that were started go by their age; those that wait stay, however old."""
    listed = ours(store, "webhooks/")
    waiting = {_name(o.key) for o in listed if o.key.startswith(_WAITING)}
    kept = tuple(o for o in listed if _name(o.key) in waiting)
    if kept:
        group = RemovalGroup("webhooks", "webhooks/", kept, last_written(kept))
        yield group.judged(now, policy.limit, WAITING)

    def received(one: Listed) -> datetime | None:
        if now - one.modified <= policy.limit:  # received before it was written: no need to look
            return one.modified
        return _received_at(store, one.key)

    rest = [o for o in listed if _name(o.key) not in waiting]
    yield from _by_age("webhooks", "webhooks/", rest, _Rule(policy, now, received))


def _by_age(
    kind: Kind, prefix: str, objects: Iterable[Listed], rule: _Rule
) -> Iterable[RemovalGroup]:
    """Part one folder's objects into those that go and those that stay."""
    parts: dict[tuple[bool, str], list[tuple[datetime, Listed]]] = {}
    for one in objects:
        at = rule.age(one)
        if at is None:
            judged = RemovalGroup(kind, prefix, (one,), one.modified, NOT_KNOWN)
        else:
            judged = RemovalGroup(kind, prefix, (one,), at).judged(rule.now, rule.policy.limit)
        parts.setdefault((judged.goes, judged.why), []).append((judged.at, one))
    for (goes, why), members in sorted(parts.items()):
        oldest = min(at for at, _ in members)
        yield RemovalGroup(kind, prefix, tuple(one for _, one in members), oldest, why, goes)


def _received_at(store: Store, key: str) -> datetime | None:
    """Return when a delivery that was started came; None where its record does not say that."""
    try:
        delivery = object_of(store.read(key).data)
        at = datetime.fromisoformat(delivery["received_at"])
    except (Missing, ValueError, KeyError, TypeError):
        return None
    if delivery.get("run") is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _name(key: str) -> str:
    return key.rpartition("/")[2]
