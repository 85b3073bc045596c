"""Whatever a store went through: a prune takes nothing that is needed or young, and all that is neither."""

from datetime import timedelta
from random import Random

import pytest

from tests.support.old_store import NOW, problems, used_for_months
from wearable_coach.promotion.pointer import RULES, read_promoted, roll_back
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.retention.removal import Remover
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import versions


@pytest.mark.parametrize("seed", range(25))
def test_a_prune_leaves_a_whole_store_in_which_every_rollback_works(tmp_path, seed):
    store, rng = LocalStore(tmp_path / "store"), Random(seed)
    used_for_months(store, rng)
    policy = RetentionPolicy(keep_datasets=rng.randint(1, 4), older_than=rng.randint(1, 60))
    before = {o.key: o for o in store.objects("")}
    newest = versions(store)[-policy.keep_datasets :]
    assert problems(store) == []
    plan = make_plan(store, policy, now=NOW)
    remover = Remover(store, policy, now=NOW)
    done = [remover.remove(group) for group in plan.goes]

    assert problems(store) == []
    assert not [d.kept for d in done if d.kept]
    gone = [before[key] for key in before.keys() - {*store.keys("")}]
    assert sum(d.bytes for d in done) == sum(o.bytes for o in gone)
    assert all(NOW - o.modified >= timedelta(days=1) for o in gone)
    assert not [o.key for o in gone if o.key.startswith(("jobs/", "webhooks/waiting/"))]
    assert set(newest) <= set(versions(store))
    assert make_plan(store, policy, now=NOW).goes == ()
    for entry in read_promoted(store).promoted.entries:
        roll_back(store, at=NOW, to=entry.serial)
        assert problems(store) == []
    while (current := read_promoted(store).promoted.current) and current.model != RULES:
        roll_back(store, at=NOW)
        assert problems(store) == []


def test_the_worlds_are_various(tmp_path):
    kinds: set[tuple[str, bool]] = set()
    for seed in range(25):
        store = LocalStore(tmp_path / str(seed))
        used_for_months(store, Random(seed))
        plan = make_plan(store, RetentionPolicy(keep_datasets=1, older_than=30), now=NOW)
        kinds |= {(g.kind, g.goes) for g in (*plan.goes, *plan.kept)}
    named = ("dataset", "unfinished dataset", "model", "evaluation", "refused report", "answers")
    assert {(kind, goes) for kind in named for goes in (True, False)} <= kinds
    assert {("webhooks", True), ("webhooks", False), ("events", True)} <= kinds
