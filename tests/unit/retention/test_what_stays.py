from datetime import timedelta

import pytest

from tests.support.old_store import (
    NOW,
    aged,
    dataset,
    days_ago,
    evaluation,
    job,
    problems,
    promoted,
    shelves,
)
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.promotion.pointer import read_promoted, roll_back
from wearable_coach.retention.aged import NOT_KNOWN, WAITING
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.models import LATEST_EVALUATION, RESTED
from wearable_coach.retention.plan import make_plan
from wearable_coach.retention.references import NEWEST_MODEL, OPEN, SERVED
from wearable_coach.retention.removal import Remover
from wearable_coach.store.datasets import mark_latest, versions

STRICT = RetentionPolicy(keep_datasets=1, older_than=30)


def planned(store, policy=STRICT, now=NOW):
    return make_plan(store, policy, now=now)


def pruned(store, policy=STRICT):
    plan, remover = planned(store, policy), Remover(store, policy, now=NOW)
    return {group.prefix: remover.remove(group) for group in plan.goes}


def why(store, prefix, policy=STRICT):
    return next(g.why for g in planned(store, policy).kept if g.prefix == prefix)


def test_the_newest_datasets_and_the_young_stay(store):
    made = [dataset(store, days) for days in (90, 80, 60, 40, 20, 3)]
    plan = planned(store, RetentionPolicy(keep_datasets=3, older_than=30))
    assert [g.prefix for g in plan.goes] == [f"datasets/{d.version}/" for d in made[:3]]
    pruned(store, RetentionPolicy(keep_datasets=3, older_than=30))
    assert versions(store) == [d.version for d in made[3:]]
    assert not any(d.version in key for d in made[:3] for key in store.keys(""))


def test_the_version_asked_for_last_stays_though_it_is_old(store):
    old, newer, _ = (dataset(store, days) for days in (90, 80, 1))
    mark_latest(store, old.version)
    pruned(store)
    assert old.version in versions(store)
    assert newer.version not in versions(store)


@pytest.mark.parametrize("state", ["Submitting", "Running", "CancelRequested", "Unknown"])
def test_an_open_job_keeps_its_dataset(store, state):
    old = dataset(store, 90)
    dataset(store, 2)
    job(store, old, state, 85)
    assert why(store, f"datasets/{old.version}/") == OPEN
    pruned(store)
    assert problems(store) == []


def test_a_dataset_of_a_job_that_failed_long_ago_goes_and_its_record_stays(store):
    old = dataset(store, 90)
    dataset(store, 2)
    failed = job(store, old, "Failed", 85)
    pruned(store)
    assert old.version not in versions(store)
    assert JobLedger(store).read(failed.name) == failed


def test_a_job_whose_end_was_told_nowhere_is_open(store):
    old = dataset(store, 90)
    dataset(store, 2)
    failed = job(store, old, "Failed", 85)
    JobLedger(store).update(
        failed.name,
        lambda j: j.model_copy(update={"event": j.event.model_copy(update={"told_at": {}})}),
    )
    assert why(store, f"datasets/{old.version}/") == OPEN


def test_what_was_ever_served_stays_and_a_rollback_needs_no_training(store):
    names = []
    for days in (120, 100):
        data = dataset(store, days)
        trained = job(store, data, "Completed", days - 1)
        names.append(trained.name)
        promoted(store, evaluation(store, trained.name, data.version, days - 2), days - 3)
    other = dataset(store, 95)
    never = job(store, other, "Completed", 94)
    newest = job(store, dataset(store, 92), "Completed", 91)
    dataset(store, 1)
    assert why(store, f"models/{names[0]}/") == SERVED
    assert why(store, f"models/{newest.name}/") == NEWEST_MODEL
    pruned(store)
    assert store.keys(f"models/{never.name}/") == []
    assert other.version not in versions(store)
    assert problems(store) == []
    assert roll_back(store, at=NOW).model == names[0]
    assert problems(store) == []


def test_of_a_kept_model_s_evaluations_the_latest_and_those_of_promotions_stay(store):
    data = dataset(store, 120)
    trained = job(store, data, "Completed", 119)
    first, second, third = (evaluation(store, trained.name, data.version, d) for d in (110, 90, 70))
    promoted(store, first, 109)
    folder = f"models/{trained.name}/evaluations/"
    assert why(store, f"{folder}{first.id}/") == RESTED
    assert why(store, f"{folder}{third.id}/") == LATEST_EVALUATION
    pruned(store)
    left = {key.removeprefix(folder).split("/")[0] for key in store.keys(folder)}
    assert left == {first.id, third.id}
    assert second.id not in left


def test_a_model_served_from_another_s_adapter_keeps_that(store):
    data = dataset(store, 120)
    trained = job(store, data, "Completed", 119)
    job(store, data, "Completed", 100, salt="newest")
    named = evaluation(store, trained.name, data.version, 110)
    alias = named.model_copy(
        update={
            "candidate": "coach",
            "models": (named.models[0].model_copy(update={"name": "coach"}),),
        }
    )
    promoted(store, alias, 109)
    assert why(store, f"models/{trained.name}/") == SERVED


def test_a_model_of_an_endpoint_that_was_evaluated_long_ago_goes(store):
    data = dataset(store, 120)
    evaluation(store, "somewhere", data.version, 100)
    evaluation(store, "lately", data.version, 5)
    pruned(store)
    assert store.keys("models/somewhere/") == []
    assert store.keys("models/lately/")
    assert data.version in versions(store)


def test_refusals_answers_events_and_started_deliveries_go_by_their_age(store):
    shelves(store, 40)
    shelves(store, 4)
    data = dataset(store, 1)
    old, young = job(store, data, "Failed", 50), job(store, data, "Failed", 3, salt="x")
    before = set(store.keys(""))
    pruned(store)
    gone = before - set(store.keys(""))
    assert {key.split("/")[0] for key in gone} == {"refused", "answers", "events", "webhooks"}
    assert len(gone) == 2 + 1 + 1 + 1
    assert f"events/{old.event.id}.json" in gone
    assert f"events/{young.event.id}.json" not in gone


def test_a_delivery_that_waits_stays_for_ever(store):
    shelves(store, 4000)
    pruned(store)
    assert len(store.keys("webhooks/waiting/")) == 2
    assert len(store.keys("webhooks/")) == 4
    store.create(
        f"webhooks/00/{'0' * 64}.json", b'{"received_at": "2020-01-01T00:00:00Z", "run": null}'
    )
    store.create(f"webhooks/01/{'1' * 64}.json", b"half")
    aged(store, "webhooks/0", 4000)
    kept = planned(store).kept_counts()
    assert kept["webhooks", NOT_KNOWN] == 2
    assert kept["webhooks", WAITING] == 4


def test_left_overs_of_a_killed_run_go_after_a_day_and_not_before(store):
    dataset(store, 1)
    for age, name in ((2.0, "a"), (0.5, "b")):
        prefix = f"datasets/20260101-{name * 12}/"
        store.create(f"{prefix}train_20260101.jsonl", b"half")
        aged(store, prefix, age)
    pruned(store)
    assert store.keys("datasets/20260101-a") == []
    assert store.keys("datasets/20260101-b")


HALF_MADE = "making/0123456789ab/"


def half_made(store, age_days):
    """What a killed run of many shards left, last written so long ago."""
    names = ("r0/train-00000.jsonl", "r0/composed-00000.json", "r0/grams-00000.npz", "r1/again.json", "finished/digests-00001.bin")  # fmt: skip
    for name in names:
        store.create(f"{HALF_MADE}{name}", b"{}")
    aged(store, HALF_MADE, age_days)


def test_what_a_killed_run_of_many_shards_left_stays_a_week_and_then_goes_whole(store):
    half_made(store, 6.9)
    assert why(store, HALF_MADE) == "younger than 7 days"
    assert planned(store).kept_counts()["half-made dataset", "younger than 7 days"] == 1
    aged(store, HALF_MADE, 7.1)
    (group,) = planned(store).goes
    assert (group.prefix, len(group.objects)) == (HALF_MADE, 5)
    assert group.objects[0].key.endswith(".json"), "receipts first: what has none is made again"
    pruned(store)
    assert store.keys("making/") == []


def test_a_run_that_goes_on_meanwhile_keeps_what_it_had_made(store):
    half_made(store, 30)
    plan, remover = planned(store), Remover(store, STRICT, now=NOW)
    store.create(f"{HALF_MADE}r0/composed-00001.json", b"{}")
    (done,) = (remover.remove(group) for group in plan.goes)
    assert done.kept
    assert len(store.keys(HALF_MADE)) == 6


def test_nothing_written_within_a_day_goes_whatever_its_date(store):
    dataset(store, 1)
    late = dataset(store, 200)
    aged(store, f"datasets/{late.version}/", 0.9)
    assert why(store, f"datasets/{late.version}/") == "written within a day"
    pruned(store)
    assert late.version in versions(store)


def test_a_dry_run_changes_nothing_and_a_second_prune_finds_nothing(store):
    for days in (90, 80, 1):
        dataset(store, days)
    shelves(store, 50)
    before = store.objects("")
    assert planned(store).goes
    assert store.objects("") == before
    pruned(store)
    assert planned(store).goes == ()


@pytest.mark.parametrize(
    "key",
    ["jobs/coach-local-0123456789ab.json", "models/promoted.json", "models/x/evaluation.json"],
)
def test_where_a_record_cannot_be_read_nothing_is_deleted(store, key):
    for days in (90, 1):
        dataset(store, days)
    store.create(key, b"half")
    with pytest.raises(BadInput, match="restore it from a backup"):
        planned(store)


def test_an_empty_store_has_nothing_to_prune(store):
    assert planned(store) == ((), ())
    assert read_promoted(store).promoted.entries == ()


def test_ages_are_of_what_the_records_say(store):
    made = dataset(store, 40)
    (group,) = (g for g in planned(store).kept if g.prefix == f"datasets/{made.version}/")
    assert timedelta(0) <= NOW - group.at - timedelta(days=39) < timedelta(days=1)
    trained = job(store, made, "Completed", 35)
    (group,) = (g for g in planned(store).kept if g.prefix == f"models/{trained.name}/")
    assert group.at == days_ago(35)
